import type { Catalogue } from '../../catalogue/catalogue.ts';
import { passing } from '../../catalogue/filter.ts';
import type { Engine } from '../../contract/engine.ts';
import type { ProductId } from '../../contract/product.ts';
import type { RecommendedProduct } from '../../contract/recommendation.ts';
import type {
  FoundProduct,
  SearchQuery,
  SearchResult,
  Suggestions,
  SuggestQuery,
  Synonym,
} from '../../contract/search.ts';
import type { Bitset } from '../../kernels/scoring/bitset.ts';
import type { PackPart } from '../../pack/pack.ts';
import type { Cache } from '../storage/cache.ts';
import type { CatalogueSearch, Found, FoundRows } from './catalogue-search.ts';
import { foundProduct, newId, wordsOnly } from './found-products.ts';
import { IndexKeeper } from './index-keeper.ts';
import { LearnedOrder } from './learned-order.ts';
import { type ResolvedSearch, resolveSearch, resolveSuggest } from './resolve-search.ts';
import { searchAmongAlike } from './search-among-alike.ts';
import { CHOSEN, EARLIER_WORDS, SearchMemory } from './search-memory.ts';
import { Synonyms } from './synonyms.ts';
import { MOST_FOUND, MOST_MET, MOST_POPULAR, MOST_TASTED, mixedScores, POPULARITY, TASTE } from './taste.ts';
import { WordVectors } from './word-vectors.ts';

/** What the search asks of the engine that it is a part of. */
export interface SearchHost {
  engine: Pick<Engine, 'recommend' | 'interests' | 'browsing' | 'history'>;
  /** What serves at the moment: each part is replaced whole. */
  readonly serving: { readonly catalogue: Catalogue; readonly packFile: { readonly pack: PackPart } | null };
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
  /** The visitor did something, or what they did was deleted. */
  heard(): void;
}

/**
 * Opens the search of an engine. The index is made when it is first needed.
 * @throws VitrineError `bad-options`, naming the synonym that is wrong
 */
export function openSearch({ engine, serving, ...host }: SearchHost): ProductSearch {
  const indexes = new IndexKeeper(host.indexes, new Synonyms(host.synonyms));
  const indexOf = (catalogue: Catalogue): Promise<CatalogueSearch> =>
    indexes.of(catalogue, learned()?.words, () => serving.catalogue.feed.records === catalogue.feed.records);
  let popular: { of: Catalogue; items: readonly RecommendedProduct[] } | undefined;
  /** As a stranger is recommended them; the same as long as the products and the pack are. */
  async function mostPopular(catalogue: Catalogue): Promise<readonly RecommendedProduct[]> {
    if (popular?.of !== catalogue) {
      const { items, fallback } = await engine.recommend({ limit: MOST_POPULAR, seen: 'include' });
      // The visitor may have begun to be known in between.
      if (!fallback) return [];
      popular = { of: catalogue, items };
    }
    return popular.items;
  }

  let known: { of: PackPart; order: LearnedOrder | undefined; words: WordVectors | undefined } | undefined;
  /** What the pack that serves tells of searches. @throws VitrineError `pack-…` */
  function learned() {
    const pack = serving.packFile?.pack;
    if (pack === undefined || known?.of === pack) return known?.of === pack ? known : undefined;
    const { search, 'search-words': words } = pack.sections;
    known = {
      of: pack,
      order: search && new LearnedOrder(search, pack.ids.size),
      words: words && new WordVectors(words),
    };
    return known;
  }

  let remembered: { by: CatalogueSearch; memory: Promise<SearchMemory> } | undefined;
  /** Read again when the visitor did something. */
  function memoryBy(index: CatalogueSearch): Promise<SearchMemory> {
    if (remembered?.by === index) return remembered.memory;
    const read = async (): Promise<SearchMemory> => {
      const browsing = await engine.browsing(Number.POSITIVE_INFINITY);
      const newestFirst = browsing.length > 0 ? await engine.history(MOST_MET) : [];
      return new SearchMemory(browsing, newestFirst.toReversed(), (text) => index.wordsWanted(text));
    };
    const memory = read();
    remembered = { by: index, memory };
    return memory;
  }

  /** In the order of words and of what is known of the visitor, or of all visitors. */
  async function inOrder(catalogue: Catalogue, index: CatalogueSearch, found: Found, query: ResolvedSearch) {
    const { text, limit, placement } = query;
    const { items, scores } = found.whole;
    const ids = Array.from(items, (item) => catalogue.idOf(item)!);
    const asked = Math.min(ids.length, Math.max(limit, MOST_TASTED));
    const list = await engine.recommend({ among: ids, limit: asked, placement });
    const tasted = !list.fallback;
    const order = learned()?.order;
    // A stranger has no taste of their own.
    const ranked = tasted || order ? list.items : await mostPopular(catalogue);
    const listed = new Map(ranked.filter(({ shares }) => Object.keys(shares).length > 0).map((one) => [one.id, one]));
    const best = scores[0] || 1;
    const words = scores.map((score) => score / best);
    const tastes = ids.map((id) => listed.get(id)?.score);
    const mixed = order
      ? order.scores({ items, words, tastes, met: metBy(await engine.interests(MOST_MET), ids) }, tasted)
      : mixedScores(words, tastes, tasted ? TASTE : POPULARITY);
    const memory = await memoryBy(index);
    const chosen = memory.chosenAfter(text);
    const held = index.sharesHeld(items, memory.earlierWords(text, Date.now()));
    const factors = ids.map((id, i) => 1 + CHOSEN * (chosen.get(id) ?? 0) + EARLIER_WORDS * held[i]);
    mixed.forEach((score, i) => {
      mixed[i] = score * factors[i];
    });
    const products = Array.from(items.keys())
      .sort((a, b) => mixed[b] - mixed[a] || a - b)
      .slice(0, limit)
      .map((i): FoundProduct => {
        const { reasons = [], shares = {}, probability } = listed.get(ids[i]) ?? {};
        return {
          ...foundProduct(catalogue, items[i], mixed[i], found.terms),
          reasons,
          shares,
          ...(probability && { probability }),
        };
      });
    return { id: list.id, personal: tasted || factors.some((factor) => factor > 1), products };
  }

  /** The nearest of the others; before them what the visitor turned to after such words, which need not hold them. */
  async function nearest(catalogue: Catalogue, index: CatalogueSearch, found: Found, allowed: Bitset, text: string) {
    const { whole, alternatives } = found;
    const chosen = [...(await memoryBy(index)).chosenAfter(text)]
      .sort(([, a], [, b]) => b - a)
      .flatMap(([id]) => catalogue.itemOf(id) ?? [])
      .filter((item) => allowed.has(item) && !whole.items.includes(item));
    if (chosen.length === 0) return { moved: false, rows: alternatives };
    const first = new Set<number>(chosen);
    const others = Array.from(alternatives.items.keys()).filter((i) => !first.has(alternatives.items[i]));
    const best = alternatives.scores[0] || 1;
    const rows: FoundRows = {
      items: Int32Array.from([...first, ...others.map((i) => alternatives.items[i])]),
      scores: Float32Array.from([...chosen.map(() => best), ...others.map((i) => alternatives.scores[i])]),
    };
    return { moved: true, rows };
  }

  return {
    async search(asked) {
      const query = resolveSearch(asked);
      const started = performance.now();
      const { catalogue } = serving;
      const index = await indexOf(catalogue);
      if (query.alike) return searchAmongAlike(catalogue, index, { ...query, alike: query.alike }, started);
      const allowed = passing(catalogue, query.filter);
      const found = index.find({
        text: query.text,
        limit: Math.max(query.limit, MOST_FOUND),
        enough: query.limit,
        allowed,
        prefix: query.prefix,
        understand: query.understand,
        ...(query.sort && { sort: query.sort }),
      });
      const byTaste = query.personal && found.order === undefined;
      const free = Math.max(0, query.limit - found.found);
      const others =
        byTaste && free > 0
          ? await nearest(catalogue, index, found, allowed, query.text)
          : { moved: false, rows: found.alternatives };
      const { id, personal, products } =
        byTaste && found.whole.items.length > 0
          ? await inOrder(catalogue, index, found, query)
          : { id: newId(), personal: false, products: wordsOnly(catalogue, found.whole, found, query.limit) };
      return {
        id,
        placement: query.placement,
        text: query.text,
        items: products,
        found: found.found,
        alternatives: wordsOnly(catalogue, others.rows, found, free),
        dropped: found.dropped,
        understood: found.understood,
        facets: found.facets(query.facets),
        personal: personal || others.moved,
        took: performance.now() - started,
      };
    },
    async suggest(asked) {
      const { text, limit } = resolveSuggest(asked);
      const { catalogue } = serving;
      return suggestions(catalogue, await indexOf(catalogue), text, limit);
    },
    heard() {
      remembered = undefined;
    },
  };
}

/** How many products ago the visitor turned to each, from 1; 0 where never. @param newestFirst each once */
function metBy(newestFirst: readonly ProductId[], ids: readonly ProductId[]): number[] {
  const places = new Map(newestFirst.map((id, place) => [id, place + 1]));
  return ids.map((id) => places.get(id) ?? 0);
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
