import type { SourceName } from '../../contract/recommendation.ts';
import { attention } from './attention.ts';
import { content } from './content.ts';
import { friends } from './friends.ts';
import { popular } from './popular.ts';
import { rules } from './sequential-rules.ts';
import { knn } from './session-knn.ts';
import type { FurtherSource, SourceDescriptor } from './source-descriptor.ts';
import { predecessors, successors } from './transitions.ts';

const further = <const TName extends SourceName>(name: TName): FurtherSource<TName> => ({
  name,
  personal: true,
  section: name,
});

/** Every candidate source there is. Lists add up what the sources say in this order. */
export const SOURCES = [
  attention,
  further('gru4rec'),
  further('als'),
  further('svd'),
  further('lightgcn'),
  further('ease'),
  further('autoencoder'),
  rules,
  knn,
  successors,
  predecessors,
  content,
  friends,
  popular,
] as const satisfies readonly SourceDescriptor[];
