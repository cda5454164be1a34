import * as plain from '../../../contract/validation/plain-data.ts';
import { quantiseRows, restoreRows } from '../../../kernels/scoring/quantise.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { readOptions, readTensor } from '../../../pack/section.ts';
import { forward } from '../perceptron.ts';
import { readPerceptron, writePerceptron } from '../perceptron-section.ts';
import { ProductActivity, type VisitorActivity } from './activity.ts';
import { writeFeatures } from './features.ts';
import { type Calibration, inputWidth, type ResponseWeights, sigmoid, writeVectors } from './network.ts';

const CalibrationOptions = plain.fields({ slope: plain.finite, intercept: plain.finite });
const size = plain.whole(1, 256);
const ResponseOptions = plain.fields({
  width: size,
  hidden: size,
  click: CalibrationOptions,
  purchase: CalibrationOptions,
});

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
  const { width, hidden, click, purchase } = readOptions(section, ResponseOptions);
  const inputs = inputWidth(width);
  const rounded = {
    data: readTensor(section, 'vectors', [Int8Array], [items + 1, width]),
    scales: readTensor(section, 'scales', [Float32Array], [items + 1]),
  };
  const counts = (name: string): Uint16Array => readTensor(section, name, [Uint16Array], [items + 1]);
  const products = new ProductActivity(items, {
    views: counts('views'),
    carts: counts('carts'),
    purchases: counts('purchases'),
  });
  const weights: ResponseWeights = {
    embeddings: { width, vectors: restoreRows(rounded, width) },
    click: readPerceptron(section, 'click.', inputs, hidden),
    purchase: readPerceptron(section, 'purchase.', inputs, hidden),
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
): PackSection {
  const { width, vectors } = embeddings;
  const { data, scales } = quantiseRows(vectors, width);
  const rows = products.items + 1;
  return {
    options: { width, hidden: click.hidden, ...calibrations },
    tensors: {
      vectors: { shape: [rows, width], data },
      scales: { shape: [rows], data: scales },
      views: { shape: [rows], data: products.views },
      carts: { shape: [rows], data: products.carts },
      purchases: { shape: [rows], data: products.purchases },
      ...writePerceptron('click.', click),
      ...writePerceptron('purchase.', purchase),
    },
  };
}
