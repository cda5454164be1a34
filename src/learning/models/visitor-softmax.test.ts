import { expect, test } from 'vitest';
import { openCompute } from '../compute/testing/open-compute.ts';
import { Random } from '../training/random.ts';
import { visitorSoftmax } from './visitor-softmax.ts';

/** With the bias as many numbers as our kernel takes. */
const WIDTH = 7;
const WANTED = Int32Array.of(1, 2, 4, 4);
const VISITORS = Int32Array.of(0, 0, 1, 2);
const NEGATIVES = Int32Array.of(2, 3, 5, 5);
const TEMPERATURE = 0.5;

const random = new Random(7);
const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.normal());
const visitors = numbers(3 * WIDTH);
const items = numbers(6 * WIDTH);
const biases = numbers(6);

const rowOf = (table: Float32Array, row: number): number[] => [...table.subarray(row * WIDTH, (row + 1) * WIDTH)];
const dot = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
const cosine = (a: number[], b: number[]): number => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

/** Straight from the definition. */
function lossOf(): number {
  const logit = (visitor: number, item: number): number =>
    cosine(rowOf(visitors, visitor), rowOf(items, item)) / TEMPERATURE + biases[item];
  const losses = Array.from(WANTED, (wanted, p) => {
    const own = Array.from(WANTED.keys()).filter((i) => VISITORS[i] === VISITORS[p]);
    const others = NEGATIVES.filter((item) => !own.some((i) => WANTED[i] === item));
    const sum = others.reduce((sum, item) => sum + Math.exp(logit(VISITORS[p], item)), 0);
    return Math.log(Math.exp(logit(VISITORS[p], wanted)) + sum) - logit(VISITORS[p], wanted);
  });
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

/** Composed of operations on one, by our kernel on the other. */
test.each(['cpu', 'wasm'] as const)(
  '%s: the loss is what its definition says, and its gradient what differences say',
  async (name) => {
    const compute = await openCompute(name);
    const batch = { wanted: WANTED, visitors: VISITORS };
    const found = await visitorSoftmax({ visitors, items, biases }, WIDTH, batch, NEGATIVES, TEMPERATURE);
    compute.close();
    expect(found.loss).toBeCloseTo(lossOf(), 5);
    const step = 1e-2;
    const slope = (table: Float32Array, i: number): number => {
      const value = table[i];
      table[i] = value + step;
      const above = lossOf();
      table[i] = value - step;
      const below = lossOf();
      table[i] = value;
      return (above - below) / (2 * step);
    };
    for (const [slopes, table] of [
      [found.ofVisitors, visitors],
      [found.ofItems, items],
      [found.ofBiases, biases],
    ]) {
      slopes.forEach((slopeThere, i) => {
        expect(slopeThere).toBeCloseTo(slope(table, i), 3);
      });
    }
  },
);
