import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { Product } from '../../../contract/product.ts';
import { allTextsOf, FIELDS } from '../../../engine/search/catalogue-index.ts';
import { piecesOf, saveWordVectors, WordVectors } from '../../../engine/search/word-vectors.ts';
import { Random } from '../../../learning/training/random.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { type Bag, latentSemantics } from '../../fit/words/latent-semantics.ts';
import { type AttributeQuery, halfBare, productsOf } from './half-bare.ts';
import { type Said, termsOf } from './said-of.ts';
import { searchOf } from './search-of.ts';

export const WIDTH = 64;
/** Products that have to hold a word, and words that a pack has at most: with their pieces they are below a megabyte. */
const FEWEST_PRODUCTS = 2;
export const MOST_WORDS = 9_000;
const FEWEST_WORDS = 3;
const MOST_PIECES = 3_000;
/** What a word of a description counts, beside 1 of the other fields. */
const DESCRIPTION = 0.3;
/** Power of the rarity of a word. */
const RARITY = 0.5;
/** What a word counts after which all shoppers of a product's searches turned to it, beside 1 of its texts. */
const SAID = 1;
/** What the texts of a product that is visited together with another count there, all of them together. */
const TOGETHER = 1;
/** Weights of ranks by meaning that are tried. */
const WEIGHTS = [0.5, 1, 2, 4, 8];
const DEPTH = 10;

/** What is visited together with a product, by place in the feed, and how much. */
export type Together = (place: number) => readonly { place: number; share: number }[];
/** What is known of products beside their texts. */
export interface BesideTexts {
  together?: Together | undefined;
  /** Words after which shoppers turned to them. */
  said?: Said | undefined;
}
type OnStep = (done: number, total: number) => Promise<void>;

/**
 * Learns what words mean from the shop's own texts and from what is visited together. How much it counts is chosen on products
 * from which their categories and tags are taken, which are then searched for by these.
 * @returns the pack section `search-words`; undefined where products are found no better with it
 */
export async function fitWords(
  catalogue: Catalogue,
  beside: BesideTexts,
  seed: number,
  onStep: OnStep,
): Promise<PackSection | undefined> {
  const products = productsOf(catalogue);
  const random = new Random(seed);
  const { whole, bare, queries } = halfBare(products, () => random.unit());
  if (queries.length === 0) return undefined;
  const held = await wordSection(productsOf(whole), beside, WEIGHTS[0], seed, (done) => onStep(done, 2));
  if (held === undefined) return undefined;
  const weighed = weighMeaning(held, bare, queries);
  if (weighed.with <= weighed.without) return undefined;
  return wordSection(products, beside, weighed.weight, seed, (done) => onStep(1 + done, 2));
}

/** The weight by which the products are found best, and recall of the first ten without the vectors and with them. */
export function weighMeaning(section: PackSection, bare: Catalogue, queries: readonly AttributeQuery[]) {
  const without = mean(recallsOf(bare, queries));
  const reached = WEIGHTS.map((weight) =>
    mean(recallsOf(bare, queries, new WordVectors({ ...section, options: { ...section.options, weight } }))),
  );
  const best = Math.max(...reached);
  return { weight: WEIGHTS[reached.indexOf(best)], without, with: best };
}

/** Recall of the first ten shown, of ten at most, of each query. */
export function recallsOf(bare: Catalogue, queries: readonly AttributeQuery[], words?: WordVectors): number[] {
  const search = searchOf(bare, words);
  const places = new Map(Array.from(bare.order, (row, place) => [row, place]));
  return queries.map(({ text, relevant }) => {
    const { whole, alternatives } = search.find({
      text,
      limit: DEPTH,
      allowed: bare.available,
      prefix: true,
      understand: true,
    });
    const shown = [...whole.items, ...alternatives.items].slice(0, DEPTH);
    return shown.filter((row) => relevant.has(places.get(row)!)).length / Math.min(DEPTH, relevant.size);
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

async function wordSection(
  products: readonly Product[],
  { together, said }: BesideTexts,
  weight: number,
  seed: number,
  onShare: (share: number) => Promise<void>,
): Promise<PackSection | undefined> {
  const texts = products.map((product, place) => joined(wordsOf(product), said ? [[said(place), SAID]] : []));
  const holders = countHolders(texts);
  const words = [...holders]
    .filter(([, count]) => count >= FEWEST_PRODUCTS)
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(([word]) => word);
  const width = Math.min(WIDTH, words.length - 1, products.length - 1);
  if (width < 2) return undefined;
  const numbers = new Map(words.map((word, number) => [word, number]));
  const rarities = words.map((word) => Math.log(1 + products.length / holders.get(word)!) ** RARITY);
  const bagOf = (own: ReadonlyMap<string, number>): Bag => {
    const known = [...own].flatMap(([word, count]): [number, number][] => {
      const number = numbers.get(word);
      return number === undefined ? [] : [[number, count * rarities[number]]];
    });
    return { words: known.map(([number]) => number), weights: known.map(([, count]) => count) };
  };
  const bags = texts.map(bagOf);
  if (together) {
    texts.forEach((own, place) => {
      const beside = together(place);
      if (beside.length > 0)
        bags.push(
          bagOf(
            joined(
              own,
              beside.map(({ place: other, share }) => [texts[other], TOGETHER * share]),
            ),
          ),
        );
    });
  }
  const steps = latentSemantics(bags, words.length, width, seed);
  let step = steps.next();
  while (!step.done) {
    await onShare(step.value);
    step = steps.next();
  }
  const { pieces, vectors } = withPieces(words, step.value, width);
  return saveWordVectors({ words, pieces }, vectors, { width, weight });
}

/** How many products hold each word. */
export const holdersOfWords = (products: readonly Product[]): ReadonlyMap<string, number> =>
  countHolders(products.map(wordsOf));

function countHolders(texts: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const holders = new Map<string, number>();
  for (const own of texts) for (const word of own.keys()) holders.set(word, (holders.get(word) ?? 0) + 1);
  return holders;
}

/** The words of a product and how much each counts: as often as it comes, it counts once. */
function wordsOf(product: Product): Map<string, number> {
  const words = new Map<string, number>();
  for (const { text, weight } of allTextsOf(product)) {
    const count = weight <= FIELDS.description ? DESCRIPTION : 1;
    for (const word of termsOf(text)) words.set(word, Math.max(count, words.get(word) ?? 0));
  }
  return words;
}

function joined(
  own: ReadonlyMap<string, number>,
  others: readonly (readonly [ReadonlyMap<string, number>, number])[],
): Map<string, number> {
  const all = new Map(own);
  for (const [words, share] of others)
    for (const [word, count] of words) all.set(word, (all.get(word) ?? 0) + share * count);
  return all;
}

/** The pieces that several words have, each with the mean of their vectors. */
export function withPieces(words: readonly string[], vectors: Float32Array, width: number) {
  const holders = new Map<string, number[]>();
  words.forEach((word, number) => {
    for (const piece of new Set(piecesOf(word))) {
      const known = holders.get(piece);
      if (known) known.push(number);
      else holders.set(piece, [number]);
    }
  });
  const kept = [...holders]
    .filter(([, { length }]) => length >= FEWEST_WORDS)
    .sort(([a, first], [b, second]) => second.length - first.length || (a < b ? -1 : 1))
    .slice(0, MOST_PIECES);
  const all = new Float32Array(vectors.length + kept.length * width);
  all.set(vectors);
  kept.forEach(([, numbers], i) => {
    const start = vectors.length + i * width;
    for (const number of numbers) for (let k = 0; k < width; k++) all[start + k] += vectors[number * width + k];
    const length = Math.hypot(...all.subarray(start, start + width)) || 1;
    for (let k = 0; k < width; k++) all[start + k] /= length;
  });
  return { pieces: kept.map(([piece]) => piece), vectors: all };
}
