import { forward, type PerceptronWeights } from '../../../engine/ranking/perceptron.ts';
import { LATEST } from '../../../engine/ranking/response/activity.ts';
import { type ResponseWeights, writeVectors } from '../../../engine/ranking/response/network.ts';
import { responseInputs } from '../../../pack/sections/response.ts';
import type { ResponseExamples } from './examples.ts';

/** What both perceptrons say of examples, before calibration: of every row, and of the product looked at. */
export function logitsOf({ embeddings, click, purchase }: ResponseWeights, examples: ResponseExamples) {
  const { perGroup, bought, items, latest } = examples;
  const inputs = responseInputs(embeddings.width);
  const taste = new Float32Array(embeddings.width);
  const clicks = new Float32Array(items.length);
  const purchases = new Float32Array(bought.length);
  for (let group = 0; group < bought.length; group++) {
    const rows = examples.features.slice(group * perGroup * inputs, (group + 1) * perGroup * inputs);
    const own = latest.subarray(group * LATEST, (group + 1) * LATEST);
    for (let i = 0; i < perGroup; i++) {
      writeVectors(embeddings, items[group * perGroup + i], own, taste, rows, i * inputs);
    }
    const output = (weights: PerceptronWeights, some: Float32Array): Float32Array => forward(weights, some).output;
    clicks.set(output(click, rows), group * perGroup);
    purchases[group] = output(purchase, rows.subarray(0, inputs))[0];
  }
  return { clicks, purchases };
}
