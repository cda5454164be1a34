import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Product } from '../../contract/product.ts';
import { labelsOf, termOf } from './labels.ts';
import type { StoredTextIndex } from './stored-text-index.ts';
import { TextIndexBuilder, type WeightedText } from './text-index-builder.ts';

/** What a word counts by the field that it is in. */
export const FIELDS = { title: 1, brand: 0.5, categories: 0.2, tags: 0.2, description: 0.1 } as const;
/** UTF-16 units of a description that are read. */
const LONGEST_DESCRIPTION = 2_000;
/** Products read in one step: some milliseconds. */
const STRETCH = 100;

/** Reads a catalogue into an index, by place in the feed. Each step is some milliseconds of work; the last gives the index. */
export function* indexCatalogue(catalogue: Catalogue): Generator<void, StoredTextIndex, void> {
  const builder = new TextIndexBuilder();
  let read = 0;
  for (const row of catalogue.order) {
    const product = catalogue.product(row)!;
    builder.add(product.title ?? '', allTextsOf(product), labelsOf(product).map(termOf), String(product.added ?? ''));
    if (++read % STRETCH === 0) yield;
  }
  return yield* builder.build();
}

/** A field of the shop's own that is named by a language holds the product's texts in it: `zh: { title, brand, description }`. */
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
type Texts = Partial<Pick<Product, keyof typeof FIELDS>>;

/** Of all its fields, in all languages. */
export function allTextsOf(product: Product): WeightedText[] {
  const others = Object.entries(product).flatMap(([name, value]) =>
    LANGUAGE.test(name) && typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [],
  );
  return [product, ...others.map(readTexts)].flatMap(textsOf);
}

/** Of the shop's own fields nothing is known. */
function readTexts(own: Record<string, unknown>): Texts {
  const word = (name: string) => (typeof own[name] === 'string' ? (own[name] as string) : '');
  const words = (name: string) => (Array.isArray(own[name]) ? own[name].filter((one) => typeof one === 'string') : []);
  return {
    title: word('title'),
    brand: word('brand'),
    description: word('description'),
    categories: words('categories'),
    tags: words('tags'),
  };
}

function textsOf({ title, brand, categories, tags, description }: Texts): WeightedText[] {
  const texts: WeightedText[] = [];
  if (title) texts.push({ text: title, weight: FIELDS.title });
  if (brand) texts.push({ text: brand, weight: FIELDS.brand });
  if (categories) texts.push({ text: categories.join('\n'), weight: FIELDS.categories });
  if (tags) texts.push({ text: tags.join('\n'), weight: FIELDS.tags });
  if (description) texts.push({ text: description.slice(0, LONGEST_DESCRIPTION), weight: FIELDS.description });
  return texts;
}
