import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRoundTrip, type RowLists, TypeScriptRoundTrip } from './round-trip.ts';

function listsOf(lists: readonly (readonly number[])[]): RowLists {
  const offsets = Int32Array.from({ length: lists.length + 1 }, (_, i) => lists.slice(0, i).flat().length);
  return { rows: Int32Array.from(lists.flat()), offsets };
}

test.each([8, 32, 50, 64])('by SIMD at width %i: the same bits', async (width) => {
  const visitors = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 9 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      visitors,
      fc.infiniteStream(fc.float({ min: -4, max: 4, noNaN: true })),
      async (visitors, draws) => {
        const number = (): number => draws.next().value;
        const met = Array.from({ length: 10 }, (_, item) =>
          Array.from(visitors.keys()).filter((visitor) => visitors[visitor].includes(item)),
        );
        const graph = {
          ofItem: listsOf(met),
          ofVisitor: listsOf(visitors),
          itemScales: Float32Array.from({ length: 10 }, number),
          visitorScales: Float32Array.from(visitors, number),
        };
        const fast = await createRoundTrip(graph, width);
        expect(fast).not.toBeInstanceOf(TypeScriptRoundTrip);
        const plain = new TypeScriptRoundTrip(graph, width);
        for (let run = 0; run < 2; run++) {
          const vectors = Float32Array.from({ length: 10 * width }, number);
          expect(fast.run(vectors)).toEqual(plain.run(vectors));
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('by hand: two items and two visitors', () => {
  const graph = {
    ofItem: listsOf([[], [0, 1], [1]]),
    ofVisitor: listsOf([[1], [1, 2]]),
    itemScales: Float32Array.of(0, 2, 3),
    visitorScales: Float32Array.of(1, 10),
  };
  // Item 1 gives 2 · 5 = 10 to both, item 2 gives 3 · 7 = 21: visitors hold 10 and 310.
  expect([...new TypeScriptRoundTrip(graph, 1).run(Float32Array.of(0, 5, 7))]).toEqual([0, 640, 930]);
});
