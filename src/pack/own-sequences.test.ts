import { expect, test } from 'vitest';
import type { InteractionName } from '../contract/interaction.ts';
import { TextTable } from '../kernels/compact/text-table.ts';
import { gatherOwn } from './own-sequences.ts';
import type { PackManifest } from './pack.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
/** The pack knows six products; the feed of today has two more, in rows after them. */
const FEED = [...IDS, 'new', 'newer'];
const catalogue = {
  itemOf: (product: string) => {
    const at = FEED.indexOf(product);
    return at < 0 ? undefined : at + 1;
  },
};
const packOf = (unit: PackManifest['unit']) => ({
  ids: TextTable.of(IDS),
  manifest: { created: '', unit, minShoppers: 1, weights: {}, metrics: {} },
});
const history = (...visits: string[][]) =>
  visits.flatMap((products, session) =>
    products.map((product) => ({ name: 'view_item' as InteractionName, product, session: session + 1 })),
  );
const gathered = (unit: PackManifest['unit'], ...visits: string[][]) => {
  const { items, offsets } = gatherOwn(history(...visits), packOf(unit), catalogue);
  return { items: [...items], offsets: [...offsets] };
};

test('a pack of whole visitors gets one sequence, a pack of sessions one for each', () => {
  const visits = [['a', 'b', 'c'], ['d'], ['e', 'a']];
  expect(gathered('visitor', ...visits)).toEqual({ items: [1, 2, 3, 4, 5, 1], offsets: [0, 6] });
  expect(gathered('session', ...visits)).toEqual({ items: [1, 2, 3, 4, 5, 1], offsets: [0, 3, 4, 6] });
});

test('products that the pack does not know are passed over, whether or not the shop has them', () => {
  expect(gathered('session', ['new', 'a', 'gone', 'b'], ['newer'], ['c', 'd', 'f'])).toEqual({
    items: [1, 2, 3, 4, 6],
    offsets: [0, 2, 5],
  });
});

test.each<[string, PackManifest['unit'], string[][]]>([
  ['fewer than five interests', 'visitor', [['a', 'b', 'c', 'd', 'new']]],
  ['no two interests in one session', 'session', [['a'], ['b'], ['c'], ['d'], ['e']]],
  ['no history', 'visitor', []],
])('%s are nothing to train on, and the remedy says what is', (_, unit, visits) => {
  expect(() => gathered(unit, ...visits)).toThrow(
    expect.objectContaining({
      code: 'nothing-to-train',
      message: expect.stringMatching(/has \d interactions/),
      remedy: expect.stringContaining('at least 5'),
    }),
  );
});
