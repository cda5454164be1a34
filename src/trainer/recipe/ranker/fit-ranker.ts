import type { BySource, SourceName } from '../../../contract/recommendation.ts';
import {
  CandidateFeatures,
  type FeatureName,
  featuresOf,
  OTHER_FEATURES,
} from '../../../engine/ranking/candidate-features.ts';
import type { ItemPopularity } from '../../../engine/ranking/item-popularity.ts';
import { saveLearnedRanker } from '../../../engine/ranking/learned-ranker.ts';
import { forward, layersOf, type PerceptronWeights } from '../../../engine/ranking/perceptron.ts';
import { createWeightedMean } from '../../../engine/ranking/weighted-mean.ts';
import { chooseLayers } from '../../../kernels/encoders/layers.ts';
import { Random } from '../../../learning/training/random.ts';
import type { PackSection } from '../../../pack/pack.ts';
import type { Split, Stage } from '../../evaluation/splits.ts';
import { countPopularity } from '../../fit/count-popularity.ts';
import { type ChoiceList, fitPerceptron } from '../../fit/fit-perceptron.ts';
import type { CountingContext } from '../../fit/section-fit.ts';
import { type Choice, type Choices, ndcgOf } from './choices.ts';

/** Fewer lists than this that hold the chosen item teach nothing that fixed weights do not know. */
const FEWEST_LISTS = 200;
/** Of the lists, every so many-th is held out to choose the epoch by. */
const HELD_OUT = 5;
/** Lists that teach, at most. */
const MOST_TEACHING = 12_000;
/**
 * Candidates of a list that teach beside the chosen one, drawn from all of them: a ranker that never saw the weak ones
 * misplaces them.
 */
const SAMPLE = 150;
/** Lists that tell which features vary at all. */
const PROBED = 200;
const OPTIONS = { hidden: 32, epochs: 6, learningRate: 3e-3, weightDecay: 1e-3, batch: 32 };

/** What was counted of the items: in the data that the choices were made after, and in all that the pack is counted from. */
export interface Popularities {
  tuning: ItemPopularity;
  final: ItemPopularity;
}

/** Counted in both stages of a split. Sessions of which no time is known stand in the order of theirs. */
export function countPopularities(
  { tuning, final }: Split,
  { items, unit, perturbation }: CountingContext,
): Popularities {
  const count = ({ train: { sequences, times } }: Stage): ItemPopularity => {
    const order = unit === 'session' ? Float64Array.from(sequences.items.keys()) : null;
    return countPopularity(sequences, times ?? order, items, perturbation);
  };
  return { tuning: count(tuning), final: count(final) };
}

/** What a ranker learns from. */
export interface RankerLessons {
  sources: readonly SourceName[];
  popularity: Popularities;
  choices: Choices;
  /** Choices of visitors of whom only the latest items are known: they teach besides. */
  begun: readonly Choice[];
  /** What the ranker has to beat. */
  weights: BySource;
}

/**
 * Learns the ranker: every fifth list is held out to choose the epoch by, the others teach.
 * @returns the pack section `ranker`; undefined where there is too little to learn from, or where it ranks the lists
 * held out no better than the weights do
 */
export async function fitRanker(
  { sources, popularity, choices: { asked, found }, begun, weights }: RankerLessons,
  { cutoff, seed }: { cutoff: number; seed: number },
  onStep: (done: number, total: number, best?: number) => Promise<void>,
): Promise<PackSection | undefined> {
  const teaching = found.filter((_, i) => i % HELD_OUT !== 0);
  const heldOut = found.filter((_, i) => i % HELD_OUT === 0);
  if (teaching.length < FEWEST_LISTS) return undefined;
  const names = varying(sources, popularity.tuning, teaching);
  const features = new CandidateFeatures(names, popularity.tuning);
  const measured = heldOut.map((choice) => ({ choice, features: features.read(choice.table, choice.history) }));
  const fixed = createWeightedMean(weights);

  let best: PerceptronWeights | undefined;
  let bestNdcg = heldOut.reduce(
    (sum, choice) => sum + ndcgOf(fixed.score(choice.table, choice.history), choice, cutoff),
    0,
  );
  const random = new Random(seed);
  const open = await chooseLayers();
  const lists = [teaching, begun]
    .flatMap((choices) => evenly(choices.flatMap(listsOf), MOST_TEACHING))
    .map((list) => sampleOf(list, features, random));
  await fitPerceptron(
    lists,
    names.length,
    { ...OPTIONS, seed },
    async (epoch, learned) => {
      const layers = open(layersOf(learned));
      const reached = measured.reduce(
        (sum, { features, choice }) => sum + ndcgOf(forward(learned, features, layers).output, choice, cutoff),
        0,
      );
      if (reached > bestNdcg) {
        bestNdcg = reached;
        best = learned;
      }
      await onStep(epoch + 1, OPTIONS.epochs, (bestNdcg * HELD_OUT) / asked);
    },
    open,
  );
  return best && saveLearnedRanker(names, popularity.final, best);
}

/** Features that are not the same for all candidates of all lists. */
function varying(
  sources: readonly SourceName[],
  popularity: ItemPopularity,
  choices: readonly Choice[],
): FeatureName[] {
  const names = [...sources.flatMap(featuresOf), ...OTHER_FEATURES];
  const all = new CandidateFeatures(names, popularity);
  const probed = evenly(choices, PROBED).map(({ table, history }) => all.read(table, history));
  return names.filter((_, column) =>
    probed.some((matrix) => {
      for (let at = column; at < matrix.length; at += names.length) if (matrix[at] !== probed[0][column]) return true;
      return false;
    }),
  );
}

/** One list to learn from for each candidate that was chosen. */
function listsOf(choice: Choice): { choice: Choice; chosen: number }[] {
  return Array.from(choice.chosen, (chosen) => ({ choice, chosen }));
}

/** The chosen candidate and some of those that were not. */
function sampleOf(
  { choice, chosen }: ReturnType<typeof listsOf>[number],
  features: CandidateFeatures,
  random: Random,
): ChoiceList {
  const { table, history } = choice;
  const others = Int32Array.from(table.items.keys()).filter((row) => !choice.chosen.includes(row));
  const count = Math.min(SAMPLE, others.length);
  for (let i = 0; i < count; i++) {
    const j = i + random.below(others.length - i);
    [others[i], others[j]] = [others[j], others[i]];
  }
  const rows = Int32Array.of(chosen, ...others.subarray(0, count));
  return { features: features.read(table, history, rows), chosen: 0, standsFor: Math.max(1, others.length / count) };
}

function evenly<TValue>(values: readonly TValue[], most: number): TValue[] {
  const step = Math.max(1, values.length / most);
  return Array.from({ length: Math.floor(values.length / step) }, (_, i) => values[Math.floor(i * step)]);
}
