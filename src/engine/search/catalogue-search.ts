import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { FacetName, Facets, FacetValue, SearchOrder, Understood } from '../../contract/search.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import type { LabelKind } from './labels.ts';
import { Lexicon } from './lexicon.ts';
import type { Meaning } from './meaning.ts';
import { queryWords, type UnderstoodSpan } from './query-words.ts';
import { fuseRanks } from './rank-fusion.ts';
import type { EarlierWord } from './search-memory.ts';
import type { StoredTextIndex } from './stored-text-index.ts';
import { Synonyms } from './synonyms.ts';
import { type QueryWord, TextIndex, type TextMatch } from './text-index.ts';
import { understand } from './understand.ts';

const MOST_VALUES = 50;
/** Texts whose words are kept. */
const MOST_TEXTS = 200;
/** Products that are ranked by what they mean. */
const MOST_NEAR = 200;
const FACET_OF: Readonly<Record<LabelKind, 'categories' | 'brands' | 'tags'>> = {
  category: 'categories',
  brand: 'brands',
  tag: 'tags',
};

export interface Wanted {
  text: string;
  limit: number;
  /** Alternatives are given where fewer products than these are found. Default: the limit. */
  enough?: number;
  /** Rows that may be found. */
  allowed: Bitset;
  prefix: boolean;
  /** Whether parts of the text become filters. */
  understand: boolean;
  /** Default: the order that the text asks for, else by how well words fit. */
  sort?: SearchOrder | 'relevance';
  /** Whether a text without a word to be found means all that is allowed. Default: only where something was understood. */
  allMeant?: boolean;
}

type LabelUnderstood = Extract<Understood, { kind: LabelKind | 'size' }>;

/** Products that would have two tags by chance, from which it means something that none has both. */
const EXPECTED = 4;
/** Between two things of which one is enough. */
const OR = /^\s*(?:\bor\b|或者?|\/|、|,)\s*$/iu;

/** Rows, best first, and their scores. */
export interface FoundRows {
  /** [count] */
  items: Int32Array;
  /** Comparable within one answer only. [count] */
  scores: Float32Array;
}

export interface Found {
  whole: FoundRows;
  found: number;
  /** Whether these hold the words as they are, and not what they may have been meant for. */
  asWritten: boolean;
  alternatives: FoundRows;
  dropped: readonly string[];
  understood: readonly Understood[];
  /** Absent where products stand by how well words fit. */
  order: SearchOrder | undefined;
  /** What the words matched, for highlighting. */
  terms: ReadonlySet<string>;
  /** Counts over all that was found. */
  facets: (names: readonly FacetName[]) => Facets;
}

type FoundByMeaning = Pick<TextMatch, 'whole' | 'found' | 'alternatives' | 'dropped' | 'matches'>;

/** Search over one catalogue: what a text asks for, the products that answer it, and what they have in common. */
export class CatalogueSearch {
  readonly #catalogue: Catalogue;
  readonly index: TextIndex;
  /** What words mean, where the pack tells. */
  meaning: Meaning | undefined;
  readonly #lexicon: Lexicon;
  /** Row of each place in the feed. */
  readonly #rows: Uint32Array;
  #places: ReadonlyMap<number, number> | undefined;
  /** Of texts that were asked for, by text. */
  readonly #wanted = new Map<string, readonly string[]>();

  constructor(catalogue: Catalogue, stored: StoredTextIndex, synonyms = new Synonyms()) {
    this.#catalogue = catalogue;
    this.index = new TextIndex(stored, synonyms);
    this.#rows = catalogue.order;
    const titleOf = (place: number) => catalogue.product(this.#rows[place])?.title ?? '';
    this.#lexicon = new Lexicon(this.index, synonyms, titleOf);
  }

  find(wanted: Wanted): Found {
    const understood = wanted.understand ? understand(wanted.text, this.#lexicon) : [];
    const found = this.#find(wanted, understood);
    const certain = understood.filter((one) => !mayBeWords(one));
    if (found.found > 0 || certain.length === understood.length) return this.#withMeaning(wanted, understood, found);
    // What sounds like the name of a category or a brand may be meant as a word.
    const asWords = this.#find(wanted, certain);
    if (asWords.found > 0 && asWords.asWritten) return this.#withMeaning(wanted, certain, asWords);
    if (found.alternatives.items.length > 0) return this.#withMeaning(wanted, understood, found);
    if (asWords.found > 0) return { ...found, alternatives: asWords.whole, terms: asWords.terms };
    const near = this.#withMeaning(wanted, understood, found);
    if (near.alternatives.items.length > 0) return near;
    const { alternatives, terms } = this.#withMeaning(wanted, certain, asWords);
    return { ...found, alternatives, terms };
  }

  /** The same, with what means the same where too few products hold the words. */
  #withMeaning(wanted: Wanted, understood: readonly Understood[], found: Found): Found {
    const { limit, enough = limit } = wanted;
    const short = found.found < enough || !found.asWritten;
    return this.meaning && short ? this.#find(wanted, understood, true) : found;
  }

  /** Queries that begin with this text, and how many products hold all their words. */
  complete(text: string, limit: number, allowed: Bitset): { text: string; products: number }[] {
    return this.index.complete(text, limit, this.#placesOf(allowed));
  }

  /** The words of what a text asks for: not of prices, an order, or what is not wanted. */
  wordsWanted(text: string): readonly string[] {
    const known = this.#wanted.get(text);
    if (known !== undefined) return known;
    const spans = understand(text, this.#lexicon).map(spanOf);
    const ignored = spans.filter(({ words }) => words === 'ignored');
    const words = queryWords(text, false, ignored).flatMap(({ term, required }) => (required ? [term] : []));
    if (this.#wanted.size >= MOST_TEXTS) this.#wanted.clear();
    this.#wanted.set(text, words);
    return words;
  }

  /** The share of these words that each product holds, by their weights. @returns parallel to `items` */
  sharesHeld(items: Int32Array, words: readonly EarlierWord[]): Float32Array {
    const shares = new Float32Array(items.length);
    const total = words.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return shares;
    this.#places ??= new Map(Array.from(this.#rows, (row, place) => [row, place]));
    for (const { word, weight } of words) {
      const holders = this.index.holding(word);
      for (let i = 0; i < items.length; i++) {
        if (holders.has(this.#places.get(items[i])!)) shares[i] += weight / total;
      }
    }
    return shares;
  }

  #find(
    { text, limit, enough = limit, allowed, prefix, sort, allMeant }: Wanted,
    understood: readonly Understood[],
    byMeaning = false,
  ): Found {
    const places = this.#placesOf(allowed);
    const orders = understood.filter((one) => one.kind === 'order');
    const asked = sort ?? orders.find(({ followed }) => followed !== false)?.by;
    const order = asked === 'relevance' ? undefined : asked;
    // In order of price a bag that goes with a dress would be the cheapest dress.
    const said = distinct(understood);
    for (const one of said) this.#apply(one, text, said, order !== undefined, places);
    const match = this.index.search({
      text,
      limit: order ? this.index.products : limit,
      enough,
      allowed: places,
      prefix,
      understood: understood.map(spanOf),
      ...(allMeant && { allMeant }),
    });
    const nearest = order || !byMeaning ? undefined : this.#nearest(match, places, enough);
    if (order) this.#order(match.whole.places, order);
    const rowsOf = (list: Int32Array) => list.slice(0, limit).map((place) => this.#rows[place]);
    const { whole, found, alternatives, dropped, matches } = nearest ?? match;
    return {
      whole: { items: rowsOf(whole.places), scores: whole.scores.slice(0, limit) },
      found,
      asWritten: match.asWritten,
      alternatives: { items: rowsOf(alternatives.places), scores: alternatives.scores.slice(0, limit) },
      dropped: [
        ...dropped,
        ...orders.filter(({ followed }) => followed === false).map(({ range }) => text.slice(...range)),
      ],
      understood,
      order,
      terms: new Set(match.words.flatMap(({ terms }) => terms)),
      facets: (names) => this.#facets(matches, new Set(names)),
    };
  }

  /**
   * The match with alternatives that are nearest in words and in meaning together, by reciprocal rank fusion; `undefined` where
   * nothing is known of the words, or enough products hold them. A word that is known, and that no product holds, is no
   * typing error: what was found by taking it for one is an alternative.
   */
  #nearest(match: TextMatch, allowed: Bitset, enough: number): FoundByMeaning | undefined {
    const { meaning } = this;
    if (meaning === undefined || match.words.length === 0) return undefined;
    const isMeant = ({ text, required }: QueryWord) =>
      required && meaning.words.has(text) && this.index.holding(text).count() === 0;
    const other = !match.asWritten && match.words.some(isMeant);
    if (match.found >= enough && !other) return undefined;
    const rest = allowed.clone();
    if (!other) remove(rest, match.matches);
    const near = meaning.nearest(match.words, rest, MOST_NEAR);
    if (near.places.length === 0 && !other) return undefined;
    const byWords = other ? [...match.whole.places, ...match.alternatives.places] : match.alternatives.places;
    const required = match.words.filter((word) => word.required);
    const holders = required.map((word) => this.#holdersOf(word));
    // What a typing error means is not known for certain.
    const known = required.every(({ text }) => meaning.words.has(text));
    const holdsMost = (place: number) => !known || holders.filter((one) => one.has(place)).length * 2 > holders.length;
    // What holds most of the words is nearer than what means the same.
    const most = Array.from(byWords).filter(holdsMost);
    const others = fuseRanks(
      Array.from(byWords).filter((place) => !holdsMost(place)),
      near.places.filter((place) => !most.includes(place)),
      meaning.words.weight,
    );
    const found = other ? 0 : match.found;
    const places = Int32Array.from([...most, ...others]).slice(0, Math.max(0, enough - found));
    return {
      whole: other ? { places: new Int32Array(0), scores: new Float32Array(0) } : match.whole,
      found,
      alternatives: { places, scores: Float32Array.from(places, (_, rank) => 1 / (1 + rank)) },
      dropped:
        found > 0
          ? []
          : match.words.flatMap(({ text, required }) =>
              required && !(places.length > 0 && this.index.holding(text).has(places[0])) ? [text] : [],
            ),
      matches: other ? new Bitset(allowed.size) : match.matches,
    };
  }

  /** Products that hold a word of a query, or what it was taken for. */
  #holdersOf({ text, terms }: QueryWord): Bitset {
    const holders = this.index.holding(text);
    return holders.count() > 0 || terms.length === 0 ? holders : this.index.holding(terms[0]);
  }

  #placesOf(rows: Bitset): Bitset {
    const places = new Bitset(this.#rows.length);
    for (let place = 0; place < this.#rows.length; place++) if (rows.has(this.#rows[place])) places.add(place);
    return places;
  }

  /**
   * Takes out of `places` what does not fit.
   * @param strict whether a product has to have a label, or may hold its words as well
   */
  #apply(one: Understood, text: string, all: readonly Understood[], strict: boolean, places: Bitset): void {
    switch (one.kind) {
      case 'order':
        return;
      case 'price': {
        const { min = 0, max = Number.POSITIVE_INFINITY } = one;
        for (let place = 0; place < this.#rows.length; place++) {
          const price = this.#catalogue.priceOf(this.#rows[place]);
          if (!(price >= min && price <= max)) places.delete(place);
        }
        return;
      }
      case 'word':
        remove(places, this.index.holding(one.name));
        return;
      default: {
        const { kind, exclude } = one;
        const either = all.filter(
          (other): other is typeof one =>
            other === one || (other.kind === kind && !other.exclude && !exclude && this.#areEither(one, other, text)),
        );
        const any = new Bitset(places.size);
        for (const other of either) {
          add(any, this.#labelled(other));
          if ('part' in other || (strict && !exclude && kind !== 'size')) continue;
          // A thing of leather need not be labelled so.
          add(any, this.index.holding(other.name));
          // Another word for the name may stand where the name does not.
          const said = text.slice(...other.range);
          if (!exclude && said.toLowerCase() !== other.name.toLowerCase()) add(any, this.index.holding(said));
        }
        if (exclude) remove(places, any);
        else keep(places, any);
      }
    }
  }

  /**
   * Of several categories, brands and sizes one is enough; of tags where the text says so, where one word means both, or where they are values of one
   * field: no product has both, though by chance some would.
   */
  #areEither(one: LabelUnderstood, other: LabelUnderstood, text: string): boolean {
    if (one.kind !== 'tag' || one.range === other.range) return true;
    const [first, second] = one.range[0] < other.range[0] ? [one, other] : [other, one];
    if (OR.test(text.slice(first.range[1], second.range[0]))) return true;
    const [own, others] = [this.#labelled(first), this.#labelled(second)];
    if (own === undefined || others === undefined) return false;
    return (
      own.count() * others.count() > EXPECTED * this.#rows.length &&
      own.words.every((bits, i) => (bits & others.words[i]) === 0)
    );
  }

  /** A size is a tag where the shop has a field for it. */
  #labelled({ kind, name }: LabelUnderstood): Bitset | undefined {
    return this.index.labelled({ kind: kind === 'size' ? 'tag' : kind, name });
  }

  /** Products that do not say what they are ordered by come last; those that say the same, by their words. */
  #order(places: Int32Array, by: SearchOrder): void {
    const orderedBy = (place: number) => {
      if (by === 'newest') return -this.index.addedOf(place);
      const price = this.#catalogue.priceOf(this.#rows[place]);
      return Number.isNaN(price) ? Number.POSITIVE_INFINITY : by === 'price-ascending' ? price : -price;
    };
    const values = new Map(Array.from(places, (place, rank) => [place, { value: orderedBy(place), rank }]));
    places.sort((a, b) => {
      const [first, second] = [values.get(a)!, values.get(b)!];
      return first.value === second.value ? first.rank - second.rank : first.value - second.value;
    });
  }

  #facets(matches: Bitset, names: ReadonlySet<FacetName>): Facets {
    const counts: Record<'categories' | 'brands' | 'tags', FacetValue[]> = { categories: [], brands: [], tags: [] };
    for (const { label, products } of this.index.labels()) {
      const facet = FACET_OF[label.kind];
      if (!names.has(facet) || products === 0) continue;
      const holders = this.index.labelled(label)!;
      holders.words.forEach((bits, i) => {
        holders.words[i] = bits & matches.words[i];
      });
      const count = holders.count();
      if (count > 0) counts[facet].push({ name: label.name, products: count });
    }
    const facets: Facets = {};
    for (const facet of ['categories', 'brands', 'tags'] as const) {
      if (names.has(facet)) facets[facet] = counts[facet].sort((a, b) => b.products - a.products).slice(0, MOST_VALUES);
    }
    if (names.has('price')) {
      const prices = Array.from(this.#rows, (row, place) =>
        matches.has(place) ? this.#catalogue.priceOf(row) : Number.NaN,
      );
      const [min, max] = prices.reduce(
        ([low, high], price) => (Number.isNaN(price) ? [low, high] : [Math.min(low, price), Math.max(high, price)]),
        [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      );
      if (min <= max) facets.price = { min, max };
    }
    return facets;
  }
}

/** What is said again is said once. */
function distinct(understood: readonly Understood[]): Understood[] {
  const byMeaning = new Map(
    understood.map(({ range, ...meaning }) => [JSON.stringify(meaning), { ...meaning, range }]),
  );
  return [...byMeaning.values()] as Understood[];
}

/** What is not wanted stays so, whatever else is found. */
const mayBeWords = (one: Understood): boolean => 'exclude' in one && !one.exclude && one.kind !== 'size';

/** A category's or a brand's words still speak for a product that holds them; those of the other parts name nothing. */
function spanOf(one: Understood): UnderstoodSpan {
  const words = 'part' in one ? 'required' : 'exclude' in one && !one.exclude ? 'optional' : 'ignored';
  return { start: one.range[0], end: one.range[1], words };
}

function add(places: Bitset, others: Bitset | undefined): void {
  others?.words.forEach((bits, i) => {
    places.words[i] |= bits;
  });
}

function keep(places: Bitset, others: Bitset): void {
  places.words.forEach((bits, i) => {
    places.words[i] = bits & others.words[i];
  });
}

function remove(places: Bitset, others: Bitset): void {
  places.words.forEach((bits, i) => {
    places.words[i] = bits & ~others.words[i];
  });
}
