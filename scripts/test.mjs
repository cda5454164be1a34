// `npm test` on a bare checkout: installs what is missing, then checks, builds and tests everything.
import { installBrowser, installPackages, run } from './install.mjs';

const STAGES = ['check', 'build', 'unit', 'browser', 'size', 'e2e'];

installPackages();
const env = { ...process.env, VITRINE_CHROMIUM: installBrowser() };
const seconds = STAGES.map((stage) => {
  const start = performance.now();
  run('npm', ['run', stage], { env });
  return `${stage} ${Math.round((performance.now() - start) / 1000)}`;
});
console.log(`\nAll is well. Seconds: ${seconds.join(', ')}.`);
