// `npm start` on a bare checkout: installs what is missing, builds, and serves the demo shop.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { installPackages, root, run } from '../scripts/install.mjs';

const DEFAULT_PORT = 4173;
const SOURCES = ['src', 'workers', 'studio', 'demo', 'vite.config.ts', 'package-lock.json', 'scripts/build.mjs'];
const built = resolve(root, 'build/demo/index.html');

/** When any file under a path was last written. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newest(resolve(path, name))));
}

installPackages();
const upToDate = existsSync(built) && SOURCES.every((path) => newest(resolve(root, path)) < statSync(built).mtimeMs);
if (!upToDate) {
  console.log('Building …');
  run('npm', ['run', 'build']);
}
const { serve } = await import('./serve.mjs');
try {
  console.log();
  await serve(resolve(root, 'build/demo'), Number(process.env.PORT) || DEFAULT_PORT, console.log);
  console.log('Stop it with Ctrl+C.');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
