// Type-checks each thread by itself, so that code in the wrong thread does not compile.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from './install.mjs';

for (const part of ['src', 'workers', 'cli', 'demo', 'e2e', 'tests']) {
  const project = resolve(import.meta.dirname, '..', part, 'tsconfig.json');
  if (existsSync(project)) run('npx', ['tsc', '-p', project]);
}
