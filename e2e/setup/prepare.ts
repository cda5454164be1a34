import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'vite';
import { bundled, consumer, installed, root, work } from './folders.ts';

/** Packs the package as npm would publish it, installs it into a consumer project, builds that project; cleans up after the run. */
export default async function prepare(): Promise<() => void> {
  cpSync(resolve(root, 'e2e/consumers/vite'), consumer, { recursive: true });
  mkdirSync(installed, { recursive: true });
  const npm = ['pack', '--json', '--ignore-scripts', '--pack-destination', work];
  const [{ filename }] = JSON.parse(execFileSync('npm', npm, { cwd: root, encoding: 'utf8' }));
  execFileSync('tar', ['-xzf', resolve(work, filename), '-C', installed, '--strip-components=1']);
  await build({ root: consumer, logLevel: 'error', configFile: false, build: { outDir: bundled, target: 'es2022' } });
  return () => rmSync(work, { recursive: true, force: true });
}
