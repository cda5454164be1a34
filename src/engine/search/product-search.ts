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
import type { CatalogueSearch, Found, FoundRows } from './catalogue-search.ts';
import { highlight } from './highlight.ts';
import { IndexKeeper } from './index-keeper.ts';
import { resolveSearch, resolveSuggest } from './resolve-search.ts';
import { Synonyms } from './synonyms.ts';

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

/** Products found that the visitor's taste puts in order. */
const WINDOW = 200;
/** How much taste can add to a product's score, beside the words' own 1 at most. */
const TASTE = 0.5;

/**
 * Opens the search of an engine. The index is made when it is first needed.
 * @throws VitrineError `bad-options`, naming the synonym that is wrong
 */
export function openSearch(host: SearchHost): ProductSearch {
  const indexes = new IndexKeeper(host.indexes, new Synonyms(host.synonyms));
  return {
    async search(asked) {
      const query = resolveSearch(asked);
      const started = performance.now();
      const catalogue = host.catalogue();
      const index = await indexes.of(catalogue, () => host.catalogue().feed.records === catalogue.feed.records);
      const found = index.find({
        text: query.text,
        limit: Math.max(query.limit, WINDOW),
        allowed: passing(catalogue, query.filter),
        prefix: query.prefix,
        understand: query.understand,
        ...(query.sort && { sort: query.sort }),
      });
      const byTaste = query.personal && found.order === undefined;
      const ids = Array.from(found.whole.items, (item) => catalogue.idOf(item)!);
      const list =
        byTaste && ids.length > 0 ? await host.recommend({ among: ids, placement: query.placement }) : undefined;
      const personal = list !== undefined && !list.fallback;
      const words = wordsOnly(catalogue, found.whole, found);
      const items = personal ? mixed(words, list.items) : words;
      return {
        id: list?.id ?? newId(),
        placement: query.placement,
        text: query.text,
        items: items.slice(0, query.limit),
        found: found.found,
        alternatives: wordsOnly(catalogue, found.alternatives, found).slice(0, Math.max(0, query.limit - found.found)),
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

/** Products as their words alone rank them; the best has the score 1. */
function wordsOnly(catalogue: Catalogue, { items, scores }: FoundRows, { terms }: Found): FoundProduct[] {
  const best = scores[0] || 1;
  return Array.from(items, (item, i): FoundProduct => {
    const product = catalogue.product(item)!;
    return {
      id: product.id,
      product,
      score: scores[i] / best,
      reasons: [],
      shares: {},
      highlights: highlight(product.title ?? '', terms),
    };
  });
}

/** Words first, taste beside them: a product that no source knows keeps the score of its words. */
function mixed(words: readonly FoundProduct[], ranked: readonly RecommendedProduct[]): FoundProduct[] {
  const tastes = new Map<ProductId, RecommendedProduct>();
  for (const one of ranked) if (Object.keys(one.shares).length > 0) tastes.set(one.id, one);
  const best = Math.max(...Array.from(tastes.values(), ({ score }) => score));
  return words
    .map((one) => {
      const taste = tastes.get(one.id);
      if (taste === undefined) return one;
      const { reasons, shares, probability } = taste;
      const score = one.score + TASTE * (taste.score / best);
      return { ...one, score, reasons, shares, ...(probability && { probability }) };
    })
    .sort((a, b) => b.score - a.score);
}

function suggestions(catalogue: Catalogue, index: CatalogueSearch, text: string, limit: number): Suggestions {
  const allowed = catalogue.available;
  const found = index.find({ text, limit, allowed, prefix: true, understand: true });
  return {
    queries: index.complete(text, limit, allowed),
    categories: (found.facets(['categories']).categories ?? []).slice(0, limit),
    products: wordsOnly(catalogue, found.whole, found)
      .slice(0, limit)
      .map(({ id, product, highlights }) => ({ id, product, highlights })),
  };
}

/** 96 random bits, as a list's id. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join('-');
}
