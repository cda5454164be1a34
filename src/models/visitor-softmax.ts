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
import { gatherRows } from './item-table.ts';
import type { TasteBatch } from './taste-batches.ts';
import { unitRows, unitRowsGradient } from './unit-rows.ts';

/** A loss and what it says of the vectors it was made from. */
export interface VisitorSoftmax {
  /** Nats per prediction. */
  loss: number;
  /** [visitors, width] */
  ofVisitors: Float32Array;
  /** [items + 1, width] */
  ofItems: Float32Array;
}

/** Hides a logit from a softmax. */
const HIDDEN = -1e9;
/** Keeps the logarithm of a vanished chance finite. */
const TINY = 1e-20;

/**
 * Cross-entropy of each item that a visitor met against negatives that all visitors share, by the cosine of their vectors
 * over a temperature, and its gradient. What a visitor gives to the negatives is computed once for all their items, which
 * is what makes a step over thousands of items cheap. None of a visitor's own items is a negative of theirs.
 *
 * @param visitors [visitors, width]; @param items [items + 1, width]
 */
export async function visitorSoftmax(
  visitors: Float32Array,
  items: Float32Array,
  width: number,
  { wanted, visitors: visitorOf }: Pick<TasteBatch, 'wanted' | 'visitors'>,
  negatives: Int32Array,
  temperature: number,
): Promise<VisitorSoftmax> {
  const rows = visitors.length / width;
  const { met, places } = meet(items.length / width, wanted, negatives);
  const visitor = unitRows(visitors, width);
  const item = unitRows(gatherRows(items, met, width), width);
  const sharp = 1 / temperature;
  const negativePlaces = negatives.map((row) => places[row]);
  const [u, n, shares, others] = tidy(() => {
    const u = mul(tensor(visitor.unit, [rows, width]), sharp) as Tensor2D;
    const n = tensor(gatherRows(item.unit, negativePlaces, width), [negatives.length, width]) as Tensor2D;
    const hidden = tensor(hideOwn(wanted, visitorOf, negatives, rows), [rows, negatives.length]);
    const logits = add(matMul(u, transpose(n)), hidden);
    const shares = softmax(logits); // among the negatives, [visitors, negatives]
    return [u, n, shares, sub(max(logits, 1), log(add(max(shares, 1), TINY)))] as [Tensor2D, Tensor2D, Tensor, Tensor];
  });
  const taken = new Float32Array(rows); // chance that the negatives took from the visitor's own items
  const ofVisitor = new Float32Array(visitors.length);
  const ofItem = new Float32Array(item.unit.length);
  let loss = 0;
  try {
    const strength = await others.data(); // logarithm of the negatives' sum, [visitors]
    for (let p = 0; p < wanted.length; p++) {
      const row = visitorOf[p];
      const [at, own] = [row * width, places[wanted[p]] * width];
      let logit = 0;
      for (let k = 0; k < width; k++) logit += visitor.unit[at + k] * item.unit[own + k];
      const excess = strength[row] - sharp * logit;
      loss += softplus(excess) / wanted.length;
      const missing = 1 / (1 + Math.exp(-excess)) / wanted.length;
      const pull = sharp * missing;
      taken[row] += missing;
      for (let k = 0; k < width; k++) {
        ofVisitor[at + k] -= pull * item.unit[own + k];
        ofItem[own + k] -= pull * visitor.unit[at + k];
      }
    }
    const [toVisitors, toNegatives] = tidy(() => {
      const pulled = mul(shares, tensor(taken, [rows, 1])) as Tensor2D;
      return [matMul(pulled, n), transpose(matMul(transpose(u), pulled))];
    });
    const [fromNegatives, ofNegatives] = await Promise.all([toVisitors.data(), toNegatives.data()]);
    for (let i = 0; i < ofVisitor.length; i++) ofVisitor[i] += sharp * fromNegatives[i];
    addRows(ofItem, negativePlaces, width, ofNegatives as Float32Array);
    for (const t of [toVisitors, toNegatives]) t.dispose();
  } finally {
    for (const t of [u, n, shares, others]) t.dispose();
  }
  const ofItems = new Float32Array(items.length);
  addRows(ofItems, met, width, unitRowsGradient(item, ofItem));
  return { loss, ofVisitors: unitRowsGradient(visitor, ofVisitor), ofItems };
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

/** [visitors, negatives] */
function hideOwn(wanted: Int32Array, visitorOf: Int32Array, negatives: Int32Array, rows: number): Float32Array {
  const bias = new Float32Array(rows * negatives.length);
  const places = new Map<number, number[]>();
  negatives.forEach((item, place) => {
    const known = places.get(item);
    if (known === undefined) places.set(item, [place]);
    else known.push(place);
  });
  wanted.forEach((item, p) => {
    for (const place of places.get(item) ?? []) bias[visitorOf[p] * negatives.length + place] = HIDDEN;
  });
  return bias;
}
