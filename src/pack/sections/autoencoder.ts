import * as plain from '../../contract/validation/plain-data.ts';
import { amounts, floats, i8, type SectionLayout, type TensorForm } from '../layout.ts';

/**
 * Names and shapes of the layers in the section `autoencoder`, beside `items` and `scales` (the vectors that items are
 * reconstructed with) and `read` and `readScales` (those that they are read with). Weights are [in, out].
 */
export function autoencoderShapes(width: number, hidden: number) {
  return {
    'hidden.bias': [hidden],
    'mean.weights': [hidden, width],
    'mean.bias': [width],
    'spread.weights': [hidden, width],
    'spread.bias': [width],
  };
}

const size = plain.whole(1, 512);
const AutoencoderOptions = plain.fields({
  width: size,
  hidden: size,
  /** Weight of each item of the history against the next one. */
  decay: plain.positive(1),
});
type AutoencoderOptions = plain.Read<typeof AutoencoderOptions>;
type AutoencoderLayers = Record<keyof ReturnType<typeof autoencoderShapes>, TensorForm<Float32Array>>;

const tensors = ({ width, hidden }: AutoencoderOptions, items: number) => ({
  read: i8(items + 1, hidden),
  readScales: amounts(items + 1),
  ...(floats(autoencoderShapes(width, hidden)) as AutoencoderLayers),
});

/** A variational autoencoder of what visitors met. */
export const AUTOENCODER: SectionLayout<AutoencoderOptions, ReturnType<typeof tensors>> & {
  readonly name: 'autoencoder';
} = {
  name: 'autoencoder',
  options: AutoencoderOptions,
  vectors: true,
  tensors,
};
