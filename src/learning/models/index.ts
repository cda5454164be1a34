import { als } from './als.ts';
import { attention } from './attention.ts';
import { autoencoder } from './autoencoder.ts';
import { gru4rec } from './gru4rec.ts';
import { lightgcn } from './lightgcn.ts';
import type { ModelEntry } from './model.ts';
import { svd } from './pure-svd.ts';

/** Every trained recommender there is. */
export const models: readonly ModelEntry[] = [attention, als, svd, lightgcn, autoencoder, gru4rec];
