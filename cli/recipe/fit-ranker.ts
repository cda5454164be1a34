import type { SourceName } from '../../src/contract/recommendation.ts';
import type { PackSection } from '../../src/pack/pack.ts';
import { candidateFeatures, featureWidth } from '../../src/ranking/candidate-features.ts';
import { type ChoiceList, fitPerceptron } from '../../src/ranking/fit-perceptron.ts';
import { saveLearnedRanker } from '../../src/ranking/learned-ranker.ts';
import { forward, type PerceptronWeights } from '../../src/ranking/perceptron.ts';
import type { Ranker } from '../../src/ranking/ranker.ts';
import { createWeightedMean } from '../../src/ranking/weighted-mean.ts';
import { type Choice, type Choices, ndcgOf } from './choices.ts';
import type { Weights } from './tune-weights.ts';

/** Fewer lists than this that hold the chosen item teach nothing that fixed weights do not know. */
const FEWEST_LISTS = 200;
/** Of the lists, every so many-th is kept back to choose the epoch by. */
const HELD_BACK = 5;
/** Of a list that teaches: the strongest rivals of the chosen item by the weights, and of the others so many. */
const STRONG_RIVALS = 100;
const OTHER_RIVALS = 60;
const OPTIONS = { hidden: 24, epochs: 6, learningRate: 2e-3, weightDecay: 1e-3, batch: 16, seed: 1 };
/**
 * Learns the ranker: every fifth list is kept back to choose the epoch by, the others teach.
 * @returns the pack section `ranker`; undefined where there is too little to learn from, or where it ranks the lists
 * kept back no better than the weights do
 */
export function fitRanker(
  names: readonly SourceName[],
  { asked, found }: Choices,
  weights: Weights,
  cutoff: number,
  onStep: (done: number, total: number, best?: number) => void,
): PackSection | undefined {
  const teaching = found.filter((_, i) => i % HELD_BACK !== 0);
  const heldBack = found.filter((_, i) => i % HELD_BACK === 0);
  if (teaching.length < FEWEST_LISTS) return undefined;
  const fixed = createWeightedMean(weights);
  const featuresOf = ({ table, historyLength }: Choice): Float32Array => candidateFeatures(table, names, historyLength);
  const measured = heldBack.map((choice) => ({ features: featuresOf(choice), chosen: choice.chosen }));
  const ndcg = (sum: number): number => (sum * HELD_BACK) / asked;

  let best: PerceptronWeights | undefined;
  let bestNdcg = heldBack.reduce((sum, { table, chosen }) => sum + ndcgOf(fixed.score(table, 0), chosen, cutoff), 0);
  const lists = teaching.map((choice) => thinnedOut(choice, featuresOf(choice), fixed));
  fitPerceptron(lists, featureWidth(names), OPTIONS, (epoch, learned) => {
    const reached = measured.reduce(
      (sum, { features, chosen }) => sum + ndcgOf(forward(learned, features).output, chosen, cutoff),
      0,
    );
    if (reached > bestNdcg) {
      bestNdcg = reached;
      best = learned;
    }
    onStep(epoch + 1, OPTIONS.epochs, ndcg(bestNdcg));
  });
  return best && saveLearnedRanker(names, best);
}

/**
 * The chosen item, its strongest rivals, and of the others every so many-th, which stands for those left out: most of a
 * list is weak, and together it costs most of the time.
 */
function thinnedOut({ table, chosen }: Choice, features: Float32Array, fixed: Ranker): ChoiceList {
  const width = features.length / table.items.length;
  const scores = fixed.score(table, 0);
  const rivals = Array.from(scores.keys())
    .filter((row) => row !== chosen)
    .sort((a, b) => scores[b] - scores[a]);
  const others = rivals.splice(STRONG_RIVALS);
  const step = Math.max(1, Math.ceil(others.length / OTHER_RIVALS));
  const sampled = others.filter((_, i) => i % step === 0);
  const rows = [chosen, ...rivals, ...sampled];
  const kept = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    kept.set(features.subarray(row * width, (row + 1) * width), i * width);
  });
  const standsFor = new Float32Array(rows.length).fill(
    Math.log(others.length / Math.max(1, sampled.length)),
    rows.length - sampled.length,
  );
  return { features: kept, chosen: 0, standsFor };
}
