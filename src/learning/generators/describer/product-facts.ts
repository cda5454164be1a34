import type { Product } from '../../../contract/product.ts';
import { type FactKind, type FactWords, kindOfField } from './fact-words.ts';
import { isChinese, joinWords, splitWords } from './words.ts';

/** Fields that describe nothing. */
const SILENT: ReadonlySet<string> = new Set(['id', 'image', 'url', 'description', 'inStock', 'currency']);
/** A text may state a price, which describes nothing. */
const PRICE = /price|价格|售价/i;
/** Fields in the order in which texts state them; the shop's own come after them. */
const FIRST = ['title', 'categories', 'brand', 'tags'];

/** What a product's record says of it, as texts: its title, then its other fields. None for a product of an id alone. */
export function attributesOf(product: Product): string[] {
  const record = product as unknown as Record<string, unknown>;
  const names = Object.keys(record)
    .filter((name) => !SILENT.has(name) && !FIRST.includes(name) && !PRICE.test(name))
    .sort();
  return [...FIRST, ...names].flatMap((name) => textsOf(record[name])).filter((text) => text !== '');
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value === 'string') return [value.trim()];
  return typeof value === 'number' && Number.isFinite(value) ? [String(value)] : [];
}

/** A fact of a product, as its own record writes it and as facts are compared. */
export interface Fact {
  written: string;
  value: string;
}

/** The facts that a text about the product may tell, by kind, in the order in which the record tells them. */
export type ProductFacts = Readonly<Record<FactKind, readonly Fact[]>>;

export function factsOf(product: Product, known: FactWords): ProductFacts {
  const facts: Record<FactKind, Fact[]> = { brand: [], colour: [], material: [], size: [], number: [] };
  const add = (kind: FactKind, fact: Fact): void => {
    if (!facts[kind].some(({ value }) => value === fact.value)) facts[kind].push(fact);
  };
  if (product.brand) add('brand', { written: product.brand, value: splitWords(product.brand).join(' ').toLowerCase() });
  for (const text of attributesOf(product)) {
    const words = splitWords(text);
    for (const { kind, from, to, value } of known.mentions(words)) {
      add(kind, { written: joinWords(words.slice(from, to)), value });
    }
  }
  for (const [name, value] of Object.entries(product)) {
    if (PRICE.test(name)) for (const text of textsOf(value)) add('number', { written: text, value: text });
    const kind = kindOfField(name);
    if (kind === undefined || kind === 'brand') continue;
    for (const text of textsOf(value)) {
      if (isChinese(text)) {
        // Its facts were found above; a value that has none of the known is one by itself.
        const words = splitWords(text);
        if (known.mentions(words).length === 0) add(kind, { written: text, value: words.join(' ').toLowerCase() });
        continue;
      }
      for (const word of splitWords(text)) {
        const value = word.toLowerCase();
        const known = facts[kind].some((fact) => fact.value.split(' ').includes(value));
        if (/^\p{L}/u.test(word) && !known) add(kind, { written: word, value });
      }
    }
  }
  return facts;
}

/** Facts in a text that the product's record does not tell: what the text invents. */
export function contradictions(text: string, product: Product, known: FactWords): { kind: FactKind; value: string }[] {
  const facts = factsOf(product, known);
  const brandWords = new Set(facts.brand.flatMap(({ value }) => value.split(' ')));
  return known
    .mentions(splitWords(text))
    .filter(({ kind, value }) => !facts[kind].some((fact) => fact.value === value) && !brandWords.has(value))
    .map(({ kind, value }) => ({ kind, value }));
}
