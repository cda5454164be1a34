import { add, concat, type Tensor4D } from '../../../compute/tensors.ts';
import { convolution } from '../../../models/layers/convolution.ts';
import type { Weights } from '../../../models/sequence-encoder.ts';
import { leakyRelu, pixelNorm, toPixels, unfold } from '../layers.ts';
import { convolutionShapes, type Shapes } from '../shapes.ts';

/** Pixels a side for each number a side of the codes. */
export const STRIDE = 8;

export interface DecoderOptions {
  /** Channels of the codes. */
  codeChannels: number;
  /** Channels at 1, 2 and 4 times the codes' size, and of the whole picture. */
  decoderWidths: readonly number[];
}

/**
 * Codes → a picture, as the decoder of an autoencoder (after Esser et al. 2021). Our deviations: the codes are numbers and
 * no words of a codebook, with noise in training; pixelwise normalisation, so that one picture is made like many; no
 * attention; and the last doubling turns channels into pixels (Shi et al. 2016), so that no convolution but the last works
 * at the full size. `python/nets.py` trains it.
 */
export class DecoderNet {
  readonly shapes: Shapes = {};

  constructor({ codeChannels, decoderWidths }: DecoderOptions) {
    const [first, second, third, last] = decoderWidths;
    convolutionShapes(this.shapes, 'start', codeChannels, first);
    this.#residualShapes('residual0', first);
    convolutionShapes(this.shapes, 'larger1', first, second);
    this.#residualShapes('residual1', second);
    convolutionShapes(this.shapes, 'larger2', second, third);
    this.#residualShapes('residual2', third);
    convolutionShapes(this.shapes, 'larger3', third, 4 * last);
    convolutionShapes(this.shapes, 'pixels', last, 3);
  }

  /** codes [batch, side, side, channels] → pixels in −1…1, [batch, 8 · side, 8 · side, 3] */
  decode(weights: Weights, codes: Tensor4D): Tensor4D {
    let x = residual(weights, 'residual0', layer(weights, 'start', codes));
    x = residual(weights, 'residual1', layer(weights, 'larger1', doubled(ready(x))));
    x = residual(weights, 'residual2', layer(weights, 'larger2', doubled(ready(x))));
    x = unfold(layer(weights, 'larger3', ready(x)));
    return toPixels(layer(weights, 'pixels', ready(x)));
  }

  #residualShapes(name: string, width: number): void {
    convolutionShapes(this.shapes, `${name}.first`, width, width);
    convolutionShapes(this.shapes, `${name}.second`, width, width);
  }
}

/** Two convolutions beside a way past them (He et al. 2016). [batch, h, w, channels] */
function residual(weights: Weights, name: string, x: Tensor4D): Tensor4D {
  const inner = layer(weights, `${name}.first`, ready(x));
  return add(x, layer(weights, `${name}.second`, ready(inner)));
}

const ready = (x: Tensor4D): Tensor4D => leakyRelu(pixelNorm(x));

const layer = (weights: Weights, name: string, x: Tensor4D): Tensor4D =>
  convolution(x, weights[`${name}.weights`], weights[`${name}.bias`]);

/** Each pixel four times. [batch, h, w, channels] → [batch, 2h, 2w, channels] */
const doubled = (x: Tensor4D): Tensor4D => unfold(concat([x, x, x, x], 3));
