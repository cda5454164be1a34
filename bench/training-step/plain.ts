import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import { LAYER_NORM_EPSILON } from '../../src/kernels/encoders/layer-norm.ts';
import { logitBias, predictionsOf } from '../../src/learning/training/predictions.ts';
import { Random } from '../../src/learning/training/random.ts';
import { SharedNegatives } from '../../src/learning/training/shared-negatives.ts';
import { openTfjsWasm } from '../harness/tfjs-wasm.ts';
import { drawnBatch, firstWeights, SEED, type Step, type TrainingShape } from './step.ts';

/**
 * The same model, loss and optimiser as one writes them in tfjs: variables, its own layers' operations, `variableGrads`,
 * `train.adam`. Only the gradient of the gathered rows is not its own, since its WASM backend has none: they are added up
 * by `scatterND`.
 */
export async function openPlain(shape: TrainingShape): Promise<Step> {
  await openTfjsWasm();
  const { width, heads, blocks, rows, length, items, dropout } = shape;
  const variables = Object.fromEntries(
    Object.entries(firstWeights(shape)).map(([name, { shape, data }]) => [
      name,
      tf.variable(tf.tensor(data, [...shape])),
    ]),
  );
  const weight = (name: string): tf.Tensor => variables[name];
  const linear = (name: string, x: tf.Tensor) =>
    tf.add(tf.matMul(x as tf.Tensor2D, weight(`${name}.weights`) as tf.Tensor2D), weight(`${name}.bias`));
  const norm = (name: string, x: tf.Tensor) => {
    const { mean, variance } = tf.moments(x, -1, true);
    const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, LAYER_NORM_EPSILON)));
    return tf.add(tf.mul(normal, weight(`${name}.gain`)), weight(`${name}.bias`));
  };
  const leaveOut = (x: tf.Tensor) => (dropout === 0 ? x : tf.dropout(x, dropout));
  const gather = (ids: Int32Array) =>
    tf.customGrad((table) => ({
      value: tf.gather(table as tf.Tensor, tf.tensor1d(ids, 'int32')),
      gradFunc: (dy: tf.Tensor) => tf.scatterND(tf.tensor2d(ids, [ids.length, 1], 'int32'), dy, [items + 1, width]),
    }))(weight('items'));
  const split = (x: tf.Tensor) =>
    tf.transpose(tf.reshape(x, [rows, length, heads, width / heads]), [0, 2, 1, 3]) as tf.Tensor4D;
  const mask = tf.tensor(
    Float32Array.from({ length: length * length }, (_, i) => (i % length > Math.floor(i / length) ? -1e9 : 0)),
    [length, length],
  );
  const attend = (block: number, x: tf.Tensor) => {
    const [query, key, value] = ['query', 'key', 'value'].map((name) => split(linear(`${block}.${name}`, x)));
    const logits = tf.div(tf.matMul(query, key, false, true), Math.sqrt(width / heads));
    const attended = tf.matMul(tf.softmax(tf.add(logits, mask)), value); // [rows, heads, length, width / heads]
    return linear(`${block}.output`, tf.reshape(tf.transpose(attended, [0, 2, 1, 3]), [rows * length, width]));
  };
  const { inputs, targets } = drawnBatch(shape);
  const encode = () => {
    const x = tf.mul(tf.reshape(gather(inputs), [rows, length, width]), Math.sqrt(width));
    let h = leaveOut(
      tf.reshape(tf.add(x, tf.slice(weight('positions'), [0, 0], [length, width])), [rows * length, width]),
    );
    for (let block = 0; block < blocks; block++) {
      h = tf.add(h, leaveOut(attend(block, norm(`${block}.attentionNorm`, h))));
      const up = leaveOut(tf.relu(linear(`${block}.up`, norm(`${block}.feedNorm`, h))));
      h = tf.add(h, leaveOut(linear(`${block}.down`, up)));
    }
    return norm('norm', h);
  };

  const shared = new SharedNegatives(new Int32Array(items + 1), 0);
  const random = new Random(SEED);
  const adam = tf.train.adam(shape.learningRate, 0.9, 0.999, 1e-8);
  return async () => {
    const negatives = shared.draw(shape.negatives, random);
    const share = new Float32Array(targets.length).fill(1 / targets.length);
    const bias = (item: number): number => shared.correctionOf(item, negatives.length);
    const { value, grads } = tf.variableGrads(() => {
      const states = encode(); // [rows · length, width]
      const own = tf.sum(tf.mul(states, gather(targets)), 1, true);
      const others = tf.matMul(states as tf.Tensor2D, gather(negatives) as tf.Tensor2D, false, true);
      const biased = tf.add(others, logitBias(predictionsOf(targets, share, negatives, bias)));
      return tf.mean(tf.sub(tf.logSumExp(tf.concat([own, biased], 1), 1, true), own)) as tf.Scalar;
    });
    adam.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
    const [loss] = await value.data();
    tf.dispose([value, grads]);
    return loss;
  };
}
