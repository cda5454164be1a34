import type { ProductId } from '../../contract/product.ts';
import type { RecommendationList, RecommendQuery } from '../../contract/recommendation.ts';

/** Ids that are looked up at once: as many as a query takes. */
const MOST_IDS = 1_000;

/** Asks for a list; the ids that the catalogue does not have are in its `leftOut`. */
export type AskList = (query: RecommendQuery) => Promise<RecommendationList>;

/** Which of some ids the catalogue has. */
export interface KnownIds {
  known: readonly ProductId[];
  unknown: readonly ProductId[];
  /** An unknown id a part of which the catalogue has, such as `1` of `shopify_DE_1_2`: the two sides write ids in two forms. */
  part?: { of: ProductId; known: ProductId };
}

export async function lookUp(ids: readonly unknown[], ask: AskList): Promise<KnownIds> {
  const asked = [...new Set(ids.map((id) => String(id).trim()))].filter(Boolean).slice(0, MOST_IDS);
  const unknown = await unknownOf(asked, ask);
  const known = asked.filter((id) => !unknown.has(id));
  if (known.length > 0 || unknown.size === 0) return { known, unknown: [...unknown] };
  const parts = new Map(asked.flatMap((id) => partsOf(id).map((part) => [part, id] as const)));
  const candidates = [...parts.keys()].slice(0, MOST_IDS);
  const strangers = await unknownOf(candidates, ask);
  const found = candidates.find((part) => !strangers.has(part));
  return {
    known,
    unknown: [...unknown],
    ...(found === undefined ? {} : { part: { of: parts.get(found) as ProductId, known: found } }),
  };
}

async function unknownOf(ids: readonly ProductId[], ask: AskList): Promise<Set<ProductId>> {
  if (ids.length === 0) return new Set();
  const { leftOut } = await ask({ among: ids, limit: 1, explain: false });
  return new Set(leftOut?.unknown);
}

/** What an id may be made of: its words, without leading zeros too, and in other letters. */
function partsOf(id: ProductId): string[] {
  const words = id.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 0);
  const forms = [...words.reverse(), id.toLowerCase(), id.toUpperCase()].flatMap((word) => [
    word,
    word.replace(/^0+(?=.)/, ''),
  ]);
  return [...new Set(forms)].filter((form) => form !== id);
}
