import { quantiseRows, restoreRows } from '../../../kernels/scoring/quantise.ts';
import { readSection, writeSection } from '../../../pack/layout.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { withoutPrefix, withPrefix } from '../../../pack/sections/perceptron.ts';
import { type IntentOptions, RESPONSE, responseInputs } from '../../../pack/sections/response.ts';
import { forward } from '../perceptron.ts';
import { ProductActivity, type VisitorActivity } from './activity.ts';
import { writeFeatures } from './features.ts';
import { type Calibration, type ResponseWeights, sigmoid, writeVectors } from './network.ts';

/** Chances of what a visitor does with products, parallel to the items asked about. */
export interface Chances {
  /** That the product, of all of the shop's, is the one that the visitor turns to next. */
  click: Float32Array;
  /** That the visitor buys it within a day, once they look at it. */
  purchase: Float32Array;
}

export interface ResponseModel {
  /** @param now milliseconds */
  chances(visitor: VisitorActivity, items: ArrayLike<number>, now: number): Chances;
}

export type Calibrations = Record<keyof Chances, Calibration>;

/**
 * Click and purchase probability (see `fitResponse`), from a pack's section.
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createResponseModel(section: PackSection, items: number): ResponseModel {
  const [{ width, hidden, click, purchase }, tensors] = readSection(RESPONSE, section, items);
  const inputs = responseInputs(width);
  const products = new ProductActivity(items, tensors);
  const weights: ResponseWeights = {
    embeddings: { width, vectors: restoreRows({ data: tensors.vectors, scales: tensors.scales }, width) },
    click: { inputs, hidden, ...withoutPrefix('click.', tensors) },
    purchase: { inputs, hidden, ...withoutPrefix('purchase.', tensors) },
  };
  return {
    chances(visitor, asked, now) {
      const rows = new Float32Array(asked.length * inputs);
      const taste = new Float32Array(width);
      for (let i = 0; i < asked.length; i++) {
        writeFeatures({ visitor, products, item: asked[i], now }, rows, i * inputs);
        writeVectors(weights.embeddings, asked[i], visitor.latest, taste, rows, i * inputs);
      }
      const stated = (logits: Float32Array, { slope, intercept }: Calibration): Float32Array =>
        logits.map((logit) => sigmoid(slope * logit + intercept));
      return {
        click: stated(forward(weights.click, rows).output, click),
        purchase: stated(forward(weights.purchase, rows).output, purchase),
      };
    },
  };
}

/** The section that `createResponseModel` reads. */
export function saveResponseModel(
  { embeddings, click, purchase }: ResponseWeights,
  products: ProductActivity,
  calibrations: Calibrations,
  intents?: IntentOptions,
): PackSection {
  const { width, vectors } = embeddings;
  const { data, scales } = quantiseRows(vectors, width);
  const { views, carts, purchases } = products;
  const options = { width, hidden: click.hidden, ...calibrations, ...(intents && { intents }) };
  const towers = { ...withPrefix('click.', click), ...withPrefix('purchase.', purchase) };
  return writeSection(RESPONSE, products.items, options, { vectors: data, scales, views, carts, purchases, ...towers });
}
