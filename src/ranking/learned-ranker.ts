import * as v from 'valibot';
import { VitrineError } from '../contract/errors.ts';
import { SOURCE_NAMES, type SourceName } from '../contract/recommendation.ts';
import type { PackSection } from '../pack/pack.ts';
import { readOptions, readTensor } from '../pack/section.ts';
import { candidateFeatures, columnsOf, featureWidth } from './candidate-features.ts';
import type { CandidateTable } from './candidate-table.ts';
import { forward, type PerceptronWeights } from './perceptron.ts';
import type { Ranker } from './ranker.ts';

const LearnedRankerOptions = v.object({
  /** The sources that it learned to weigh, in the order of its features. */
  sources: v.pipe(v.array(v.picklist(SOURCE_NAMES)), v.minLength(1)),
  hidden: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256)),
});

/** The learned ranker of a pack: which sources it needs, and how it scores. */
export interface LearnedRanker extends Ranker {
  readonly sources: readonly SourceName[];
}

/**
 * Stacking: a small perceptron over what every source says of a candidate, learned on the validation split from which
 * of the candidates the visitor chose (see `fitLearnedRanker`). It finds what no fixed weights can: that a neighbour by
 * content counts double where rules agree, that little evidence is worth less than its share of the list.
 * @throws VitrineError `pack-corrupt`
 */
export function createLearnedRanker(section: PackSection): LearnedRanker {
  const { sources, hidden } = readOptions(section, LearnedRankerOptions);
  if (new Set(sources).size !== sources.length) {
    throw new VitrineError('pack-corrupt', 'The pack cannot be used: its ranker names a source twice.', {
      remedy: 'Train it again with `vitrine train`.',
    });
  }
  const inputs = featureWidth(sources);
  const tensor = (name: string, ...shape: number[]): Float32Array => readTensor(section, name, [Float32Array], shape);
  const weights: PerceptronWeights = {
    inputs,
    hidden,
    weight1: tensor('weight1', hidden, inputs),
    bias1: tensor('bias1', hidden),
    weight2: tensor('weight2', hidden, hidden),
    bias2: tensor('bias2', hidden),
    weight3: tensor('weight3', hidden),
  };
  return {
    sources,
    score: (table, history) => softmax(forward(weights, candidateFeatures(table, sources, history)).output),
    attribute: (table, history, rows) => deletionShares(weights, sources, table, history, rows),
  };
}

/** The section that `createLearnedRanker` reads. */
export function saveLearnedRanker(sources: readonly SourceName[], weights: PerceptronWeights): PackSection {
  const { inputs, hidden, weight1, bias1, weight2, bias2, weight3 } = weights;
  return {
    options: { sources: [...sources], hidden },
    tensors: {
      weight1: { shape: [hidden, inputs], data: weight1 },
      bias1: { shape: [hidden], data: bias1 },
      weight2: { shape: [hidden, hidden], data: weight2 },
      bias2: { shape: [hidden], data: bias2 },
      weight3: { shape: [hidden], data: weight3 },
    },
  };
}

/** Chances of being the one chosen of the list. */
function softmax(logits: Float32Array): Float32Array {
  const highest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const chances = logits.map((logit) => Math.exp(logit - highest));
  const total = chances.reduce((a, b) => a + b, 0);
  return chances.map((chance) => chance / total);
}

/** What a source gave is what the score loses without its word; one whose word lowered the score gave nothing. */
function deletionShares(
  weights: PerceptronWeights,
  sources: readonly SourceName[],
  table: CandidateTable,
  history: Int32Array,
  rows: Int32Array,
): Float32Array {
  const columns = table.sources.length;
  const features = rowsOf(candidateFeatures(table, sources, history), weights.inputs, rows);
  const whole = forward(weights, features).output;
  const shares = new Float32Array(rows.length * columns);
  table.sources.forEach((source, column) => {
    const position = sources.indexOf(source);
    if (position < 0) return;
    const [from, to] = columnsOf(position);
    const without = features.slice();
    for (let row = 0; row < rows.length; row++) {
      without.fill(0, row * weights.inputs + from, row * weights.inputs + to);
    }
    const { output } = forward(weights, without);
    rows.forEach((row, place) => {
      const found = table.scores[row * columns + column] > 0;
      shares[place * columns + column] = found ? Math.max(0, whole[place] - output[place]) : 0;
    });
  });
  for (let place = 0; place < rows.length; place++) {
    const own = shares.subarray(place * columns, (place + 1) * columns);
    // Where no single deletion lowers the score, the sources that found the item share alike.
    if (own.every((share) => share === 0)) {
      own.forEach((_, column) => {
        own[column] = table.scores[rows[place] * columns + column] > 0 ? 1 : 0;
      });
    }
    const total = own.reduce((a, b) => a + b);
    own.forEach((share, column) => {
      own[column] = share / total;
    });
  }
  return shares;
}

function rowsOf(matrix: Float32Array, width: number, rows: Int32Array): Float32Array {
  const chosen = new Float32Array(rows.length * width);
  rows.forEach((row, place) => {
    chosen.set(matrix.subarray(row * width, (row + 1) * width), place * width);
  });
  return chosen;
}
