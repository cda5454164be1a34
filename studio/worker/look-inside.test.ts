import { expect, test } from 'vitest';
import { itemVectors, vectorOf } from '../../src/engine/sources/item-vectors.ts';
import { AttentionEncoder } from '../../src/kernels/encoders/attention-encoder.ts';
import { TypeScriptLayers } from '../../src/kernels/encoders/linear-layers.ts';
import { joinSequences } from '../../src/learning/training/sequences.ts';
import { readSection } from '../../src/pack/layout.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import { ATTENTION } from '../../src/pack/sections/attention.ts';
import type { InteractionLog } from '../../src/trainer/evaluation/interaction-log.ts';
import { trainPack } from '../../src/trainer/tasks/train-pack.ts';
import { testRun } from '../../src/trainer/testing/run.ts';
import type { Click } from '../workbench.ts';
import { attentionShares } from './attention-shares.ts';
import { embeddingMap } from './embedding-map.ts';
import { PackLists } from './pack-lists.ts';

/** Shoppers walk one of two circles of products: what is next is certain, and no circle knows the other. */
const CIRCLE = 10;
const walks = Array.from({ length: 80 }, (_, shopper) =>
  Array.from({ length: 5 }, (_, step) => 1 + (shopper % 2) * CIRCLE + ((shopper * 3 + step) % CIRCLE)),
);
const log: InteractionLog = {
  productIds: Array.from({ length: 2 * CIRCLE }, (_, i) => `p${i + 1}`),
  shopperIds: walks.map((_, i) => `shopper ${i}`),
  sequences: joinSequences(walks),
  shoppers: Int32Array.from(walks.keys()),
  times: null,
  names: null,
};
const { pack: bytes } = await trainPack(
  { log },
  {
    model: 'attention+rules+popular',
    fusion: 'weights',
    set: ['width=8', 'blocks=2', 'heads=2', 'epochs=2', 'batchTokens=64'].map((text) => `attention.${text}`),
  },
  testRun(),
);
const pack = readPack(bytes);
const click = (product: string): Click => ({ product, title: product.toUpperCase(), name: 'view_item' });

/** Notes what goes into the layers, and what comes out. */
class Watched extends TypeScriptLayers {
  readonly from = new Map<string, Float32Array[]>();
  readonly to = new Map<string, Float32Array[]>();

  override apply(name: string, from: Float32Array, to: Float32Array): void {
    super.apply(name, from, to);
    this.from.set(name, [...(this.from.get(name) ?? []), from.slice()]);
    this.to.set(name, [...(this.to.get(name) ?? []), to.slice()]);
  }
}

test('the shares of attention are those by which the encoder mixes its values', () => {
  const clicks = ['p3', 'unknown', 'p4', 'p12', 'p5'].map(click);
  const { clicks: read, heads } = attentionShares(pack, clicks)!;
  expect(read).toEqual([0, 2, 3, 4]);
  expect(heads.map(({ block, head }) => [block, head])).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  const [sizes, weights] = readSection(ATTENTION, pack.sections.attention, pack.productIds.length);
  const vectors = itemVectors(pack.sections.attention, sizes.width);
  const layers = new Watched(weights);
  const encoder = new AttentionEncoder(sizes, weights, layers);
  for (const place of read) encoder.append(vectorOf(vectors, 1 + pack.productIds.indexOf(clicks[place].product)));
  const width = sizes.width / sizes.heads;
  for (const { block, head, shares } of heads) {
    const values = layers.to.get(`${block}.value`)!;
    shares.forEach((row, at) => {
      expect(row).toHaveLength(at + 1);
      const mixed = layers.from.get(`${block}.output`)![at];
      for (let i = head * width; i < (head + 1) * width; i++) {
        expect(row.reduce((sum, share, j) => sum + share * values[j][i], 0)).toBeCloseTo(mixed[i], 4);
      }
    });
  }
});

test('clicks that the model does not know leave nothing to show', () => {
  expect(attentionShares(pack, [click('unknown')])).toBeUndefined();
  expect(attentionShares({ ...pack, sections: { popular: pack.sections.popular } }, [click('p1')])).toBeUndefined();
});

test('a list says which click it follows, and what goes with each', async () => {
  const lists = await PackLists.open(bytes, undefined);
  const clicks = ['p13', 'p3'].map(click);
  const { items, weights } = await lists.explain(clicks, 5, (id) => id.toUpperCase());
  expect(items).toHaveLength(5);
  expect(items.map(({ product }) => product)).toContain('p4');
  expect(items.map(({ product }) => product)).not.toContain('p3');
  const next = items.find(({ product }) => product === 'p4')!;
  expect(next).toMatchObject({ title: 'P4', because: 1 });
  expect(Object.values(next.shares).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  expect(weights[1], 'without p3 nothing of its circle is left').toBeGreaterThan(0);
  for (const weight of weights) expect(weight).toBeLessThanOrEqual(1);
  expect((await lists.explain([], 5, String)).items, 'a stranger').toHaveLength(5);
});

test('the map shows the most popular of the products that have a vector', () => {
  const labels = (product: string) => ({ title: product, category: Number(product.slice(1)) > CIRCLE ? 'b' : 'a' });
  const map = embeddingMap(pack, log, 12, labels)!;
  expect(map).toMatchObject({ section: 'attention', all: 2 * CIRCLE });
  expect(map.points).toHaveLength(12);
  expect(map.points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  const clicks = map.points.map((point) => point.clicks);
  expect(clicks).toEqual([...clicks].sort((a, b) => b - a));
  expect(clicks[0]).toBe(
    Math.max(...log.productIds.map((_, i) => walks.flat().filter((item) => item === i + 1).length)),
  );
  expect(embeddingMap({ ...pack, sections: { popular: pack.sections.popular } }, log, 12, labels)).toBeUndefined();
});
