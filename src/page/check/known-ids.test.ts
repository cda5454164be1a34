import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecommendationList } from '../../contract/recommendation.ts';
import { lookUp } from './known-ids.ts';

const catalogueOf =
  (...own: string[]) =>
  async ({ among = [] }: { among?: readonly string[] }) =>
    ({ leftOut: { unknown: among.filter((id) => !own.includes(id)), repeated: [] } }) as unknown as RecommendationList;

test.each([
  ['gid://shopify/Product/42', '42'],
  ['shopify_DE_7_42', '42'],
  ['shopify_DE_42_7', '42'],
  ['0042', '42'],
  ['SKU-A', 'sku-a'],
])('where the catalogue knows none of them, a part of an id that it knows is found: %s', async (id, known) => {
  expect(await lookUp([id, 'other'], catalogueOf(known))).toEqual({
    known: [],
    unknown: [id, 'other'],
    part: { of: id, known },
  });
});

test('known and unknown ids are told apart, numbers as text, each once', async () => {
  expect(await lookUp([1, '1', 'b', ' ', 'c'], catalogueOf('1', 'c'))).toEqual({ known: ['1', 'c'], unknown: ['b'] });
});

test('whatever ids a page has, each is known or unknown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.string(), fc.integer())), async (ids) => {
      const { known, unknown } = await lookUp(ids, catalogueOf('1', '2'));
      const asked = new Set(ids.map((id) => String(id).trim()).filter(Boolean));
      expect(new Set([...known, ...unknown])).toEqual(asked);
    }),
  );
});
