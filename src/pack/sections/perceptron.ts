import { f32, type TensorForm } from '../layout.ts';

/** Weights of two hidden layers of one width and an output without a bias. Those of a layer are [in, out]. */
export interface PerceptronTensors {
  /** [inputs, hidden] */
  readonly weight1: Float32Array;
  /** [hidden] */
  readonly bias1: Float32Array;
  /** [hidden, hidden] */
  readonly weight2: Float32Array;
  /** [hidden] */
  readonly bias2: Float32Array;
  /** [hidden] */
  readonly weight3: Float32Array;
}
type Named<TPrefix extends string, TValue> = { [TName in keyof PerceptronTensors as `${TPrefix}${TName}`]: TValue };

const NAMES = ['weight1', 'bias1', 'weight2', 'bias2', 'weight3'] as const;
const each = (entry: (name: (typeof NAMES)[number]) => [string, unknown]): unknown =>
  Object.fromEntries(NAMES.map(entry));

/** The layout of a perceptron's tensors. @param prefix of their names, such as `click.` */
export function perceptron<const TPrefix extends string>(prefix: TPrefix, inputs: number, hidden: number) {
  const shapes = {
    weight1: [inputs, hidden],
    bias1: [hidden],
    weight2: [hidden, hidden],
    bias2: [hidden],
    weight3: [hidden],
  };
  return each((name) => [prefix + name, f32(...shapes[name])]) as Named<TPrefix, TensorForm<Float32Array>>;
}

export function withPrefix<const TPrefix extends string>(prefix: TPrefix, weights: PerceptronTensors) {
  return each((name) => [prefix + name, weights[name]]) as Named<TPrefix, Float32Array>;
}

export function withoutPrefix<const TPrefix extends string>(
  prefix: TPrefix,
  tensors: Named<TPrefix, Float32Array>,
): PerceptronTensors {
  return each((name) => [name, Reflect.get(tensors, prefix + name)]) as PerceptronTensors;
}
