import type { SourceName } from '../../contract/recommendation.ts';
import { chooseLayers } from '../../kernels/encoders/layers.ts';
import { type LinearLayers, TypeScriptLayers } from '../../kernels/encoders/linear-layers.ts';
import { corruptPack } from '../../pack/corrupt-pack.ts';
import { readSection, writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { withPrefix } from '../../pack/sections/perceptron.ts';
import { RANKER } from '../../pack/sections/ranker.ts';
import { CandidateFeatures, FEATURE_NAMES, type FeatureName } from './candidate-features.ts';
import type { CandidateTable } from './candidate-table.ts';
import { ItemPopularity } from './item-popularity.ts';
import { forward, layersOf, type PerceptronWeights } from './perceptron.ts';
import type { Ranker } from './ranker.ts';

/** The learned ranker of a pack: which sources it needs, and how it scores. */
export interface LearnedRanker extends Ranker {
  readonly sources: readonly SourceName[];
  /** Scores by the fastest code that runs here from then on. The scores are the same. */
  accelerate(): Promise<void>;
}

/**
 * Stacking: a small perceptron over what every source says of a candidate, learned on the validation split from which
 * of the candidates the visitor chose (see `fitPerceptron`). It finds what no fixed weights can: that a neighbour by
 * content counts double where rules agree, that little evidence is worth less than its share of the list.
 * @param items products of the pack
 * @throws VitrineError `pack-corrupt`, `pack-version`
 */
export function createLearnedRanker(section: PackSection, items: number): LearnedRanker {
  const [options, tensors] = readSection(RANKER, section, items);
  const names = options.features as FeatureName[];
  // One that is not known here cannot be worked out.
  if (!names.every((name) => FEATURE_NAMES.includes(name)))
    throw corruptPack('its ranker sees a feature that is not known');
  const features = new CandidateFeatures(names, new ItemPopularity(tensors.popularity));
  if (features.sources.length === 0) throw corruptPack('its ranker sees no source');
  const weights: PerceptronWeights = { inputs: names.length, hidden: options.hidden, ...tensors };
  let layers: LinearLayers = new TypeScriptLayers(layersOf(weights));
  const score = (seen: Float32Array): Float32Array => forward(weights, seen, layers).output;
  return {
    sources: features.sources,
    async accelerate() {
      const open = await chooseLayers();
      layers = open(layersOf(weights));
    },
    score: (table, history) => softmax(score(features.read(table, history))),
    attribute: (table, history, rows) => deletionShares(score, features, table, history, rows),
  };
}

/** The section that `createLearnedRanker` reads. @param popularity of the pack's items */
export function saveLearnedRanker(
  features: readonly FeatureName[],
  popularity: ItemPopularity,
  weights: PerceptronWeights,
): PackSection {
  const options = { features: [...features], hidden: weights.hidden };
  const tensors = { popularity: popularity.logs, ...withPrefix('', weights) };
  return writeSection(RANKER, popularity.rows - 1, options, tensors);
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
  score: (seen: Float32Array) => Float32Array,
  features: CandidateFeatures,
  table: CandidateTable,
  history: Int32Array,
  rows: Int32Array,
): Float32Array {
  const columns = table.sources.length;
  const seen = features.read(table, history, rows);
  const whole = score(seen);
  const shares = new Float32Array(rows.length * columns);
  table.sources.forEach((source, column) => {
    const without = seen.slice();
    for (const at of features.columnsOf(source)) {
      for (let cell = at; cell < without.length; cell += features.names.length) without[cell] = 0;
    }
    const output = score(without);
    rows.forEach((row, place) => {
      const found = table.scores[row * columns + column] > 0;
      const lost = whole[place] - output[place];
      shares[place * columns + column] = found && lost > 0 && lost < Infinity ? lost : 0;
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
