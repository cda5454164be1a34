import * as plain from '../../contract/validation/plain-data.ts';
import type { EncoderSizes } from '../../kernels/encoders/attention-encoder.ts';
import { floats, type SectionLayout, type TensorForm } from '../layout.ts';

/**
 * Names and shapes of the encoder's tensors in the section `attention`, beside its `items` and `scales`. The same names
 * are used by the model that is trained and by the one that serves. Weights of a linear layer are [in, out].
 */
export function encoderShapes({ width, blocks, expansion, longest }: EncoderSizes): Record<string, readonly number[]> {
  const shapes: Record<string, readonly number[]> = { positions: [longest, width] };
  const norm = (name: string) => {
    shapes[`${name}.gain`] = [width];
    shapes[`${name}.bias`] = [width];
  };
  const linear = (name: string, from: number, to: number) => {
    shapes[`${name}.weights`] = [from, to];
    shapes[`${name}.bias`] = [to];
  };
  for (let block = 0; block < blocks; block++) {
    norm(`${block}.attentionNorm`);
    for (const name of ['query', 'key', 'value', 'output']) linear(`${block}.${name}`, width, width);
    norm(`${block}.feedNorm`);
    linear(`${block}.up`, width, expansion * width);
    linear(`${block}.down`, expansion * width, width);
  }
  norm('norm');
  return shapes;
}

const AttentionOptions = plain.check(
  plain.fields({
    width: plain.whole(1, 512),
    blocks: plain.whole(1, 12),
    heads: plain.whole(1, 16),
    expansion: plain.whole(1, 8),
    longest: plain.whole(1, 1000),
    /** Added to the variance where numbers are normalised. */
    epsilon: plain.positive(1),
  }),
  ({ width, heads }) => width % heads === 0,
  'of a width that the number of heads divides',
);
type AttentionOptions = plain.Read<typeof AttentionOptions>;

/** Self-attention over the history. */
export const ATTENTION: SectionLayout<AttentionOptions, Record<string, TensorForm<Float32Array>>> & {
  readonly name: 'attention';
} = {
  name: 'attention',
  options: AttentionOptions,
  vectors: true,
  tensors: (sizes) => floats(encoderShapes(sizes)),
};
