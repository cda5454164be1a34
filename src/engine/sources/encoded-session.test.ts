import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AttentionEncoder } from '../../kernels/encoders/attention-encoder.ts';
import { RecurrentEncoder } from '../../kernels/encoders/recurrent-encoder.ts';
import { encoderShapes } from '../../pack/sections/attention.ts';
import { recurrentShapes } from '../../pack/sections/gru4rec.ts';
import { EncodedSession, type StepEncoder } from './encoded-session.ts';

const WIDTH = 4;
const SIZES = { width: WIDTH, blocks: 2, heads: 2, expansion: 2, longest: 12, epsilon: 1e-3 };

function weightsOf(shapes: Readonly<Record<string, readonly number[]>>, seed: number) {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(seed + i * 7 + name.length)),
    ]),
  );
}
const vectorOf = (item: number) => Float32Array.from({ length: WIDTH }, (_, i) => Math.cos(item * 3 + i));

describe.each<[string, (seed?: number) => StepEncoder]>([
  ['attention', (seed = 1) => new AttentionEncoder(SIZES, weightsOf(encoderShapes(SIZES), seed))],
  ['a recurrent state', (seed = 1) => new RecurrentEncoder(SIZES, weightsOf(recurrentShapes(WIDTH), seed))],
])('a session encoded by %s', (_, encoder) => {
  const open = (seed?: number, vectors = vectorOf) => new EncodedSession(encoder(seed), WIDTH, vectors);
  const items = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });
  const read = (given: readonly number[]) => Int32Array.from(given);

  test('restored, it goes on bit for bit as if it had read all of it', () => {
    fc.assert(
      fc.property(
        items,
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 }),
        fc.nat(6),
        (earlier, later, cut) => {
          const before = open();
          before.stateAfter(read(earlier));
          const restored = open();
          expect(restored.restore(structuredClone(before.save()!))).toBe(true);
          // What follows may also be another history than the one that was stored.
          const asked = read([...earlier.slice(0, cut), ...later]);
          if (asked.length === 0) return;
          expect(restored.stateAfter(asked)).toEqual(open().stateAfter(asked));
        },
      ),
    );
  });

  test('where it was saved, only what came since is read', () => {
    const before = open();
    before.stateAfter(read([1, 2, 3, 4]));
    let reads = 0;
    const counting = encoder();
    const append = counting.append.bind(counting);
    counting.append = (vector) => {
      reads++;
      return append(vector);
    };
    const restored = new EncodedSession(counting, WIDTH, vectorOf);
    restored.restore(before.save()!);
    restored.stateAfter(read([1, 2, 3, 4, 5]));
    expect(reads).toBe(1);
  });

  test('other weights or other vectors, and it is not taken up; nor over a session that was begun', () => {
    const before = open();
    before.stateAfter(read([1, 2]));
    const saved = before.save()!;
    expect(open(2).restore(saved)).toBe(false);
    expect(open(1, (item) => vectorOf(item + 1)).restore(saved)).toBe(false);
    expect(before.restore(saved)).toBe(false);
    expect(open().save()).toBeUndefined();
    before.forget();
    expect(before.save()).toBeUndefined();
    expect(before.restore(saved)).toBe(true);
  });

  test('parts that do not fit are refused', () => {
    const before = open();
    before.stateAfter(read([1, 2]));
    const saved = before.save()!;
    expect(() => open().restore({ ...saved, kept: [] })).toThrow(RangeError);
    expect(() => open().restore({ ...saved, kept: saved.kept.map((part) => part.slice(1)) })).toThrow(RangeError);
  });
});
