import { LAYER_NORM_EPSILON } from '../../kernels/encoders/layer-norm.ts';
import { GRU4REC, recurrentShapes } from '../../pack/sections/gru4rec.ts';
import type { Tensor2D } from '../compute/tensors.ts';
import { layerNorm } from './layers/layer-norm.ts';
import { linear } from './layers/linear.ts';
import { recur } from './layers/recurrence.ts';
import type { ModelEntry } from './model.ts';
import type { SequenceEncoder } from './sequence-encoder.ts';
import { SessionModel, type SessionModelOptions } from './session-model.ts';

/**
 * GRU4Rec: one recurrent state for the session (Hidasi, Karatzoglou, Baltrunas & Tikk, "Session-based recommendations
 * with recurrent neural networks", 2016; Hidasi & Karatzoglou, "Recurrent neural networks with top-k gains", 2018).
 *
 * Our deviations:
 * - Loss: softmax over the item and some hundred negatives that all predictions of a step share, drawn by popularity to a
 *   power and corrected for it, instead of BPR-max over the other items of the batch.
 * - Whole sessions of about the same length make a batch, instead of steps of parallel sessions: the gradient runs to
 *   the start of the session.
 * - The state is normalised before it meets the item vectors (Ba et al. 2016): a bare one, whose numbers lie within 1,
 *   waits for the item vectors to grow.
 * - One table of item vectors is read and predicted with (their "constrained embedding"), so the state has its width.
 */
export type Gru4RecOptions = SessionModelOptions;

const GRU4REC_DEFAULTS: Gru4RecOptions = {
  width: 64,
  longest: 30,
  dropout: 0.25,
  loss: 'softmax',
  calibration: 0.75,
  negatives: 512,
  negativePower: 0.5,
  batchTokens: 2048,
  learningRate: 4e-3,
  weightDecay: 0,
  averaging: 0.998,
  lookAhead: 0,
  jitter: 0,
  omit: 0,
};

export class Gru4Rec extends SessionModel {
  constructor(options: Partial<Gru4RecOptions> = {}) {
    const all = { ...GRU4REC_DEFAULTS, ...options };
    super(GRU4REC, all, recurrentSequenceEncoder(all), { epsilon: LAYER_NORM_EPSILON });
  }
}

function recurrentSequenceEncoder({ width, longest }: Pick<Gru4RecOptions, 'width' | 'longest'>): SequenceEncoder {
  return {
    width,
    longest,
    shapes: recurrentShapes(width),
    deviation: ([inputs]) => 1 / Math.sqrt(inputs),
    encode: (x, windows, length, weights, dropout) => {
      const inputs = linear(dropout(x) as Tensor2D, weights['input.weights'] as Tensor2D, weights['input.bias']);
      const recurrent = weights['recurrent.weights'] as Tensor2D; // [width, 3 · width]
      const states = dropout(recur(inputs, recurrent, weights['recurrent.bias'], windows, length)) as Tensor2D;
      return layerNorm(states, weights['norm.gain'], weights['norm.bias']);
    },
  };
}

export const gru4rec: ModelEntry = {
  name: 'gru4rec',
  defaults: { ...GRU4REC_DEFAULTS },
  epochs: 14,
  placesNewItems: true,
  create: (options) => new Gru4Rec(options),
};
