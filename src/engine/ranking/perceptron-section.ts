import type { PackSection, Tensor } from '../../pack/pack.ts';
import { readTensor } from '../../pack/section.ts';
import type { PerceptronWeights } from './perceptron.ts';

/** A perceptron's tensors. @param prefix of their names, such as `click.` */
export function writePerceptron(prefix: string, weights: PerceptronWeights): Record<string, Tensor> {
  const { inputs, hidden, weight1, bias1, weight2, bias2, weight3 } = weights;
  return {
    [`${prefix}weight1`]: { shape: [inputs, hidden], data: weight1 },
    [`${prefix}bias1`]: { shape: [hidden], data: bias1 },
    [`${prefix}weight2`]: { shape: [hidden, hidden], data: weight2 },
    [`${prefix}bias2`]: { shape: [hidden], data: bias2 },
    [`${prefix}weight3`]: { shape: [hidden], data: weight3 },
  };
}

/** @throws VitrineError `pack-corrupt` */
export function readPerceptron(
  section: PackSection,
  prefix: string,
  inputs: number,
  hidden: number,
): PerceptronWeights {
  const tensor = (name: string, ...shape: number[]): Float32Array =>
    readTensor(section, `${prefix}${name}`, [Float32Array], shape);
  return {
    inputs,
    hidden,
    weight1: tensor('weight1', inputs, hidden),
    bias1: tensor('bias1', hidden),
    weight2: tensor('weight2', hidden, hidden),
    bias2: tensor('bias2', hidden),
    weight3: tensor('weight3', hidden),
  };
}
