import type { EncoderSizes } from '../../kernels/encoders/attention-encoder.ts';
import { add, relu, reshape, type Tensor, type Tensor2D } from '../compute/tensors.ts';
import { causalAttention, joinHeads, splitHeads } from './layers/attention.ts';
import { layerNorm } from './layers/layer-norm.ts';
import { linear } from './layers/linear.ts';
import type { Dropout, Weights } from './sequence-encoder.ts';

/** x: item vectors of the windows [windows · length, width]; weights.positions [length, width] → states, the same shape as x */
export function encode(
  x: Tensor2D,
  windows: number,
  length: number,
  weights: Weights,
  shape: EncoderSizes,
  dropout: Dropout,
): Tensor2D {
  const { width, heads, blocks } = shape;
  const flat = (t: Tensor) => reshape(t, [windows * length, width]) as Tensor2D;
  const apply = (name: string, t: Tensor) =>
    linear(t as Tensor2D, weights[`${name}.weights`] as Tensor2D, weights[`${name}.bias`]);
  const norm = (name: string, t: Tensor) => layerNorm(t as Tensor2D, weights[`${name}.gain`], weights[`${name}.bias`]);
  let h: Tensor = dropout(flat(add(reshape(x, [windows, length, width]), weights.positions)));
  for (let b = 0; b < blocks; b++) {
    const normal = norm(`${b}.attentionNorm`, h);
    const [query, key, value] = ['query', 'key', 'value'].map((name) =>
      splitHeads(apply(`${b}.${name}`, normal), windows, length, heads),
    );
    const attended = joinHeads(causalAttention(query, key, value), windows, length, heads);
    h = add(h, dropout(apply(`${b}.output`, attended)));
    const up = dropout(relu(apply(`${b}.up`, norm(`${b}.feedNorm`, h))));
    h = add(h, dropout(apply(`${b}.down`, up)));
  }
  return norm('norm', h);
}
