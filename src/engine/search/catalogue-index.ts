import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Product } from '../../contract/product.ts';
import { labelsOf, termOf } from './labels.ts';
import type { StoredTextIndex } from './stored-text-index.ts';
import { TextIndexBuilder, type WeightedText } from './text-index-builder.ts';

/** What a word counts by the field that it is in. */
const FIELDS = { title: 1, brand: 0.5, categories: 0.2, tags: 0.2, description: 0.1 } as const;
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
    builder.add(product.title ?? '', textsOf(product), labelsOf(product).map(termOf));
    if (++read % STRETCH === 0) yield;
  }
  return yield* builder.build();
}

function textsOf({ title, brand, categories, tags, description }: Product): WeightedText[] {
  const texts: WeightedText[] = [];
  if (title) texts.push({ text: title, weight: FIELDS.title });
  if (brand) texts.push({ text: brand, weight: FIELDS.brand });
  if (categories) texts.push({ text: categories.join('\n'), weight: FIELDS.categories });
  if (tags) texts.push({ text: tags.join('\n'), weight: FIELDS.tags });
  if (description) texts.push({ text: description.slice(0, LONGEST_DESCRIPTION), weight: FIELDS.description });
  return texts;
}
