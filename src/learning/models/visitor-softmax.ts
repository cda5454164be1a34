import { runOwnKernel } from '../compute/own-kernels.ts';
import { type RowLoss, SHARED_LOSS } from '../compute/shared-loss-kernel.ts';
import {
  add,
  log,
  matMul,
  max,
  mul,
  softmax,
  sub,
  type Tensor,
  type Tensor2D,
  tensor,
  tidy,
  transpose,
} from '../compute/tensors.ts';
import { logitBias, type Predictions, predictionsOf } from '../training/predictions.ts';
import { gatherRows } from './item-table.ts';
import { appendColumn, dropLastColumn } from './last-column.ts';
import type { TasteBatch } from './taste-batches.ts';
import { unitRows, unitRowsGradient } from './unit-rows.ts';

/** What a score is made of. */
export interface BiasedVectors {
  /** [visitors, width] */
  visitors: Float32Array;
  /** [items + 1, width] */
  items: Float32Array;
  /** [items + 1] */
  biases: Float32Array;
}

/** A loss and what it says of the vectors it was made from. */
export interface VisitorSoftmax {
  /** Nats per prediction. */
  loss: number;
  /** [visitors, width] */
  ofVisitors: Float32Array;
  /** [items + 1, width] */
  ofItems: Float32Array;
  /** [items + 1] */
  ofBiases: Float32Array;
}

/** Keeps the logarithm of a vanished chance finite. */
const TINY = 1e-20;

/**
 * Cross-entropy of each item that a visitor met against negatives that all visitors share, by the cosine of their vectors
 * over a temperature plus the item's bias, and its gradient. What a visitor gives to the negatives is computed once for
 * all their items, which is what makes a step over thousands of items cheap. None of a visitor's own items is a negative
 * of theirs.
 */
export async function visitorSoftmax(
  { visitors, items, biases }: BiasedVectors,
  width: number,
  { wanted, visitors: visitorOf }: Pick<TasteBatch, 'wanted' | 'visitors'>,
  negatives: Int32Array,
  temperature: number,
): Promise<VisitorSoftmax> {
  const { met, places } = meet(items.length / width, wanted, negatives);
  const visitor = unitRows(visitors, width);
  const item = unitRows(gatherRows(items, met, width), width);
  const sharp = 1 / temperature;
  const ofVisitor = new Float32Array(visitors.length);
  const ofItem = new Float32Array(item.unit.length);
  const ofBiases = new Float32Array(biases.length);
  const starts = startsOf(visitorOf, visitors.length / width);
  let loss = 0;
  const selfNegative = (row: number, strength: number): number => {
    let taken = 0;
    const at = row * width;
    for (let p = starts[row]; p < starts[row + 1]; p++) {
      const own = places[wanted[p]] * width;
      let cosine = 0;
      for (let k = 0; k < width; k++) cosine += visitor.unit[at + k] * item.unit[own + k];
      const excess = strength - sharp * cosine - biases[wanted[p]];
      loss += softplus(excess) / wanted.length;
      const missing = 1 / (1 + Math.exp(-excess)) / wanted.length;
      const pull = sharp * missing;
      taken += missing;
      ofBiases[wanted[p]] -= missing;
      for (let k = 0; k < width; k++) {
        ofVisitor[at + k] -= pull * item.unit[own + k];
        ofItem[own + k] -= pull * visitor.unit[at + k];
      }
    }
    return taken;
  };
  const negativePlaces = negatives.map((row) => places[row]);
  // A bias is one more number of an item, and 1 that of each visitor.
  const [fromNegatives, ofNegatives] = await againstNegatives(
    appendColumn(
      visitor.unit.map((value) => sharp * value),
      width,
      () => 1,
    ),
    appendColumn(gatherRows(item.unit, negativePlaces, width), width, (place) => biases[negatives[place]]),
    width + 1,
    ownHidden(wanted, visitorOf, negatives, visitors.length / width),
    selfNegative,
  );
  const fromVectors = dropLastColumn(fromNegatives, width);
  for (let i = 0; i < ofVisitor.length; i++) ofVisitor[i] += sharp * fromVectors[i];
  addRows(ofItem, negativePlaces, width, dropLastColumn(ofNegatives, width));
  negatives.forEach((row, place) => {
    ofBiases[row] += ofNegatives[place * (width + 1) + width];
  });
  const ofItems = new Float32Array(items.length);
  addRows(ofItems, met, width, unitRowsGradient(item, ofItem));
  return { loss, ofVisitors: unitRowsGradient(visitor, ofVisitor), ofItems, ofBiases };
}

/**
 * From the logarithm of what the negatives sum up to for this visitor: the chance that they take from the visitor's own
 * items, summed over these. Asked once of each visitor.
 */
type SelfNegativeProbability = (visitor: number, strength: number) => number;

/**
 * The negatives' side of the loss. On WASM it is our kernel, which never lays out visitors × negatives, for widths of
 * whole vectors; elsewhere it is composed.
 * @param visitors [visitors, width]; @param negatives [negatives, width]
 * @returns gradients of the two
 */
async function againstNegatives(
  visitors: Float32Array,
  negatives: Float32Array,
  width: number,
  hidden: Predictions,
  selfNegative: SelfNegativeProbability,
): Promise<[Float32Array, Float32Array]> {
  const u = tensor(visitors, [visitors.length / width, width]) as Tensor2D;
  const n = tensor(negatives, [negatives.length / width, width]) as Tensor2D;
  try {
    const gradients =
      (width % 8 === 0 && byKernel(u, n, hidden, selfNegative)) || (await composed(u, n, hidden, selfNegative));
    const numbers = await Promise.all(gradients.map((gradient) => gradient.data()));
    for (const gradient of gradients) gradient.dispose();
    return numbers as [Float32Array, Float32Array];
  } finally {
    for (const t of [u, n]) t.dispose();
  }
}

function byKernel(
  u: Tensor2D,
  n: Tensor2D,
  predictions: Predictions,
  selfNegative: SelfNegativeProbability,
): Tensor[] | undefined {
  const rowLoss: RowLoss = ({ prediction, products, address, bias, columns }) => {
    const largest = products.shift(address, bias, columns);
    const sum = products.exponentials(address, largest, columns);
    return { loss: 0, missing: 0, factor: selfNegative(prediction, largest + Math.log(sum)) / sum };
  };
  return tidy(() => {
    // The own items' side is not the kernel's: with nothing missing, what stands for their vectors counts for nothing.
    const outputs = runOwnKernel(SHARED_LOSS, { states: u, positives: u, negatives: n }, { predictions, rowLoss });
    return outputs && [outputs[1], outputs[3]];
  });
}

async function composed(
  u: Tensor2D,
  n: Tensor2D,
  hidden: Predictions,
  selfNegative: SelfNegativeProbability,
): Promise<Tensor[]> {
  const [shares, strengths] = tidy(() => {
    const logits = add(matMul(u, transpose(n)), logitBias(hidden));
    const shares = softmax(logits); // among the negatives, [visitors, negatives]
    return [shares, sub(max(logits, 1), log(add(max(shares, 1), TINY)))];
  });
  try {
    const taken = ((await strengths.data()) as Float32Array).map((strength, row) => selfNegative(row, strength));
    return tidy(() => {
      const pulled = mul(shares, tensor(taken, [taken.length, 1])) as Tensor2D;
      return [matMul(pulled, n), transpose(matMul(transpose(u), pulled))];
    });
  } finally {
    for (const t of [shares, strengths]) t.dispose();
  }
}

/** The rows that a step touches, each once, and the place of each among them. */
function meet(rows: number, ...lists: readonly Int32Array[]): { met: Int32Array; places: Int32Array } {
  const places = new Int32Array(rows).fill(-1);
  const met: number[] = [];
  for (const list of lists) {
    for (const row of list) if (places[row] < 0) places[row] = met.push(row) - 1;
  }
  return { met: Int32Array.from(met), places };
}

function addRows(sum: Float32Array, rows: Int32Array, width: number, gradient: Float32Array): void {
  for (let r = 0; r < rows.length; r++) {
    for (let k = 0; k < width; k++) sum[rows[r] * width + k] += gradient[r * width + k];
  }
}

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** @param visitorOf rising; @returns first prediction of each visitor, and the end. [visitors + 1] */
function startsOf(visitorOf: Int32Array, visitors: number): Int32Array {
  const starts = new Int32Array(visitors + 1);
  for (const visitor of visitorOf) starts[visitor + 1]++;
  for (let visitor = 0; visitor < visitors; visitor++) starts[visitor + 1] += starts[visitor];
  return starts;
}

/** A row is a visitor here: none of their own items is a negative of theirs. */
function ownHidden(wanted: Int32Array, visitorOf: Int32Array, negatives: Int32Array, visitors: number): Predictions {
  const weight = new Float32Array(visitors).fill(1);
  const { bias, hidden } = predictionsOf(wanted, weight, negatives, () => 0);
  return { weight, bias, hidden: hidden.map((value, i) => (i % 2 === 0 ? visitorOf[value] : value)) };
}
