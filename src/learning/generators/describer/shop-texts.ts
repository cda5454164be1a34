import { pairsOf } from '../../../catalogue/words.ts';
import { VitrineError } from '../../../contract/errors.ts';
import type { Product } from '../../../contract/product.ts';
import { type FactKind, type FactRule, FactWords, kindOfField } from './fact-words.ts';
import { attributesOf, factsOf, type ProductFacts } from './product-facts.ts';
import { SLOTS, slotOf, type Writing, withSlots } from './slots.ts';
import { BEGIN, brandToken } from './vocabulary.ts';
import { cleanText, isUnspaced, LINE, splitWords } from './words.ts';

/** Texts that say nothing are left out; so is what is longer than anyone reads in a shelf. Words. */
export const SHORTEST = 3;
const LONGEST = 160;
/** A word is one of the language where the shop's texts write it small so often. */
const ORDINARY = 3;
/** Fewer texts teach no language. */
const LEAST_TEXTS = 50;

/** What is known of one product, and its text where it has one, in words in lower case with slots. */
export interface ShopText {
  prompt: readonly string[];
  text: readonly string[];
}

/** All that a describer learns from. */
export interface ShopTexts {
  known: FactWords;
  writing: Writing;
  texts: readonly ShopText[];
  /** Products whose text was empty or said nothing but facts that their record does not tell. */
  leftOut: number;
}

/**
 * Reads the shop's own texts.
 * @throws VitrineError `nothing-to-train` where fewer than 50 products have a text
 */
export function readShopTexts(products: readonly Product[], rule: FactRule): ShopTexts {
  const cleaned = products.map((product) => ({
    ...product,
    description: cleanText(product.description ?? '', product.title),
  }));
  const counts = new Map<string, Map<string, number>>();
  for (const { description } of cleaned) {
    let last = LINE;
    for (const word of splitWords(description)) {
      if (last !== LINE && last !== '.' && !isUnspaced(word)) {
        const writings = counts.get(word.toLowerCase()) ?? new Map<string, number>();
        counts.set(word.toLowerCase(), writings.set(word, (writings.get(word) ?? 0) + 1));
      }
      last = word;
    }
  }
  const ordinary = [...counts]
    .filter(([word, writings]) => (writings.get(word) ?? 0) >= ORDINARY)
    .map(([word]) => word);
  const writing = new Map<string, string>();
  for (const [word, writings] of counts) {
    const [[written]] = [...writings].sort(([, a], [, b]) => b - a);
    if (written !== word) writing.set(word, written);
  }
  const known = new FactWords(valuesOf(cleaned), ordinary, rule);
  const texts = cleaned.map((product) => readText(product, known)).filter(({ text }) => text.length >= SHORTEST);
  if (texts.length < LEAST_TEXTS) {
    throw new VitrineError('nothing-to-train', `Only ${texts.length} products have a text to learn from.`, {
      remedy: `Give at least ${LEAST_TEXTS} products with a description.`,
    });
  }
  return { known, writing, texts, leftOut: products.length - texts.length };
}

/** The shop's own words for facts, from its own fields. */
function valuesOf(products: readonly Product[]): Partial<Record<FactKind, string[]>> {
  const values: Partial<Record<FactKind, Set<string>>> = {};
  for (const product of products) {
    for (const [name, value] of Object.entries(product)) {
      const kind = kindOfField(name);
      if (kind === undefined) continue;
      for (const one of Array.isArray(value) ? value : [value]) {
        if (typeof one !== 'string' || one.trim() === '') continue;
        values[kind] ??= new Set();
        values[kind].add(one.trim());
      }
    }
  }
  return Object.fromEntries(Object.entries(values).map(([kind, set]) => [kind, [...set]]));
}

export function readText(product: Product, known: FactWords): ShopText {
  const facts = factsOf(product, known);
  const words = withSlots(product.description ?? '', facts, known).slice(0, LONGEST);
  return { prompt: promptOf(product, facts, known), text: words.map((word) => word.toLowerCase()) };
}

/**
 * The model's prompt for a product: its brand, then the words of its record, facts as slots, each word once. Scripts without
 * spaces give pairs of characters: a character alone says little of a product, and segmenters differ between browsers.
 */
export function promptOf(product: Product, facts: ProductFacts, known: FactWords): string[] {
  const prompt = new Set<string>();
  if (product.brand) prompt.add(brandToken(product.brand));
  for (const attribute of attributesOf(product)) {
    const words: (string | undefined)[] = splitWords(attribute.toLowerCase());
    for (const { kind, from, to, value } of known.mentions(splitWords(attribute))) {
      const place = facts[kind].findIndex((fact) => fact.value === value);
      words.fill(undefined, from, to);
      words[from] = place < SLOTS[kind] ? slotOf(kind, place) : undefined;
    }
    for (const word of withPairs(words)) prompt.add(word);
  }
  return [...[...prompt].slice(0, LONGEST_PROMPT), BEGIN];
}

/** Words as they are, without those that are left out; runs of characters without spaces as pairs. */
function withPairs(words: readonly (string | undefined)[]): string[] {
  const out: string[] = [];
  let run: string[] = [];
  for (const word of [...words, undefined]) {
    if (word !== undefined && isUnspaced(word)) {
      run.push(word);
      continue;
    }
    if (run.length > 0) out.push(...pairsOf(run));
    run = [];
    if (word !== undefined) out.push(word);
  }
  return out;
}

const LONGEST_PROMPT = 30;
