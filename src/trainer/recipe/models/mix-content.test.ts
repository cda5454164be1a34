import { expect, test } from 'vitest';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import { fitTower } from '../../../learning/models/content-tower.ts';
import { models } from '../../../learning/models/index.ts';
import { restoreVectors } from '../../../pack/sections/vectors.ts';
import { testRun } from '../../testing/run.ts';
import { chooseShares, withContent } from './mix-content.ts';

const ITEMS = 40;
const WIDTH = 8;
const exactly = { precision: 'int16', seed: 1 } as const;

/** Products of two kinds; the last has nothing that is known of it. */
const { features } = (() => {
  const builder = new CatalogueBuilder();
  for (let i = 1; i < ITEMS; i++) builder.add({ id: `p${i}`, categories: [`kind ${i % 2}`] });
  builder.add({ id: `p${ITEMS}` });
  return builder.build().withPack(Array.from({ length: ITEMS }, (_, i) => `p${i + 1}`));
})();

/** Visitors stay with a kind. */
const visits = (count: number, from: number) => {
  const lists = Array.from({ length: count }, (_, i) => {
    const kind = i % 2;
    return [1, 5, 12].map((step) => 1 + ((2 * (from + i * 3 + step) + kind) % (ITEMS - 2)));
  });
  return { items: Int32Array.from(lists.flat()), offsets: Int32Array.from({ length: count + 1 }, (_, i) => 3 * i) };
};

async function trained() {
  const model = models.find(({ name }) => name === 'als')!.create({ width: WIDTH });
  for await (const _ of model.fit({ items: ITEMS, sequences: visits(12, 0) }, { epochs: 4, patience: 1, seed: 1 }));
  return model.save();
}

test('mixed vectors lie between the learned and the made ones; products that say nothing keep theirs', async () => {
  const als = await trained();
  const tower = fitTower({ als }, features, ITEMS);
  expect(withContent(als, { name: 'als', tower, features, share: 0 }, exactly)).toBe(als);
  const rows = [0.2, 0.8].map((share) =>
    restoreVectors(withContent(als, { name: 'als', tower, features, share }, exactly), WIDTH),
  );
  const learned = restoreVectors(als, WIDTH).data;
  const row = (data: Float32Array, item: number) => data.subarray(item * WIDTH, (item + 1) * WIDTH);
  const apart = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, k) => value - b[k]));
  // Two of a kind come nearer to each other, the more of their content is mixed in.
  const between = [learned, rows[0].data, rows[1].data].map((data) => apart(row(data, 1), row(data, 3)));
  expect(between[1]).toBeCloseTo(0.8 * between[0], 2);
  expect(between[2]).toBeCloseTo(0.2 * between[0], 2);
  expect(apart(row(rows[1].data, ITEMS), row(learned, ITEMS))).toBeLessThan(
    0.02 * Math.hypot(...row(learned, ITEMS)) + 1e-6,
  );
});

test('a share is chosen where validation ranks better for it', async () => {
  const als = await trained();
  const asked = visits(40, 7);
  const targets = Int32Array.from({ length: 40 }, (_, i) => asked.items[3 * i + 2]);
  const histories = {
    items: asked.items.filter((_, at) => at % 3 !== 2),
    offsets: Int32Array.from({ length: 41 }, (_, i) => 2 * i),
  };
  const tower = fitTower({ als }, features, ITEMS);
  const { als: share } = await chooseShares({ tower, sections: { als }, features }, { histories, targets }, testRun());
  expect(share).toBeGreaterThan(0);
});
