// `npm test` on a bare checkout: installs what is missing, then checks, builds and tests everything.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installBrowser, installPackages, run } from './install.mjs';

const STAGES = ['check', 'build', 'unit', 'browser', 'size', 'e2e'];

installPackages();
// What tests and browsers write lies in one folder, which goes with the run.
const folder = mkdtempSync(join(tmpdir(), 'vitrine-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const env = { ...process.env, VITRINE_CHROMIUM: installBrowser(), TMPDIR: folder, TEMP: folder, TMP: folder };
const seconds = STAGES.map((stage) => {
  const start = performance.now();
  run('npm', ['run', stage], { env });
  return `${stage} ${Math.round((performance.now() - start) / 1000)}`;
});
console.log(`\nAll is well. Seconds: ${seconds.join(', ')}.`);
