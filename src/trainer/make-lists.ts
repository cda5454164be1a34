import { VitrineError } from '../contract/errors.ts';
import type { RecommendationList, RecommendedProduct, RecommendQuery } from '../contract/recommendation.ts';
import type { VisitorEvent } from '../contract/visitor-event.ts';
import { createEngine } from '../engine/engine.ts';
import { placementsPart } from '../engine/placements/placements-part.ts';
import { prepareRules } from '../engine/reranking/rules/prepare-rules.ts';
import type { EngineParts } from '../engine/script-parts.ts';
import { LEARNED_PARTS } from './serve-lists.ts';

/** What a page brings in as scripts of their own. */
const PARTS: Partial<EngineParts> = {
  ...LEARNED_PARTS,
  'list-rules': prepareRules,
  placements: placementsPart,
};

/** What a visitor did, oldest first, and the queries that are asked after it. */
export interface AskedHistory {
  name: string;
  interactions: readonly VisitorEvent[];
  queries: readonly RecommendQuery[];
}

/** A list without what differs from one call to the next: its id and the time it took. */
export interface MadeList {
  history: string;
  query: RecommendQuery;
  model: string;
  fallback: boolean;
  items: readonly Omit<RecommendedProduct, 'product'>[];
}

/**
 * The lists that the engine makes of a pack, as the page's does: an engine of its own for each history.
 * @param products rows of a feed
 * @throws VitrineError of the pack or a query; `bad-options` where a product or an interaction cannot be used
 */
export async function makeLists(
  pack: Uint8Array,
  products: readonly unknown[],
  histories: readonly AskedHistory[],
): Promise<MadeList[]> {
  const lists: MadeList[] = [];
  for (const { name, interactions, queries } of histories) {
    const engine = createEngine(PARTS);
    try {
      await engine.open({ database: `lists-${crypto.randomUUID()}` });
      await engine.loadPack(pack.slice().buffer);
      await engine.stageProducts(products);
      const [unusable] = (await engine.commitProducts()).refusals;
      if (unusable !== undefined) throw refused(`Row ${unusable.row} of the products`, unusable.message);
      const [stranger] = (await engine.record(interactions)).refused;
      if (stranger !== undefined) throw refused(`Interaction ${stranger.index} of ${name}`, stranger.message);
      for (const query of queries) lists.push({ history: name, query, ...listed(await engine.recommend(query)) });
    } finally {
      await engine.close();
    }
  }
  return lists;
}

/** What is left out in silence would make other lists. */
function refused(what: string, remedy: string): VitrineError {
  return new VitrineError('bad-options', `${what} cannot be used.`, { remedy });
}

function listed({ model, fallback, items }: RecommendationList): Pick<MadeList, 'model' | 'fallback' | 'items'> {
  return { model, fallback, items: items.map(({ product: _, ...item }) => rounded(item)) };
}

/** With all numbers to eight digits: machines differ in the last ones. */
function rounded<TValue>(value: TValue): TValue {
  return JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'number' ? Number(one.toPrecision(8)) : one)));
}
