import { als } from './als.ts';
import { attention } from './attention.ts';
import { autoencoder } from './autoencoder.ts';
import { content } from './content.ts';
import { ease } from './ease.ts';
import { friends } from './friends.ts';
import { gru4rec } from './gru4rec.ts';
import { lightgcn } from './lightgcn.ts';
import { popular } from './popular.ts';
import { rules } from './sequential-rules.ts';
import { knn } from './session-knn.ts';
import type { SourceDescriptor } from './source-descriptor.ts';
import { svd } from './svd.ts';
import { predecessors, successors } from './transitions.ts';

/** Every candidate source there is. Lists add up what the sources say in this order. */
export const SOURCES = [
  attention,
  gru4rec,
  als,
  svd,
  lightgcn,
  ease,
  autoencoder,
  rules,
  knn,
  successors,
  predecessors,
  content,
  friends,
  popular,
] as const satisfies readonly SourceDescriptor[];
