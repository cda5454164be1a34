/**
 * Names and shapes of the layers in the section `autoencoder`, beside `items` and `scales` (the vectors that items are
 * reconstructed with) and `read` and `readScales` (those that they are read with). Weights are [in, out].
 */
export function autoencoderShapes(width: number, hidden: number): Record<string, readonly number[]> {
  return {
    'hidden.bias': [hidden],
    'mean.weights': [hidden, width],
    'mean.bias': [width],
    'spread.weights': [hidden, width],
    'spread.bias': [width],
  };
}
