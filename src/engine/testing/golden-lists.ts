import type { Interaction } from '../../contract/interaction.ts';
import type { Product } from '../../contract/product.ts';
import type { RecommendationList, RecommendedProduct, RecommendQuery } from '../../contract/recommendation.ts';
import { createEngine } from '../engine.ts';

/** The moment at which golden lists are made: the chance of a purchase depends on the time since the last look. */
export const GOLDEN_NOW = Date.parse('2026-03-10T12:00:00Z');

/** What a visitor did, oldest first, and the queries that are asked after it. */
export interface GoldenHistory {
  name: string;
  interactions: readonly Interaction[];
  queries: readonly RecommendQuery[];
}

/** A list without what differs from one call to the next: its id and the time it took. */
export interface GoldenList {
  history: string;
  query: RecommendQuery;
  model: string;
  fallback: boolean;
  items: readonly Omit<RecommendedProduct, 'product'>[];
}

/** The lists that the engine makes of these bytes: an engine and a database of its own for each history. */
export async function makeLists(
  pack: Uint8Array,
  products: readonly Product[],
  histories: readonly GoldenHistory[],
): Promise<GoldenList[]> {
  const lists: GoldenList[] = [];
  for (const { name, interactions, queries } of histories) {
    const engine = createEngine();
    try {
      await engine.open({ database: `golden-${crypto.randomUUID()}` });
      await engine.loadPack(pack.slice().buffer);
      await engine.stageProducts(products);
      await engine.commitProducts();
      await engine.record(interactions);
      for (const query of queries) lists.push({ history: name, query, ...listed(await engine.recommend(query)) });
    } finally {
      await engine.close();
    }
  }
  return lists;
}

function listed({ model, fallback, items }: RecommendationList): Pick<GoldenList, 'model' | 'fallback' | 'items'> {
  return { model, fallback, items: items.map(({ product: _, ...told }) => rounded(told)) };
}

/** With all numbers to eight digits: machines differ in the last ones. */
function rounded<TValue>(value: TValue): TValue {
  return JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'number' ? Number(one.toPrecision(8)) : one)));
}
