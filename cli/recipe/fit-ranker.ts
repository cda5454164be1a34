import type { SourceName } from '../../src/contract/recommendation.ts';
import type { PackSection } from '../../src/pack/pack.ts';
import { candidateFeatures, featureWidth } from '../../src/ranking/candidate-features.ts';
import { type ChoiceList, fitPerceptron } from '../../src/ranking/fit-perceptron.ts';
import { saveLearnedRanker } from '../../src/ranking/learned-ranker.ts';
import { forward, type PerceptronWeights } from '../../src/ranking/perceptron.ts';
import { createWeightedMean } from '../../src/ranking/weighted-mean.ts';
import { type Choice, type Choices, ndcgOf } from './choices.ts';
import type { Weights } from './tune-weights.ts';

/** Fewer lists than this that hold the chosen item teach nothing that fixed weights do not know. */
const FEWEST_LISTS = 200;
/** Of the lists, every so many-th is kept back to choose the epoch by. */
const HELD_BACK = 5;
/**
 * Lists that teach, at most. They are taken whole: a ranker that never saw the weak candidates of a list misplaces them
 * (NDCG@10 on Beauty .0556 instead of .0572).
 */
const MOST_TEACHING = 6000;
const OPTIONS = { hidden: 24, epochs: 6, learningRate: 2e-3, weightDecay: 1e-3, batch: 16 };

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
  seed: number,
  onStep: (done: number, total: number, best?: number) => void,
): PackSection | undefined {
  const teaching = found.filter((_, i) => i % HELD_BACK !== 0);
  const heldBack = found.filter((_, i) => i % HELD_BACK === 0);
  if (teaching.length < FEWEST_LISTS) return undefined;
  const fixed = createWeightedMean(weights);
  const featuresOf = ({ table, history }: Choice): Float32Array => candidateFeatures(table, names, history);
  const measured = heldBack.map((choice) => ({ features: featuresOf(choice), chosen: choice.chosen }));
  const ndcg = (sum: number): number => (sum * HELD_BACK) / asked;

  let best: PerceptronWeights | undefined;
  let bestNdcg = heldBack.reduce(
    (sum, { table, history, chosen }) => sum + ndcgOf(fixed.score(table, history), chosen, cutoff),
    0,
  );
  const step = Math.max(1, teaching.length / MOST_TEACHING);
  const lists = Array.from({ length: Math.floor(teaching.length / step) }, (_, i): ChoiceList => {
    const choice = teaching[Math.floor(i * step)];
    return { features: featuresOf(choice), chosen: choice.chosen };
  });
  fitPerceptron(lists, featureWidth(names), { ...OPTIONS, seed }, (epoch, learned) => {
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
