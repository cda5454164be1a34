import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { Compute } from '../../src/learning/compute/backend.ts';
import { encode } from '../../src/learning/models/attention-encoder.ts';
import { SequenceNet } from '../../src/learning/models/sequence-net.ts';
import { TrainStep } from '../../src/learning/models/train-step.ts';
import { Adam } from '../../src/learning/training/adam.ts';
import { Random } from '../../src/learning/training/random.ts';
import { SharedNegatives } from '../../src/learning/training/shared-negatives.ts';
import { encoderShapes } from '../../src/pack/sections/attention.ts';
import { drawnBatch, firstWeights, SEED, type Step, type TrainingShape } from './step.ts';

/** Our step, as `vitrine train` and the page make it. */
export async function openOurs(shape: TrainingShape): Promise<Step> {
  await Compute.open({ backends: ['wasm'], wasm: async () => (await fetch(simd)).arrayBuffer() });
  const shapes = encoderShapes(shape);
  const net = new SequenceNet({
    width: shape.width,
    longest: shape.longest,
    shapes,
    deviation: () => 0,
    rowsUsed: (name, length) => (name === 'positions' ? length : shapes[name][0]),
    encode: (x, windows, length, weights, dropout) => encode(x, windows, length, weights, shape, dropout),
  });
  net.adopt(firstWeights(shape));
  const adam = new Adam(net.weights, { learningRate: shape.learningRate, weightDecay: 0 });
  const negatives = new SharedNegatives(new Int32Array(shape.items + 1), 0);
  const step = new TrainStep(net, adam, negatives, {
    ...shape,
    loss: 'softmax',
    calibration: 0,
    moving: new Set(Object.keys(net.weights)),
  });
  const batch = drawnBatch(shape);
  const random = new Random(SEED);
  return () => step.run(batch, random);
}
