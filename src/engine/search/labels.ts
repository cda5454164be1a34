import type { Product } from '../../contract/product.ts';

/** What products are counted and filtered by. */
export const LABEL_KINDS = ['category', 'brand', 'tag'] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

/** The first characters that no word of a text has. A label lies in the vocabulary as one of these and its name. */
const MARKS: Readonly<Record<LabelKind, string>> = { category: '\u0001', brand: '\u0002', tag: '\u0003' };
/** Above all labels, below all words. */
export const AFTER_LABELS = '\u0004';

export interface Label {
  kind: LabelKind;
  /** As the shop writes it. */
  name: string;
}

export const termOf = ({ kind, name }: Label): string => MARKS[kind] + name;

export function labelOf(term: string): Label {
  const kind = LABEL_KINDS.find((one) => MARKS[one] === term[0])!;
  return { kind, name: term.slice(1) };
}

/** Of a product, each once. */
export function labelsOf({ categories = [], brand, tags = [] }: Product): Label[] {
  const labels: Label[] = [];
  for (const name of new Set(categories)) labels.push({ kind: 'category', name });
  if (brand !== undefined) labels.push({ kind: 'brand', name: brand });
  for (const name of new Set(tags)) labels.push({ kind: 'tag', name });
  return labels;
}
