import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import type { CandidateSource } from '../../../engine/sources/candidate-source.ts';
import { createContent } from '../../../engine/sources/content.ts';
import { createFriends } from '../../../engine/sources/friends.ts';
import type { Pair } from '../../evaluation/link-split.ts';

/** Sources that need no section of a pack: neighbours by content where products are given, friends where links are. */
export function sectionlessSources(features?: FeatureIndex, links?: readonly Pair[]): CandidateSource[] {
  return [...(features ? [createContent(features)] : []), ...(links ? [createFriends()] : [])];
}
