import { DEPTH } from '../../src/engine/funnel.ts';
import { historyOf, sampleCases } from '../../src/evaluation/interaction-log.ts';
import { METRICS } from '../../src/evaluation/metrics.ts';
import type { Stage } from '../../src/evaluation/splits.ts';
import type { PackSection } from '../../src/pack/pack.ts';
import { candidateFeatures, featureWidth } from '../../src/ranking/candidate-features.ts';
import { tabulate } from '../../src/ranking/candidate-table.ts';
import { type ChoiceList, fitPerceptron } from '../../src/ranking/fit-perceptron.ts';
import { saveLearnedRanker } from '../../src/ranking/learned-ranker.ts';
import { forward, type PerceptronWeights } from '../../src/ranking/perceptron.ts';
import { createWeightedMean } from '../../src/ranking/weighted-mean.ts';
import type { CandidateSource } from '../../src/retrieval/candidate-source.ts';
import type { Tuning } from './tune-source.ts';
import type { Weights } from './tune-weights.ts';

/** Fewer lists than this that hold the chosen item teach nothing that fixed weights do not know. */
const FEWEST_LISTS = 200;
/** Of the lists, every so many-th is kept back to choose the epoch by. */
const HELD_BACK = 5;
const OPTIONS = { hidden: 24, epochs: 6, learningRate: 2e-3, weightDecay: 1e-3, batch: 16, seed: 1 };

/** Lists asked of the tuning stage at most. */
const MOST_LISTS = 30_000;

/**
 * Learns the ranker on the tuning stage alone: every fifth case is kept back to choose the epoch by, the others teach.
 * @returns the pack section `ranker`; undefined where there is too little to learn from, or where it ranks the cases
 * kept back no better than the weights do
 */
export function fitRanker(
  sources: readonly CandidateSource[],
  { cases }: Stage,
  { contexts }: Tuning,
  weights: Weights,
  onStep: (done: number, total: number, best?: number) => void,
): PackSection | undefined {
  const names = sources.map(({ name }) => name);
  const asked = sampleCases(cases, MOST_LISTS);
  const fixed = createWeightedMean(weights);
  const teaching: ChoiceList[] = [];
  const heldBack: ChoiceList[] = [];
  let keptBack = 0;
  let fixedNdcg = 0;
  asked.targets.forEach((target, index) => {
    onStep(index, asked.targets.length);
    const history = historyOf(asked, index);
    const table = contexts.with(history, (context) =>
      tabulate(sources.map((source) => ({ source: source.name, candidates: source.retrieve(context, DEPTH) }))),
    );
    const chosen = table.items.indexOf(asked.log.sequences.items[target]);
    const teaches = index % HELD_BACK !== 0;
    if (!teaches) keptBack++;
    // A list without the chosen item teaches nothing, and counts as a miss where it measures.
    if (chosen < 0) return;
    if (!teaches) fixedNdcg += ndcgOf(fixed.score(table, history.items.length), chosen);
    const features = candidateFeatures(table, names, history.items.length);
    (teaches ? teaching : heldBack).push({ features, chosen });
  });
  if (teaching.length < FEWEST_LISTS) return undefined;

  let bestNdcg = fixedNdcg;
  let best: PerceptronWeights | undefined;
  fitPerceptron(teaching, featureWidth(names), OPTIONS, (epoch, learned) => {
    const ndcg = heldBack.reduce(
      (sum, { features, chosen }) => sum + ndcgOf(forward(learned, features).output, chosen),
      0,
    );
    if (ndcg > bestNdcg) {
      bestNdcg = ndcg;
      best = learned;
    }
    onStep(epoch + 1, OPTIONS.epochs, bestNdcg / keptBack);
  });
  return best && saveLearnedRanker(names, best);
}

/** NDCG@10 of one list, ties against us. */
function ndcgOf(scores: Float32Array, chosen: number): number {
  const rank = scores.reduce((count, score) => count + (score >= scores[chosen] ? 1 : 0), 0);
  return METRICS.ndcg(rank, 10);
}
