import * as plain from '../../contract/validation/plain-data.ts';
import { floats, type SectionLayout, type TensorForm } from '../layout.ts';

/**
 * Names and shapes of the encoder's tensors in the section `gru4rec`, beside its `items` and `scales`. The columns give
 * the gates r, z and n, in this order. Weights of a linear layer are [in, out].
 */
export function recurrentShapes(width: number): Record<string, readonly number[]> {
  return {
    'input.weights': [width, 3 * width],
    'input.bias': [3 * width],
    'recurrent.weights': [width, 3 * width],
    'recurrent.bias': [3 * width],
    'norm.gain': [width],
    'norm.bias': [width],
  };
}

const Gru4RecOptions = plain.fields({
  width: plain.whole(1, 512),
  /** Items that are read at most. */
  longest: plain.whole(1, 1000),
  /** Added to the variance where numbers are normalised. */
  epsilon: plain.positive(1),
});
type Gru4RecOptions = plain.Read<typeof Gru4RecOptions>;

/** One recurrent state of the history. */
export const GRU4REC: SectionLayout<Gru4RecOptions, Record<string, TensorForm<Float32Array>>> & {
  readonly name: 'gru4rec';
} = {
  name: 'gru4rec',
  options: Gru4RecOptions,
  vectors: true,
  tensors: ({ width }) => floats(recurrentShapes(width)),
};
