import type { FeatureIndex } from '../../../src/catalogue/feature-index.ts';
import type { Pair } from '../../../src/evaluation/link-split.ts';
import type { CandidateSource } from '../../../src/retrieval/candidate-source.ts';
import { createContent } from '../../../src/retrieval/content.ts';
import { createFriends } from '../../../src/retrieval/friends.ts';

/** Sources that need no section of a pack: neighbours by content where products are given, friends where links are. */
export function sectionlessSources(features?: FeatureIndex, links?: readonly Pair[]): CandidateSource[] {
  return [...(features ? [createContent(features)] : []), ...(links ? [createFriends()] : [])];
}
