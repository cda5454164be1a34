/** Sizes of a session encoder. */
export interface EncoderSizes {
  /** Numbers in an item vector. */
  readonly width: number;
  /** Attention layers. */
  readonly blocks: number;
  /** Attention heads; they divide the width. */
  readonly heads: number;
  /** Width of the feed-forward layer, in widths. */
  readonly expansion: number;
  /** Rows of the position table: longest part of a history that is read. */
  readonly longest: number;
}

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
