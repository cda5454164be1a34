import type { Catalogue } from '../../catalogue/catalogue.ts';
import { passing } from '../../catalogue/filter.ts';
import type { AlikeProduct, FoundProduct, SearchResult } from '../../contract/search.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import type { CatalogueSearch, Found, FoundRows } from './catalogue-search.ts';
import { newId, wordsOnly } from './found-products.ts';
import { RANK_OFFSET } from './rank-fusion.ts';
import type { ResolvedSearch } from './resolve-search.ts';

/** What points at the picture and names nothing: `like this, in blue`, `和这个类似，蓝色的`. */
const POINTING =
  /^\s*(?:(?:(?:something|one|anything|looks?|looking|just|more)\s+)*(?:like|similar to|such as)\s+(?:this|that|these|it)(?:\s+one)?|similar|(?:和|跟|与|像)?(?:这个|这件|这双|这款|这)(?:类似|相似|差不多|一样|样)?的?|类似的?|同款)\s*(?:[,，、;；]|\b(?:but|only|just)\b|但是?|不过|只要)*/iu;

/** Searches among products that are like what the visitor showed, as a picture: by how alike they are, and by words where there are any. */
export function searchAmongAlike(
  catalogue: Catalogue,
  index: CatalogueSearch,
  query: ResolvedSearch & { alike: readonly AlikeProduct[] },
  started: number,
): SearchResult {
  const likeness = likenessByItem(catalogue, query.alike);
  const allowed = passing(catalogue, query.filter);
  const shown = new Bitset(allowed.size);
  for (const item of likeness.keys()) if (allowed.has(item)) shown.add(item);
  const found = index.find({
    // The rest of the text keeps its places.
    text: query.text.replace(POINTING, (words) => ' '.repeat(words.length)),
    limit: Math.max(1, likeness.size),
    allowed: shown,
    prefix: query.prefix,
    understand: query.understand,
    allMeant: true,
  });
  const others = found.understood.length > 0 ? found.alternatives : withRest(found.alternatives, found.whole, shown);
  return {
    id: newId(),
    placement: query.placement,
    text: query.text,
    items: fused(catalogue, found.whole, found, likeness).slice(0, query.limit),
    found: found.found,
    alternatives: fused(catalogue, others, found, likeness).slice(0, Math.max(0, query.limit - found.found)),
    dropped: found.dropped,
    understood: found.understood,
    facets: found.facets(query.facets),
    personal: false,
    took: performance.now() - started,
  };
}

/** Of those that the catalogue has. */
function likenessByItem(catalogue: Catalogue, alike: readonly AlikeProduct[]): Map<number, number> {
  const likeness = new Map<number, number>();
  for (const { id, likeness: value } of alike) {
    const item = catalogue.itemOf(id);
    if (item !== undefined) likeness.set(item, value);
  }
  return likeness;
}

/** Behind what holds some of the words, what holds none. */
function withRest(some: FoundRows, besides: FoundRows, all: Bitset): FoundRows {
  const known = new Set([...some.items, ...besides.items]);
  const rest: number[] = [];
  for (let item = 0; item < all.size; item++) if (all.has(item) && !known.has(item)) rest.push(item);
  const scores = new Float32Array(some.items.length + rest.length);
  scores.set(some.scores);
  return { items: Int32Array.from([...some.items, ...rest]), scores };
}

/** By how alike they are; where words were found, by reciprocal ranks of both, products of one score on one rank. */
function fused(
  catalogue: Catalogue,
  rows: FoundRows,
  found: Found,
  likeness: ReadonlyMap<number, number>,
): FoundProduct[] {
  const products = wordsOnly(catalogue, rows, found);
  const scored = products.map((one, i) => ({ one, item: rows.items[i], score: likeness.get(rows.items[i])! }));
  scored.sort((a, b) => b.score - a.score);
  if (found.terms.size > 0) {
    const byWords = new Map<number, number>();
    rows.items.forEach((item, i) => {
      byWords.set(item, i > 0 && rows.scores[i] === rows.scores[i - 1] ? byWords.get(rows.items[i - 1])! : i);
    });
    const best = 2 / (RANK_OFFSET + 1);
    scored.forEach((entry, rank) => {
      const both = 1 / (RANK_OFFSET + 1 + rank) + 1 / (RANK_OFFSET + 1 + byWords.get(entry.item)!);
      entry.score = both / best;
    });
    scored.sort((a, b) => b.score - a.score);
  }
  return scored.map(({ one, score }) => ({ ...one, score }));
}
