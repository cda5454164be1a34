import { ALS_DEFAULTS, Als } from './als.ts';
import { AUTOENCODER_DEFAULTS, Autoencoder } from './autoencoder.ts';
import { GRU4REC_DEFAULTS, Gru4Rec } from './gru4rec.ts';
import { LIGHTGCN_DEFAULTS, LightGcn } from './lightgcn.ts';
import type { Model } from './model.ts';
import { PURE_SVD_DEFAULTS, PureSvd } from './pure-svd.ts';
import { SASREC_DEFAULTS, SasRec } from './sasrec.ts';

/** One trained recommender: its name, what it is made with where nothing else is said, and how it is made. */
export interface ModelEntry {
  readonly name: string;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Over the defaults, where a sequence is all that a visitor did and not one session. */
  readonly ofVisitors?: Readonly<Record<string, unknown>>;
  /** @param options over the defaults; those that a pack section was saved with make the same model again */
  create(options?: Record<string, unknown>): Model;
  /** Solved for, not descended: it has no learning rate. Default no. */
  readonly solved?: boolean;
  /** All its weights follow from one of them: none can be frozen apart. Default no. */
  readonly whole?: boolean;
  /** Epochs after which it has levelled on all that was tried; fewer where validation says so before. Default 60. */
  readonly epochs?: number;
}

/** Every trained recommender there is. */
export const models: readonly ModelEntry[] = [
  {
    name: 'attention',
    defaults: { ...SASREC_DEFAULTS },
    // What was done on one day stands in any order: what comes soon tells as much as what comes next.
    ofVisitors: { lookAhead: 0.3 },
    create: (options) => new SasRec(options),
  },
  {
    name: 'als',
    defaults: { ...ALS_DEFAULTS },
    create: (options) => new Als(options),
    solved: true,
    whole: true,
    epochs: 6,
  },
  {
    name: 'svd',
    defaults: { ...PURE_SVD_DEFAULTS },
    create: (options) => new PureSvd(options),
    solved: true,
    whole: true,
    epochs: 8,
  },
  { name: 'lightgcn', defaults: { ...LIGHTGCN_DEFAULTS }, create: (options) => new LightGcn(options), whole: true },
  {
    name: 'autoencoder',
    defaults: { ...AUTOENCODER_DEFAULTS },
    create: (options) => new Autoencoder(options),
    epochs: 12,
  },
  { name: 'gru4rec', defaults: { ...GRU4REC_DEFAULTS }, create: (options) => new Gru4Rec(options), epochs: 14 },
];
