import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addNoise, decode, encode, noiseOf, normOf, reachOf } from './fixed-point.ts';
import { readTask } from './read-task.ts';
import { taskOf } from './testing/run-round.ts';

const numbers = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
  minLength: 1,
  maxLength: 50,
});
const precision = fc.record({
  clippingNorm: fc.double({ min: 1e-3, max: 10, noNaN: true }),
  resolution: fc.double({ min: 1e3, max: 1e6, noNaN: true }),
});

test('no update in fixed point is longer than the norm that the noise is measured in', () => {
  fc.assert(
    fc.property(numbers, precision, (update, given) => {
      const squares = encode(Float32Array.from(update), given).reduce((sum, value) => sum + value * value, 0);
      expect(Math.sqrt(squares)).toBeLessThanOrEqual(normOf(given) * (1 + 1e-12));
    }),
    { numRuns: 2_000 },
  );
});

test('a short update keeps its numbers to one step; a long one its direction', () => {
  fc.assert(
    fc.property(numbers, precision, (values, given) => {
      const update = Float32Array.from(values);
      const length = Math.sqrt(update.reduce((sum, value) => sum + value * value, 0));
      const shortened = Math.min(1, given.clippingNorm / length);
      const back = decode(encode(update, given), 1, given);
      for (const [i, value] of back.entries()) {
        expect(Math.abs(value - update[i] * shortened)).toBeLessThanOrEqual(
          1.01 / given.resolution + 1e-6 * Math.abs(value),
        );
      }
    }),
    { numRuns: 2_000 },
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('an update with %d is refused', (value) => {
  expect(() => encode(Float32Array.of(1, value), taskOf())).toThrow(expect.objectContaining({ code: 'diverged' }));
});

test("the survivors' shares of noise add up to the whole: the deviation that the task names, not its square", () => {
  const task = taskOf({ noiseMultiplier: 1.5, resolution: 2 ** 10, survivors: 20 });
  const length = 4_000;
  const sum = new Float64Array(length);
  for (let client = 0; client < task.survivors; client++) {
    addNoise(new Int32Array(length), task).forEach((value, i) => {
      sum[i] += value;
    });
  }
  const deviation = Math.sqrt(sum.reduce((total, value) => total + value * value, 0) / length);
  // Four standard errors.
  expect(Math.abs(deviation / (1.5 * normOf(task)) - 1)).toBeLessThan(4 / Math.sqrt(2 * length));
  expect(noiseOf(task) * Math.sqrt(20)).toBeCloseTo(1.5 * 2 ** 10, 6);
}, 60_000);

describe('a task', () => {
  const refusal = expect.objectContaining({ code: 'federated-refused', remedy: expect.stringMatching(/./) });

  test('is read as it is, without what is not known', () => {
    expect(readTask({ ...taskOf(), extra: 1 })).toEqual(taskOf());
  });

  test('whose sum could overflow is refused, and no accepted one can', () => {
    const given = fc.record({
      cohort: fc.integer({ min: 2, max: 10_000 }),
      resolution: fc.double({ min: 1, max: 2 ** 40, noNaN: true }),
      clippingNorm: fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
      noiseMultiplier: fc.double({ min: 0.01, max: 100, noNaN: true }),
    });
    let [taken, left] = [0, 0];
    fc.assert(
      fc.property(given, (changes) => {
        const task = taskOf(changes);
        try {
          readTask(task);
          taken++;
        } catch (thrown) {
          expect(thrown).toEqual(refusal);
          left++;
          return;
        }
        // All updates as long as they may be, in one number, and noise of twelve deviations.
        expect(reachOf(task)).toBeLessThan(2 ** 31);
        const longest = encode(Float32Array.of(task.clippingNorm), task)[0];
        const worst = task.cohort * longest + 12 * noiseOf(task) * Math.sqrt(task.cohort);
        expect(worst).toBeLessThan(2 ** 31);
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(taken, left)).toBeGreaterThan(100);
  });

  test.each<[string, object]>([
    ['another version', { version: 2 }],
    ['no round', { round: '' }],
    ['no pack', { pack: 'mine' }],
    ['a weight named twice', { weights: ['norm.gain', 'norm.gain'] }],
    ['no weights', { weights: [] }],
    ['a norm that is no number', { clippingNorm: Number.NaN }],
    ['no noise', { noiseMultiplier: 0 }],
    ['noise finer than a step', { noiseMultiplier: 1e-5 }],
    ['a resolution finer than the ring', { resolution: 2 ** 31 }],
    ['steps coarser than the norm', { resolution: 0.5 }],
    ['more survivors than clients', { cohort: 3, survivors: 4 }],
    ['one survivor', { survivors: 1 }],
  ])('with %s is refused', (_, changes) => {
    expect(() => readTask({ ...taskOf(), ...changes })).toThrow(refusal);
  });
});
