import { expect, test } from 'vitest';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import { createContentTower } from '../../../engine/sources/content-tower.ts';
import { fitTower } from '../../../learning/models/content-tower.ts';
import { models } from '../../../learning/models/index.ts';
import { testRun } from '../../testing/run.ts';
import { fitItemGenerator } from './fit-item-generator.ts';

const ITEMS = 40;

test('a tower of the same form, whose map is the generator’s only where it ranks better', async () => {
  const builder = new CatalogueBuilder();
  for (let i = 1; i <= ITEMS; i++) {
    builder.add({
      id: `p${i}`,
      title: i % 2 === 0 ? `green tea ${i}` : `light tent ${i}`,
      categories: [`kind ${i % 2}`],
    });
  }
  const { features } = builder.build().withPack(Array.from({ length: ITEMS }, (_, i) => `p${i + 1}`));
  const lists = Array.from({ length: 60 }, (_, i) => [0, 2, 6].map((step) => 1 + ((i * 2 + (i % 2) + step) % ITEMS)));
  const sequences = {
    items: Int32Array.from(lists.flat()),
    offsets: Int32Array.from({ length: lists.length + 1 }, (_, i) => 3 * i),
  };
  const model = models.find(({ name }) => name === 'als')!.create({ width: 8 });
  for await (const _ of model.fit({ items: ITEMS, sequences }, { epochs: 2, patience: 1, seed: 1 }));
  const sections = { als: model.save() };
  const tower = fitTower(sections, features, ITEMS);
  const options = { batch: 16, stepsAnEpoch: 3, epochs: 2, hidden: 8 };
  const generated = await fitItemGenerator({ tower, sections, train: sequences, features }, options, testRun());
  const { 'als.regression': regression, 'als.generator': generator } = generated.metrics;
  expect(regression).toBeGreaterThan(0);
  expect(generated.tower.options).toEqual(tower.options);
  const same = generated.tower.tensors['als.map'] === tower.tensors['als.map'];
  expect(same).toBe(generator <= regression);
  expect(createContentTower(generated.tower, new Map([['als', 8]])).vectorsOf('als', features, 1).rows).toBe(ITEMS);
});
