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
