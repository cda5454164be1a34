import { expect, test } from 'vitest';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import { createContentTower } from '../../engine/sources/content-tower.ts';
import { writeVectors } from '../../pack/sections/vectors.ts';
import { fitTower, regress } from './content-tower.ts';

const KNOWN = 40;
/** Even products are tea, odd ones are tents; a model has put them on two axes. */
const product = (i: number) => ({
  id: `p${i}`,
  title: i % 2 === 0 ? `green tea ${i}` : `light tent ${i}`,
  categories: [i % 2 === 0 ? 'kitchen' : 'camping'],
});

function catalogue(products: number) {
  const builder = new CatalogueBuilder();
  for (let i = 1; i <= products; i++) builder.add(product(i));
  builder.add({ id: 'bare' });
  return builder.build(Array.from({ length: KNOWN }, (_, i) => `p${i + 1}`));
}

function trained() {
  const vectors = new Float32Array((KNOWN + 1) * 2);
  for (let i = 1; i <= KNOWN; i++) vectors[i * 2 + (i % 2)] = 1;
  const section = { options: { width: 2 }, tensors: writeVectors(vectors, 2).tensors };
  return fitTower({ als: section }, catalogue(KNOWN).features, KNOWN);
}

test('a product that was never trained on lies where its kind lies, whatever else entered the catalogue', () => {
  const tower = createContentTower(trained(), new Map([['als', 2]]));
  expect(tower.sources).toEqual(['als']);
  const { features, rows } = catalogue(KNOWN + 20);
  const placed = tower.vectorsOf('als', features, KNOWN + 1);
  expect(placed.rows).toBe(rows - KNOWN - 1);
  for (let row = 0; row < 20; row++) {
    const along = (KNOWN + 1 + row) % 2;
    expect(placed.data[row * 2 + along] * placed.scales[row]).toBeGreaterThan(0.5);
    expect(Math.abs(placed.data[row * 2 + 1 - along] * placed.scales[row])).toBeLessThan(0.3);
  }
});

test('a product of which nothing is known has no vector', () => {
  const { features } = catalogue(KNOWN + 1);
  const placed = createContentTower(trained(), new Map([['als', 2]])).vectorsOf('als', features, KNOWN + 1);
  expect(placed.scales[placed.rows - 1]).toBeNaN();
});

test('a tower of other widths, or with a map missing, is refused', () => {
  const corrupt = expect.objectContaining({ code: 'pack-corrupt' });
  expect(() => createContentTower(trained(), new Map([['als', 3]]))).toThrow(corrupt);
  const broken = trained();
  delete broken.tensors['als.map'];
  expect(() => createContentTower(broken, new Map([['als', 2]]))).toThrow(corrupt);
});

test('regress: the closed form, where there is one number a column', () => {
  const inputs = [1, 2, 3].map((value) => ({ buckets: Int32Array.of(0), values: Float32Array.of(value) }));
  const [solved] = regress(inputs, Float32Array.of(2, 4, 6), 1, 1, 1);
  expect(solved).toBeCloseTo((1 * 2 + 2 * 4 + 3 * 6) / (14 + 1), 5);
});
