import type { Product } from '../contract/product.ts';
import { analyse } from '../engine/search/analyse.ts';
import { stemOf } from '../engine/search/stem.ts';

/** Fields that are told in another way, or tell nothing to a shopper. */
const SILENT: ReadonlySet<string> = new Set([
  ...['id', 'image', 'url', 'price', 'currency', 'inStock', 'itemGroupId', 'title', 'description'],
]);
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
const HAN = /\p{Script=Han}/u;

/** A product's texts in another language, as the shop's own field of that name has them. */
export function othersOf(product: Product): Record<string, unknown>[] {
  return Object.entries(product).flatMap(([name, value]) =>
    LANGUAGE.test(name) && typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : [],
  );
}

/** What the record says under this name in a language, else in the shop's own. */
function fieldOf(product: Product, name: string, language: string): unknown {
  const own = (product as unknown as Record<string, unknown>)[language];
  const local = typeof own === 'object' && own !== null ? (own as Record<string, unknown>)[name] : undefined;
  return local ?? (product as unknown as Record<string, unknown>)[name];
}

const flat = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(flat);
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  return typeof value === 'number' && Number.isFinite(value) ? [String(value)] : [];
};

/**
 * Names of the record's fields that tell something of the product: its own after those that Vitrine knows, without those that
 * only say again what its labels say.
 */
export function factNames(product: Product): string[] {
  const labels = new Set([...(product.categories ?? []), ...(product.tags ?? [])].map((label) => label.toLowerCase()));
  const own = Object.keys(product).filter(
    (name) =>
      !SILENT.has(name) &&
      !['brand', 'categories', 'tags'].includes(name) &&
      !valuesOf(product, name, '').every((value) => labels.has(value.toLowerCase())),
  );
  return ['brand', 'categories', 'tags', ...own].filter((name) => valuesOf(product, name, '').length > 0);
}

/** The values of a field, as texts. */
export const valuesOf = (product: Product, name: string, language: string): string[] =>
  flat(fieldOf(product, name, language));

/** What a record calls its product: every text but the descriptions, in all its languages. */
export function namingTexts(product: Product): string[] {
  return [product, ...othersOf(product)].flatMap((texts) => {
    const { description: _, ...rest } = texts as Record<string, unknown>;
    return Object.entries(rest).flatMap(([name, value]) => (name === 'title' || !SILENT.has(name) ? flat(value) : []));
  });
}

const descriptionsOf = (product: Product): string[] =>
  [product, ...othersOf(product)].flatMap((texts) => flat((texts as Record<string, unknown>).description));

/** Whether one of the texts holds a word, in any of its forms. */
export function holds(texts: readonly string[], word: string): boolean {
  if (HAN.test(word)) {
    const wanted = word.toLowerCase();
    return texts.some((text) => text.toLowerCase().includes(wanted));
  }
  const wanted = termsOf(word);
  return wanted.length > 0 && texts.some((text) => includesRun(termsOf(text), wanted));
}

/** Whether anything in the record holds a word. Of one Chinese character alone the brand's name is no sign. */
export function mentions(product: Product, word: string): boolean {
  const short = HAN.test(word) && word.length === 1;
  const brands = new Set(
    [product, ...othersOf(product)].flatMap((texts) => flat((texts as Record<string, unknown>).brand)),
  );
  const naming = namingTexts(product).filter((text) => !short || !brands.has(text));
  return holds([...naming, ...descriptionsOf(product)], word);
}

const termsOf = (text: string): string[] =>
  analyse(text).flatMap(({ term, kind }) => (kind === 'word' ? [stemOf(term)] : []));

function includesRun(terms: readonly string[], run: readonly string[]): boolean {
  return terms.some((_, at) => run.every((term, i) => terms[at + i] === term));
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** The words of a text that is written without spaces, of two characters and more. */
export const partsOf = (text: string): string[] =>
  HAN.test(text)
    ? Array.from(segmenter.segment(text), ({ segment }) => segment).filter(({ length }) => length > 1)
    : [];

/** The sentences of the description in a language, else in the shop's own. */
export const sentencesOf = (product: Product, language: string): string[] =>
  valuesOf(product, 'description', language).flatMap((text) =>
    Array.from(text.matchAll(/[^.!?。！？]+(?:[.!?](?=\d)[^.!?。！？]+)*[.!?。！？]*/gu), ([sentence]) =>
      sentence.trim(),
    ),
  );

/** The words of a text, in any script. */
export const wordsOf = (text: string): string[] =>
  text
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((word) => word !== '')
    .flatMap((word) => (HAN.test(word) && partsOf(word).length > 0 ? partsOf(word) : [word]));
