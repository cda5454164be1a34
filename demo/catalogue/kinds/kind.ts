import type { PatternName } from '../drawing/patterns.ts';
import type { Surface } from '../drawing/studio.ts';
import type { Words } from '../words.ts';

export interface Material {
  name: Words;
  surface: Surface;
}

/** What the shop can say about one kind of product. */
export interface Kind {
  /** By form, as the drawing numbers them. */
  nouns: readonly Words[];
  materials: readonly Material[];
  /** Patterns that suit it, of those that its style likes. Always `plain`. */
  patterns: readonly PatternName[];
  /** From the simplest to the finest, in euros. */
  price: readonly [number, number];
  /** Sentences, of which a product gets two. */
  facts: readonly Words[];
}
