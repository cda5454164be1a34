import type { SourceName } from '../../src/contract/recommendation.ts';
import { DEPTH } from '../../src/engine/funnel.ts';
import { historyOf, sampleCases } from '../../src/evaluation/interaction-log.ts';
import type { Stage } from '../../src/evaluation/splits.ts';
import type { PackSection } from '../../src/pack/pack.ts';
import { candidateFeatures, featureWidth } from '../../src/ranking/candidate-features.ts';
import { tabulate } from '../../src/ranking/candidate-table.ts';
import { type ChoiceList, fitPerceptron } from '../../src/ranking/fit-perceptron.ts';
import { saveLearnedRanker } from '../../src/ranking/learned-ranker.ts';
import { forward, type PerceptronWeights } from '../../src/ranking/perceptron.ts';
import type { CandidateSource } from '../../src/retrieval/candidate-source.ts';
import { Contexts } from './ranker.ts';
import type { Tuning } from './tune-source.ts';

/** Fewer lists than this that hold the chosen item teach nothing that fixed weights do not know. */
const FEWEST_LISTS = 200;
/** Of the lists, every so many-th is kept back to choose the epoch by. */
const HELD_BACK = 5;
const OPTIONS = { hidden: 24, epochs: 6, learningRate: 2e-3, weightDecay: 1e-3, batch: 16, seed: 1 };

/** Lists asked of the tuning stage at most. */
const MOST_LISTS = 30_000;

/**
 * Learns the ranker on the tuning stage alone: every fifth case chooses the epoch, the others teach.
 * @returns the pack section `ranker`, and its NDCG@10 on the cases kept back; undefined where there is too little
 */
export function fitRanker(
  sources: readonly CandidateSource[],
  { train, cases }: Stage,
  { seen }: Tuning,
  onStep: (done: number, total: number, best: number) => void,
): { section: PackSection; validation: number } | undefined {
  const names = sources.map(({ name }) => name);
  const asked = sampleCases(cases, MOST_LISTS);
  const contexts = new Contexts(train.productIds.length, seen);
  const lists = Array.from(asked.targets, (_, index): ChoiceList => {
    const history = historyOf(asked, index);
    const table = contexts.with(history, (context) =>
      tabulate(sources.map((source) => ({ source: source.name, candidates: source.retrieve(context, DEPTH) }))),
    );
    const chosen = table.items.indexOf(asked.log.sequences.items[asked.targets[index]]);
    onStep(index, asked.targets.length, 0);
    return { features: candidateFeatures(table, names, history.items.length), chosen };
  });
  const heldBack = lists.filter((_, i) => i % HELD_BACK === 0);
  const teaching = lists.filter((_, i) => i % HELD_BACK !== 0);
  if (teaching.filter(({ chosen }) => chosen >= 0).length < FEWEST_LISTS) return undefined;

  let best: { weights: PerceptronWeights; validation: number } | undefined;
  fitPerceptron(teaching, featureWidth(names as SourceName[]), OPTIONS, (epoch, weights) => {
    const validation = ndcgOf(weights, heldBack);
    if (best === undefined || validation > best.validation) best = { weights, validation };
    onStep(epoch + 1, OPTIONS.epochs, best.validation);
  });
  return best && { section: saveLearnedRanker(names, best.weights), validation: best.validation };
}

/** NDCG@10 of lists, ties against us. */
function ndcgOf(weights: PerceptronWeights, lists: readonly ChoiceList[]): number {
  let sum = 0;
  for (const { features, chosen } of lists) {
    if (chosen < 0) continue;
    const { output } = forward(weights, features);
    const before = output.reduce((count, score) => count + (score >= output[chosen] ? 1 : 0), 0) - 1;
    if (before < 10) sum += 1 / Math.log2(before + 2);
  }
  return sum / lists.length;
}
