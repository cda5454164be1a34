import { models } from '../../learning/models/index.ts';
import { ease } from './ease.ts';
import { knn } from './knn.ts';
import { popular } from './popular.ts';
import { rules } from './rules.ts';
import type { SectionFit } from './section-fit.ts';

/** How each section of a pack that candidate sources read is made, in the order in which they are made. */
export const FITS: readonly SectionFit[] = [
  ...models.map((model) => ({ section: model.name, model })),
  rules,
  knn,
  popular,
  ease,
];
