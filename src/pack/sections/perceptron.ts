import { floats, type TensorForm } from '../layout.ts';

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

/** The layout of a perceptron's tensors. @param prefix of their names, such as `click.` */
export const perceptron = <const TPrefix extends string>(prefix: TPrefix, inputs: number, hidden: number) =>
  floats({
    [`${prefix}weight1`]: [inputs, hidden],
    [`${prefix}bias1`]: [hidden],
    [`${prefix}weight2`]: [hidden, hidden],
    [`${prefix}bias2`]: [hidden],
    [`${prefix}weight3`]: [hidden],
  }) as Named<TPrefix, TensorForm<Float32Array>>;

export const withPrefix = <const TPrefix extends string>(prefix: TPrefix, weights: PerceptronTensors) =>
  ({
    [`${prefix}weight1`]: weights.weight1,
    [`${prefix}bias1`]: weights.bias1,
    [`${prefix}weight2`]: weights.weight2,
    [`${prefix}bias2`]: weights.bias2,
    [`${prefix}weight3`]: weights.weight3,
  }) as Named<TPrefix, Float32Array>;

export const withoutPrefix = (
  prefix: string,
  tensors: Readonly<Record<string, Float32Array | unknown>>,
): PerceptronTensors => {
  const tensor = (name: string): Float32Array => tensors[prefix + name] as Float32Array;
  return {
    weight1: tensor('weight1'),
    bias1: tensor('bias1'),
    weight2: tensor('weight2'),
    bias2: tensor('bias2'),
    weight3: tensor('weight3'),
  };
};
