import type { EncoderSizes } from '../../kernels/encoders/attention-encoder.ts';
import { LAYER_NORM_EPSILON } from '../../kernels/encoders/layer-norm.ts';
import { ATTENTION, encoderShapes } from '../../pack/sections/attention.ts';
import { encode } from './attention-encoder.ts';
import type { ModelEntry } from './model.ts';
import type { SequenceEncoder } from './sequence-encoder.ts';
import { SessionModel, type SessionModelOptions } from './session-model.ts';

/** Standard deviation of the first weights. */
const INITIAL = 0.02;

/**
 * SASRec: self-attention over a visitor's history (Kang & McAuley, "Self-attentive sequential recommendation", 2018).
 *
 * Our deviations:
 * - Loss: softmax over the item and negatives that all predictions of a step share, instead of binary cross-entropy with
 *   one negative each (Klenitskiy & Vasilev, "Turning dross into gold loss: is BERT4Rec really better than SASRec?", 2023;
 *   Petrov & Macdonald, "gSASRec", 2023). Each negative stands for its share of the catalogue, so that the loss estimates
 *   the full cross-entropy, and scores are logarithms of chances (see training/shared-negatives.ts). Generalised binary
 *   cross-entropy is an option.
 * - What is kept is the mean of the weights over the last steps (see training/moving-average.ts).
 * - Normalisation before each layer and once at the end, as in today's Transformers.
 * - Positions are counted from the start of the window, and padding stands at its end: one more click then costs one more
 *   token (see contract/history-window.ts).
 * - Item vectors are trained by row outside the tensor runtime (see training/adam.ts) and saved as int8.
 */
export type AttentionModelOptions = EncoderSizes & SessionModelOptions;

export const ATTENTION_DEFAULTS: AttentionModelOptions = {
  width: 64,
  blocks: 1,
  heads: 1,
  expansion: 4,
  longest: 50,
  dropout: 0.4,
  loss: 'softmax',
  calibration: 0.75,
  negatives: 2048,
  negativePower: 0,
  batchTokens: 512,
  learningRate: 1e-3,
  weightDecay: 0,
  averaging: 0.998,
  lookAhead: 0,
  jitter: 0,
  omit: 0,
};

export class AttentionModel extends SessionModel {
  constructor(options: Partial<AttentionModelOptions> = {}) {
    const all = { ...ATTENTION_DEFAULTS, ...options };
    super(ATTENTION, all, attentionSequenceEncoder(all), { epsilon: LAYER_NORM_EPSILON });
  }
}

export function attentionSequenceEncoder(sizes: EncoderSizes): SequenceEncoder {
  const { width, longest } = sizes;
  const shapes = encoderShapes(sizes);
  return {
    width,
    longest,
    shapes,
    deviation: () => INITIAL,
    rowsUsed: (name, length) => (name === 'positions' ? length : shapes[name][0]),
    encode: (x, windows, length, weights, dropout) => encode(x, windows, length, weights, sizes, dropout),
  };
}

export const attention: ModelEntry = {
  name: 'attention',
  defaults: { ...ATTENTION_DEFAULTS },
  // What was done on one day stands in any order: what comes soon tells as much as what comes next.
  ofVisitors: { lookAhead: 0.3 },
  placesNewItems: true,
  create: (options) => new AttentionModel(options),
};
