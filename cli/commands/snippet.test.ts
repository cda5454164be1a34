import { expect, test } from 'vitest';
import { snippetOf } from './snippet.ts';

const packaged = {
  version: '1.2.3',
  hashes: {
    'engine.worker.js': 'sha384-e',
    'index.js': 'sha384-i',
    'locales/de.js': 'sha384-d',
    'react.js': 'sha384-r',
    'tfjs-backend-wasm.wasm': 'sha384-w',
    'vitrine.js': 'sha384-v',
  },
};

test('three lines: hashes of what the script brings, the script of this version with its own, the shelf', () => {
  const [map, script, shelf, end] = snippetOf(packaged, {
    products: '/feed.json?a="1"',
    pack: undefined,
    from: undefined,
    limit: 4,
  }).split('\n');
  const folder = 'https://cdn.jsdelivr.net/npm/vitrine@1.2.3/dist/';
  expect(map).toBe(
    `<script type="importmap">${JSON.stringify({
      integrity: {
        [`${folder}engine.worker.js`]: 'sha384-e',
        [`${folder}index.js`]: 'sha384-i',
        [`${folder}locales/de.js`]: 'sha384-d',
        [`${folder}tfjs-backend-wasm.wasm`]: 'sha384-w',
      },
    })}</script>`,
  );
  expect(script).toBe(
    `<script async src="${folder}vitrine.js" integrity="sha384-v" crossorigin="anonymous" data-products="/feed.json?a=&#34;1&#34;"></script>`,
  );
  expect([shelf, end]).toEqual(['<vitrine-shelf limit="4"></vitrine-shelf>', '']);
});

test.each(['cdn.example/', 'https://cdn.example', 'javascript:/'])('%s is refused as the folder', (from) => {
  expect(() => snippetOf(packaged, { products: '/f', from, limit: 1 })).toThrow(
    expect.objectContaining({ code: 'bad-options' }),
  );
});
