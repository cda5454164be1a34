import { expect, test } from 'vitest';
import type { VitrineError } from '../../contract/errors.ts';
import type { RecommendQuery } from '../../contract/recommendation.ts';
import { type AskedEngine, CatalogueMatch } from './catalogue-match.ts';

/** What is tracked, newest first, and the ids of the catalogue; both may change between two looks. */
function start(catalogue: string[]) {
  const shop = { tracked: [] as string[], catalogue, asked: 0 };
  const problems: VitrineError[] = [];
  const engine = {
    history: async (limit: number) => shop.tracked.slice(0, limit).map((product) => ({ product })),
    status: async () => ({ products: shop.catalogue.length }),
    recommend: async ({ among = [] }: RecommendQuery) => {
      shop.asked += 1;
      return { leftOut: { unknown: among.filter((id) => !shop.catalogue.includes(id)), repeated: [] } };
    },
  } as unknown as AskedEngine;
  const match = new CatalogueMatch(
    (send) => send(engine),
    (problem) => problems.push(problem),
  );
  const track = async (...ids: string[]): Promise<void> => {
    for (const id of ids) {
      shop.tracked.unshift(id);
      await match.look();
    }
  };
  return { shop, problems, track };
}

test('five products that the catalogue does not have are told once, in words', async () => {
  const { problems, track } = start(['p1', 'p2']);
  await track('SKU-1', 'SKU-2', 'SKU-2', 'SKU-3', 'SKU-4');
  expect(problems).toEqual([]);
  await track('SKU-5', 'SKU-6', 'SKU-7');
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({
    code: 'unknown-products',
    message: 'None of the 5 products tracked last is in the catalogue: `SKU-5`, `SKU-4`, `SKU-3`, `SKU-2`, `SKU-1`.',
  });
  expect(problems[0].remedy).toContain('ids that the feed has');
});

test('one that is known is enough, and nothing is asked any more', async () => {
  const { shop, problems, track } = start(['p1']);
  await track('a', 'b', 'p1', 'c', 'd', 'e', 'f', 'g', 'h');
  expect(problems).toEqual([]);
  expect(shop.asked).toBe(1);
});

test('while there is no catalogue nothing is said; it is once there is one', async () => {
  const { shop, problems, track } = start([]);
  await track('a', 'b', 'c', 'd', 'e');
  expect(problems).toEqual([]);
  shop.catalogue = ['p1'];
  await track('f');
  expect(problems).toHaveLength(1);
});
