import { expect, test } from 'vitest';
import type { PolicyWatch } from './policy-watch.ts';
import { failedWorker, refusedWorker } from './worker-fault.ts';

const noPolicy = { violation: async () => undefined } as unknown as PolicyWatch;
const silent = new Event('error');

test.each([
  'http://localhost:5173/node_modules/.vite/deps/worker-fault.js?v=1',
  'http://localhost:5173/cache/deps/worker-fault-A1.js',
])('the copy that Vite made without the workers, %s: the remedy names the one option', async (address) => {
  const { remedy } = await failedWorker('engine', silent, noPolicy, address);
  expect(remedy).toContain("optimizeDeps: { exclude: ['vitrine'] }");
});

test.each(['https://shop.example/assets/worker-fault.js', null])(
  'a script that is not there, beside %s: serve it, or start it otherwise',
  async (address) => {
    const { remedy } = await failedWorker('engine', silent, noPolicy, address);
    expect(remedy).toMatch(/Serve its file.+`workers`/);
  },
);

test.each([
  "Failed to construct 'URL': Invalid URL",
  'URL constructor: ./engine.worker.js is not a valid URL.',
  '"./engine.worker.js" cannot be parsed as a URL.',
])('a bundle that knows no addresses is told how to be one that does: %s', (message) => {
  globalThis.Worker ??= class {} as unknown as typeof Worker;
  expect(refusedWorker('engine', new TypeError(message)).remedy).toContain('`--format=esm`');
  expect(refusedWorker('engine', new TypeError('of the shop')).remedy).toContain('`workers`');
});

test('a script that a worker could not import: the directive and the origin are named', async () => {
  const message =
    "Uncaught NetworkError: Failed to execute 'importScripts' on 'WorkerGlobalScope': The script at 'https://cdn.example/vitrine/engine.worker.js' failed to load.";
  const fault = await failedWorker('engine', Object.assign(new Event('error'), { message }), noPolicy);
  expect(fault.remedy).toContain('`script-src https://cdn.example`');
  expect(fault.remedy).toContain('https://cdn.example/vitrine/engine.worker.js is there');
});
