import { expect, test } from 'vitest';
import type { Pack } from '../pack/pack.ts';
import { whatAPackTells } from './what-a-pack-tells.ts';

const tells = (manifest: Partial<Pack['manifest']>, ...names: string[]): string =>
  whatAPackTells({
    manifest: { created: '', unit: 'visitor', minShoppers: 5, weights: {}, metrics: {}, ...manifest },
    sections: Object.fromEntries(names.map((name) => [name, { options: {}, tensors: {} }])),
  }).join(' ');

test('a pack of what five shoppers share, or with noise, can be published', () => {
  expect(tells({}, 'rules', 'knn', 'popular')).toMatch(/at least 5 shoppers.*can be published/);
  const noisy = tells({ minShoppers: 1, noise: { epsilon: 2, delta: 1e-6 } }, 'rules', 'knn');
  expect(noisy).toMatch(/ε = 2, δ = 0.000001.*can be published/);
  expect(noisy).not.toContain('private');
});

test('a private pack, and one with models, say what to do before they are published', () => {
  expect(tells({ minShoppers: 1 }, 'rules', 'knn')).toMatch(/private pack.*windows are pieces.*--min-shoppers 5/);
  expect(tells({ minShoppers: 1, windows: 'synthetic' }, 'knn')).toMatch(/virtual shoppers.*--min-shoppers 5/);
  expect(tells({}, 'rules', 'attention', 'tower')).toMatch(/attention, tower learned.*leave out attention\./);
  expect(tells({}, 'rules', 'attention')).not.toContain('It can be published');
});

test('exact counts are not passed over', () => {
  expect(tells({}, 'rules', 'response')).toMatch(/where these counts may be known: they are exact/);
});
