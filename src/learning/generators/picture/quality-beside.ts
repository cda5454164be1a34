import { coverage, meanPairwiseDistance, nearestDistance, type Quality } from '../adversarial/quality.ts';
import { pictureFeatures } from './picture-features.ts';
import type { Pixels } from './picture-set.ts';

/** What made pictures are worth beside real ones, as many and of the same kinds. @param kinds index of each one's kind */
export function qualityBeside(real: Pixels, made: Pixels, kinds: ArrayLike<number>): Quality {
  const [ofReal, ofMade] = [pictureFeatures(real), pictureFeatures(made)];
  return {
    distance: nearestDistance(ofReal, ofMade, { a: kinds, b: kinds }),
    diversity: meanPairwiseDistance(ofMade, kinds) / meanPairwiseDistance(ofReal, kinds),
    coverage: coverage(ofReal, ofMade),
  };
}
