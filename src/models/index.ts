import { GRU4REC_DEFAULTS, Gru4Rec } from './gru4rec.ts';
import type { Model } from './model.ts';
import { SASREC_DEFAULTS, SasRec } from './sasrec.ts';

/** One trained recommender: its name, what it is made with where nothing else is said, and how it is made. */
export interface ModelEntry {
  readonly name: string;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** @param options over the defaults; those that a pack section was saved with make the same model again */
  create(options?: Record<string, unknown>): Model;
}

/** Every trained recommender there is. */
export const models: readonly ModelEntry[] = [
  { name: 'attention', defaults: { ...SASREC_DEFAULTS }, create: (options) => new SasRec(options) },
  { name: 'gru4rec', defaults: { ...GRU4REC_DEFAULTS }, create: (options) => new Gru4Rec(options) },
];
