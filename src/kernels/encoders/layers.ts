import { type LinearLayers, type LinearWeights, TypeScriptLayers } from './linear-layers.ts';
import { compileLinear, SimdLayers } from './simd-layers.ts';

/** @returns what opens linear layers, for any weights, in the fastest way that runs here. */
export async function chooseLayers(): Promise<(weights: LinearWeights) => LinearLayers> {
  const plain = (weights: LinearWeights): LinearLayers => new TypeScriptLayers(weights);
  try {
    const module = await compileLinear();
    return (weights) => {
      try {
        return new SimdLayers(module, weights);
      } catch {
        // Memory was refused.
        return plain(weights);
      }
    };
  } catch {
    return plain;
  }
}
