import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { createEngine } from '../engine.ts';
import { ItemPopularity } from '../ranking/item-popularity.ts';
import { COUNTED, FEED, packOf } from '../testing/small-shop.ts';
import { LearnedOrder, type ProductStanding, SIGNAL_NAMES, saveLearnedOrder } from './learned-order.ts';
import { openSearch } from './product-search.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const ITEMS = 6;
const standing: ProductStanding = {
  popularity: new ItemPopularity(Uint8Array.from({ length: 3 * (ITEMS + 1) }, (_, i) => (i === 4 ? 80 : 0))),
  authority: Uint8Array.of(0, 0, 0, 64, 0, 0, 0),
};
const weightsOf = (named: Record<string, number>) => SIGNAL_NAMES.map((name) => named[name] ?? 0);
const sectionOf = (personal: Record<string, number>, stranger: Record<string, number>) =>
  saveLearnedOrder({ personal: weightsOf(personal), stranger: weightsOf(stranger) }, standing);
const found = {
  items: [1, 3, 4, 99],
  words: [1, 1, 0.5, 0.5],
  tastes: [undefined, 2, 1, undefined],
  met: [0, 0, 0, 1],
};
const orderBy = (personal: Record<string, number>, known = true) => {
  const scores = new LearnedOrder(sectionOf(personal, { authority: 1 }), ITEMS).scores(found, known);
  expect(Math.max(...scores)).toBe(1);
  expect(Math.min(...scores)).toBeGreaterThan(0);
  return found.items.toSorted((a, b) => scores[found.items.indexOf(b)] - scores[found.items.indexOf(a)]);
};

test('each signal speaks by its own weight; a stranger has weights of their own', () => {
  expect(orderBy({ popularity: 1 })[0]).toBe(4);
  expect(orderBy({ authority: 1 })[0]).toBe(3);
  expect(orderBy({ taste: 1 }).slice(0, 2)).toEqual([3, 4]);
  expect(orderBy({ met: 1 })[0]).toBe(99);
  expect(orderBy({ met: 1, metLately: -2, words: 1 })[3]).toBe(99);
  expect(orderBy({ popularity: 1 }, false)[0]).toBe(3);
});

test('what a later trainer weighs besides is passed over; a section that does not fit is refused', () => {
  const section = sectionOf({ popularity: 1 }, {});
  const names = section.options.signals as string[];
  const weights = section.tensors.weights.data;
  const later = {
    ...section,
    options: { signals: ['phaseOfTheMoon', ...names] },
    tensors: {
      ...section.tensors,
      weights: {
        shape: [2, names.length + 1],
        data: Float32Array.from([9, ...weights.slice(0, names.length), 9, ...weights.slice(names.length)]),
      },
    },
  };
  expect([...new LearnedOrder(later, ITEMS).scores(found, true)]).toEqual([
    ...new LearnedOrder(section, ITEMS).scores(found, true),
  ]);
  expect(() => new LearnedOrder(section, ITEMS + 1)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
  expect(() => new LearnedOrder({ ...section, options: { signals: ['a', 'a'] } }, ITEMS)).toThrow(
    expect.objectContaining({ code: 'pack-corrupt' }),
  );
});

test('a search stands in the order that the pack has learned, once the pack is there', async () => {
  vi.stubGlobal('vitrineParts', { search: openSearch });
  const engine = createEngine();
  await engine.open({ database: 'learned-order' });
  await engine.stageProducts(FEED);
  await engine.commitProducts();
  const first = async () => {
    const { items, personal } = await engine.search({ text: 'the' });
    return [items[0].id, personal];
  };
  expect((await first())[1]).toBe(false);
  const search = sectionOf({ met: 5 }, { authority: 5 });
  await engine.loadPack(packOf({ ...COUNTED, search }, { rules: 1, knn: 1, popular: 1 }));
  expect(await first()).toEqual(['cup', false]);
  await engine.record([{ name: 'view_item', product: 'bulb', at: Date.now() }]);
  expect(await first()).toEqual(['bulb', true]);
  // A pack without it ranks as before, and so does a search by words alone.
  expect((await engine.search({ text: 'the', personal: false })).items.map(({ score }) => score)).toEqual(
    Array(6).fill(1),
  );
  const second = async () => (await engine.search({ text: 'the' })).items[1].score;
  expect(await second()).toBeLessThan(0.1);
  await engine.loadPack(packOf(COUNTED, { rules: 1, knn: 1, popular: 1 }));
  expect(await second()).toBeGreaterThan(0.1);
  await engine.close();
});
