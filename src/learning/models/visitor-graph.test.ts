import { expect, test } from 'vitest';
import { Random } from '../training/random.ts';
import { LightGcn } from './lightgcn.ts';
import { VisitorGraph } from './visitor-graph.ts';
import { visitorItems } from './visitor-items.ts';

const WIDTH = 4;
const ITEMS = 6;
const VISITS = [[1, 2, 3], [2, 4], [1, 5, 4, 2], [6]];
const offsets = Int32Array.from({ length: VISITS.length + 1 }, (_, i) => VISITS.slice(0, i).flat().length);
const sequences = { items: Int32Array.from(VISITS.flat()), offsets };
const pairs = visitorItems(sequences, ITEMS);

type Nodes = Map<string, number[]>;
const zeros = (): number[] => Array(WIDTH).fill(0);

/** One layer of the paper over all nodes, by its definition. */
function nextLayer(nodes: Nodes, smoothing: number): Nodes {
  const degree = (name: string): number =>
    VISITS.flatMap((items, visitor) => items.map((item) => [`v${visitor}`, `i${item}`])).filter((edge) =>
      edge.includes(name),
    ).length + smoothing;
  const next: Nodes = new Map([...nodes.keys()].map((name) => [name, zeros()]));
  VISITS.forEach((items, visitor) => {
    for (const item of items) {
      const weight = 1 / Math.sqrt(degree(`v${visitor}`) * degree(`i${item}`));
      for (const [to, from] of [
        [`v${visitor}`, `i${item}`],
        [`i${item}`, `v${visitor}`],
      ]) {
        nodes.get(from)!.forEach((value, k) => {
          next.get(to)![k] += weight * value;
        });
      }
    }
  });
  return next;
}

test.each([
  [0, 0, 1],
  [1, 0, 1],
  [2, 0, 1],
  [2, 3, 0.2],
])(
  'with %i rounds, degrees + %d and weight %d of layer 0 a visitor folded in is the visitor of the whole graph, layer by layer',
  async (rounds, smoothing, ownWeight) => {
    const random = new Random(5);
    const base = Float32Array.from({ length: (ITEMS + 1) * WIDTH }, (_, i) => (i < WIDTH ? 0 : random.normal()));
    const start: Nodes = new Map([
      ...VISITS.map((_, visitor): [string, number[]] => [`v${visitor}`, zeros()]),
      ...Array.from({ length: ITEMS }, (_, i): [string, number[]] => [
        `i${i + 1}`,
        [...base.subarray((i + 1) * WIDTH, (i + 2) * WIDTH)],
      ]),
    ]);
    const sums: Nodes = new Map([...start].map(([name, values]) => [name, values.map((value) => ownWeight * value)]));
    let layer = start;
    // Layers 0 … 2 · rounds + 1; visitors have none of their own at layer 0.
    for (let depth = 1; depth <= 2 * rounds + 1; depth++) {
      layer = nextLayer(layer, smoothing);
      for (const [name, values] of layer) {
        values.forEach((value, k) => {
          sums.get(name)![k] += (depth === 1 ? ownWeight : 1) * value;
        });
      }
    }

    const graph = await VisitorGraph.of(pairs, { width: WIDTH, rounds, smoothing, ownWeight });
    const items = graph.layerMean(base);
    for (let item = 1; item <= ITEMS; item++) {
      for (let k = 0; k < WIDTH; k++) {
        expect(items[item * WIDTH + k] * (rounds + ownWeight)).toBeCloseTo(sums.get(`i${item}`)![k], 5);
      }
    }
    VISITS.forEach((own, visitor) => {
      for (let k = 0; k < WIDTH; k++) {
        const folded = own.reduce((sum, item) => sum + graph.reading[item] * items[item * WIDTH + k], 0);
        expect((folded / Math.sqrt(own.length + smoothing)) * (rounds + ownWeight)).toBeCloseTo(
          sums.get(`v${visitor}`)![k],
          5,
        );
      }
    });
  },
);

test('an item that nobody met has no vector, and breaks nothing', async () => {
  const model = new LightGcn({ width: WIDTH, negatives: 4, batchTokens: 8 });
  const { openCompute } = await import('../compute/testing/open-compute.ts');
  await openCompute('cpu');
  for await (const _ of model.fit({ items: ITEMS + 1, sequences }, { epochs: 2, seed: 1, patience: 3 }));
  const history = { items: Int32Array.of(1, ITEMS + 1), offsets: Int32Array.of(0, 2) };
  const scores = await model.score(
    history,
    Int32Array.from({ length: ITEMS + 1 }, (_, i) => i + 1),
  );
  expect(scores.every(Number.isFinite)).toBe(true);
});
