import { expect, test, vi } from 'vitest';
import { partsAt } from '../testing/parts-at.ts';
import { prebundledSetup } from './prebundled.ts';

const PARTS = partsAt(() => '');

test.each([
  ['http://localhost:5173/node_modules/.vite/deps/vitrine.js?v=1a2b', 'http://localhost:5173/node_modules/'],
  [
    'http://localhost:5173/@fs/home/shop/node_modules/.vite/deps/chunk-A.js',
    'http://localhost:5173/@fs/home/shop/node_modules/',
  ],
  [
    'http://localhost:3000/_nuxt/node_modules/.cache/vite/client/deps/vitrine.js?v=1',
    'http://localhost:3000/_nuxt/node_modules/',
  ],
])('the copy that Vite made, %s, takes its files from the package', (address, modules) => {
  const setup = prebundledSetup(address, PARTS);
  expect(setup?.parts['list-rules']()).toBe(`${modules}vitrine/dist/list-rules.js`);
  expect(setup?.wasm()).toBe(`${modules}vitrine/dist/`);
});

test('workers are started from the package, under names that the tools of a browser show', () => {
  const started: unknown[][] = [];
  vi.stubGlobal(
    'Worker',
    class {
      constructor(...given: unknown[]) {
        started.push(given);
      }
    },
  );
  const setup = prebundledSetup('http://localhost/node_modules/.vite/deps/vitrine.js', PARTS);
  setup?.engine();
  setup?.neural();
  vi.unstubAllGlobals();
  expect(started).toEqual([
    ['http://localhost/node_modules/vitrine/dist/engine.worker.js', { name: 'vitrine-engine' }],
    ['http://localhost/node_modules/vitrine/dist/neural.worker.js', { name: 'vitrine-neural' }],
  ]);
});

test.each([
  undefined,
  'http://localhost:5173/node_modules/vitrine/dist/index.js',
  'https://shop.example/deps/vitrine.js',
  'file:///home/shop/node_modules/vitrine/dist/index.js',
])('any other module, %s, takes those beside it', (address) => {
  expect(prebundledSetup(address, PARTS)).toBeUndefined();
});
