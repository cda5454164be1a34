import { mul, type Tensor, type Tensor2D, tensor, tidy, valueAndGrads } from '../compute/tensors.ts';
import type { Adam } from '../training/adam.ts';
import type { Batch } from '../training/batches.ts';
import { fillDropoutMask, type Random } from '../training/random.ts';
import { negativeBias, type SharedNegatives } from '../training/shared-negatives.ts';
import { sharedSoftmaxLoss } from '../training/softmax-loss.ts';
import { scatterRows } from './item-table.ts';
import { ITEMS, inputScale, type SequenceNet } from './sequence-net.ts';
import { type Dropout, encode, type Weights } from './session-encoder.ts';

export interface StepOptions {
  /** Chance that a number is left out. */
  dropout: number;
  /** Shared negatives; 0 for all items. */
  negatives: number;
  /** Names of the weights that move. */
  moving: ReadonlySet<string>;
}

/**
 * One step of the optimiser: the loss over all positions of a batch against negatives that they share.
 * @returns the loss before the step, nats per prediction; where it is not finite, nothing moves
 */
export async function trainStep(
  net: SequenceNet,
  adam: Adam,
  { rows, length, inputs, targets }: Batch,
  shared: SharedNegatives,
  random: Random,
  { dropout, negatives: count, moving }: StepOptions,
): Promise<number> {
  const { width } = net.sizes;
  const scale = inputScale(net.sizes);
  const negatives = count === 0 ? everyRow(net.items.length / width) : shared.draw(count, random);
  const columns = 1 + negatives.length;
  const bias = new Float32Array(targets.length * columns);
  negativeBias(targets, negatives, count === 0 ? () => 0 : (item) => shared.correctionOf(item, count), bias);
  const names = Object.keys(net.weights).filter((name) => name !== ITEMS && moving.has(name));
  const vectorsMove = moving.has(ITEMS);

  const { value, grads } = tidy(() => {
    const given = net.encoderTensors(length);
    const vectors = [net.itemTensor(inputs, scale), net.itemTensor(targets), net.itemTensor(negatives)];
    const biasTensor = tensor(bias, [targets.length, columns]) as Tensor2D;
    const weightTensor = tensor(weightsOf(targets), [targets.length, 1]) as Tensor2D;
    const leaveOut = dropoutOf(dropout, random);
    const loss = (...moved: Tensor[]): never => {
      const [x, own, others] = (vectorsMove ? moved.splice(0, 3) : vectors) as Tensor2D[];
      const weights: Weights = { ...given, ...Object.fromEntries(names.map((name, i) => [name, moved[i]])) };
      const states = encode(x, rows, length, weights, net.sizes, leaveOut); // [rows · length, width]
      return sharedSoftmaxLoss(states, own, others, biasTensor, weightTensor) as never;
    };
    return valueAndGrads(loss)([...(vectorsMove ? vectors : []), ...names.map((name) => given[name])]);
  });
  const tensors = [value, ...grads];
  const [[lossValue], ...gradients] = (await Promise.all(tensors.map((t) => t.data()))) as Float32Array[];
  for (const t of tensors) t.dispose();
  if (!Number.isFinite(lossValue)) return lossValue;

  adam.begin();
  if (vectorsMove) {
    const sum = new Float32Array(net.items.length);
    const [ofInputs, ofTargets, ofNegatives] = gradients.splice(0, 3);
    scatterRows(sum, inputs, width, ofInputs, scale);
    scatterRows(sum, targets, width, ofTargets);
    scatterRows(sum, negatives, width, ofNegatives);
    adam.update(ITEMS, sum);
  }
  for (const [i, name] of names.entries()) adam.update(name, gradients[i]);
  return lossValue;
}

/** Rows 1…rows − 1. */
const everyRow = (rows: number): Int32Array => Int32Array.from({ length: rows - 1 }, (_, i) => i + 1);

/** Of each prediction in the mean: the same for all, 0 for padding. */
function weightsOf(targets: Int32Array): Float32Array {
  const real = targets.reduce((sum, target) => sum + (target === 0 ? 0 : 1), 0);
  return Float32Array.from(targets, (target) => (target === 0 ? 0 : 1 / real));
}

function dropoutOf(rate: number, random: Random): Dropout {
  if (rate === 0) return (x) => x;
  return (x) => {
    const mask = new Float32Array(x.size);
    fillDropoutMask(mask, rate, random);
    return mul(x, tensor(mask, x.shape));
  };
}
