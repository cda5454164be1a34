import type { Catalogue } from '../../catalogue/catalogue.ts';
import { passing } from '../../catalogue/filter.ts';
import type { ProductId } from '../../contract/product.ts';
import type { RecommendationList, RecommendedProduct, RecommendQuery } from '../../contract/recommendation.ts';
import type {
  FoundProduct,
  SearchQuery,
  SearchResult,
  Suggestions,
  SuggestQuery,
  Synonym,
} from '../../contract/search.ts';
import type { Cache } from '../storage/cache.ts';
import type { CatalogueSearch, Found } from './catalogue-search.ts';
import { foundProduct, newId, wordsOnly } from './found-products.ts';
import { IndexKeeper } from './index-keeper.ts';
import { resolveSearch, resolveSuggest } from './resolve-search.ts';
import { searchAmongAlike } from './search-among-alike.ts';
import { Synonyms } from './synonyms.ts';
import { MOST_FOUND, MOST_POPULAR, MOST_TASTED, mixedScores, POPULARITY, TASTE } from './taste.ts';

/** What the search asks of the engine that it is a part of. */
export interface SearchHost {
  catalogue: () => Catalogue;
  recommend: (query: RecommendQuery) => Promise<RecommendationList>;
  /** Where the text index of a feed is kept. */
  indexes: Cache;
  /** What the page gave, not checked. */
  synonyms: readonly Synonym[] | undefined;
}

export interface ProductSearch {
  /** @throws VitrineError `bad-options` */
  search(query: SearchQuery): Promise<SearchResult>;
  /** @throws VitrineError `bad-options` */
  suggest(query: SuggestQuery): Promise<Suggestions>;
}

/**
 * Opens the search of an engine. The index is made when it is first needed.
 * @throws VitrineError `bad-options`, naming the synonym that is wrong
 */
export function openSearch(host: SearchHost): ProductSearch {
  const indexes = new IndexKeeper(host.indexes, new Synonyms(host.synonyms));
  let popular: { of: Catalogue; items: readonly RecommendedProduct[] } | undefined;
  /** As a stranger is recommended them; the same as long as the products and the pack are. */
  async function mostPopular(catalogue: Catalogue): Promise<readonly RecommendedProduct[]> {
    if (popular?.of !== catalogue) {
      const { items, fallback } = await host.recommend({ limit: MOST_POPULAR, seen: 'include' });
      // The visitor may have begun to be known in between.
      if (!fallback) return [];
      popular = { of: catalogue, items };
    }
    return popular.items;
  }

  return {
    async search(asked) {
      const query = resolveSearch(asked);
      const started = performance.now();
      const catalogue = host.catalogue();
      const index = await indexes.of(catalogue, () => host.catalogue().feed.records === catalogue.feed.records);
      if (query.alike) return searchAmongAlike(catalogue, index, { ...query, alike: query.alike }, started);
      const found = index.find({
        text: query.text,
        limit: Math.max(query.limit, MOST_FOUND),
        enough: query.limit,
        allowed: passing(catalogue, query.filter),
        prefix: query.prefix,
        understand: query.understand,
        ...(query.sort && { sort: query.sort }),
      });
      const byTaste = query.personal && found.order === undefined;
      const ids = Array.from(found.whole.items, (item) => catalogue.idOf(item)!);
      const limit = Math.min(ids.length, Math.max(query.limit, MOST_TASTED));
      const list =
        byTaste && limit > 0 ? await host.recommend({ among: ids, limit, placement: query.placement }) : undefined;
      const personal = list !== undefined && !list.fallback;
      // A stranger has no taste of their own.
      const popular = list?.fallback ? await mostPopular(catalogue) : undefined;
      const ranked = popular ?? list?.items;
      const items = ranked
        ? mixedItems(catalogue, found, ids, ranked, personal ? TASTE : POPULARITY, query.limit)
        : wordsOnly(catalogue, found.whole, found, query.limit);
      return {
        id: list?.id ?? newId(),
        placement: query.placement,
        text: query.text,
        items,
        found: found.found,
        alternatives: wordsOnly(catalogue, found.alternatives, found, Math.max(0, query.limit - found.found)),
        dropped: found.dropped,
        understood: found.understood,
        facets: found.facets(query.facets),
        personal,
        took: performance.now() - started,
      };
    },
    async suggest(asked) {
      const { text, limit } = resolveSuggest(asked);
      const catalogue = host.catalogue();
      const index = await indexes.of(catalogue, () => host.catalogue().feed.records === catalogue.feed.records);
      return suggestions(catalogue, index, text, limit);
    },
  };
}

/** @param ids of all that was found, parallel; @param ranked by taste, or by popularity; @param weight of the best of these */
function mixedItems(
  catalogue: Catalogue,
  { whole: { items, scores }, terms }: Found,
  ids: readonly ProductId[],
  ranked: readonly RecommendedProduct[],
  weight: number,
  limit: number,
): FoundProduct[] {
  const known = new Map(ranked.filter(({ shares }) => Object.keys(shares).length > 0).map((one) => [one.id, one]));
  const best = scores[0] || 1;
  const mixed = mixedScores(
    scores.map((score) => score / best),
    ids.map((id) => known.get(id)?.score),
    weight,
  );
  return Array.from(items.keys())
    .sort((a, b) => mixed[b] - mixed[a] || a - b)
    .slice(0, limit)
    .map((i) => {
      const { reasons = [], shares = {}, probability } = known.get(ids[i]) ?? {};
      return {
        ...foundProduct(catalogue, items[i], mixed[i], terms),
        reasons,
        shares,
        ...(probability && { probability }),
      };
    });
}

function suggestions(catalogue: Catalogue, index: CatalogueSearch, text: string, limit: number): Suggestions {
  const allowed = catalogue.available;
  const found = index.find({ text, limit, allowed, prefix: true, understand: true });
  return {
    queries: index.complete(text, limit, allowed),
    categories: (found.facets(['categories']).categories ?? []).slice(0, limit),
    products: wordsOnly(catalogue, found.whole, found, limit).map(({ id, product, highlights }) => ({
      id,
      product,
      highlights,
    })),
  };
}
