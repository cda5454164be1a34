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

test('a bundle that knows no addresses is told how to be one that does', () => {
  globalThis.Worker ??= class {} as unknown as typeof Worker;
  const thrown = new TypeError('Invalid URL');
  expect(refusedWorker('engine', thrown, null).remedy).toContain('`--format=esm`');
  expect(refusedWorker('engine', thrown, 'https://shop.example/a.js').remedy).toContain('`workers`');
});
