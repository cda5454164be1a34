import { describe, expect, test } from 'vitest';
import { models } from '../../../learning/models/index.ts';
import { sizeOf } from '../../../learning/models/named-weights.ts';
import { Random } from '../../../learning/training/random.ts';
import type { Pack, PackSection } from '../../../pack/pack.ts';
import { startingPack, transferWeights } from './transfer.ts';

const attention = models.find(({ name }) => name === 'attention')!;
const OPTIONS = { width: 8, longest: 6, dropout: 0.1 };

/** A pack of these products with random weights. */
function packOf(productIds: string[]): Pack {
  const random = new Random(1);
  const model = attention.create(OPTIONS);
  model.adopt(
    Object.fromEntries(
      Object.entries(model.shapes(productIds.length)).map(([name, shape]) => [
        name,
        { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => random.normal()) },
      ]),
    ),
  );
  const sections: Record<string, PackSection> = { attention: model.save() };
  const manifest = {
    created: '',
    unit: 'visitor' as const,
    minShoppers: 1,
    weights: {},
    metrics: {},
  };
  return { manifest, productIds, sections };
}

const SHOP = { productIds: ['x', 'c', 'y', 'a'], seed: 2 };

describe('weights for another shop', () => {
  const pack = packOf(['a', 'b', 'c']);
  const { options, weights } = transferWeights(attention, { pack, sameIds: true }, SHOP)!;
  const old = attention.create(OPTIONS);
  old.load(pack.sections.attention);
  const row = (data: Float32Array, at: number): number[] => [...data.subarray(at * 8, (at + 1) * 8)];

  test('the encoder is taken whole, and products that both know keep their vectors', () => {
    const before = old.weights();
    for (const [name, { data }] of Object.entries(weights))
      if (name !== 'items') expect(data).toEqual(before[name].data);
    expect(row(weights.items.data, 2)).toEqual(row(before.items.data, 3));
    expect(row(weights.items.data, 4)).toEqual(row(before.items.data, 1));
    expect(row(weights.items.data, 0)).toEqual(new Array(8).fill(0));
  });

  test('ids that two shops have alike by chance name other products', () => {
    const apart = transferWeights(attention, { pack, sameIds: false }, SHOP)!.weights;
    const before = old.weights();
    expect(row(apart.items.data, 2)).not.toEqual(row(before.items.data, 3));
    expect(row(apart.items.data, 4)).not.toEqual(row(before.items.data, 1));
    for (const [name, { data }] of Object.entries(apart)) if (name !== 'items') expect(data).toEqual(before[name].data);
  });

  test('other products get vectors of their own, and a model takes the whole', () => {
    expect(new Set(row(weights.items.data, 1)).size).toBe(8);
    expect(row(weights.items.data, 1)).not.toEqual(row(weights.items.data, 3));
    const model = attention.create(options);
    model.adopt(weights);
    expect(options).toMatchObject(OPTIONS);
    expect(options).not.toHaveProperty('epsilon');
    expect(model.weights().items.shape).toEqual([5, 8]);
  });

  test('a pack that no model asked for can start from is refused', () => {
    expect(startingPack(pack, true, ['rules', 'attention'])).toEqual({ pack, sameIds: true });
    for (const asked of [['rules'], ['als'], ['gru4rec']] as const) {
      expect(() => startingPack(pack, true, asked)).toThrow(expect.objectContaining({ code: 'bad-options' }));
    }
  });

  test('a pack without the model gives nothing to start from; nor does a model that is solved for', () => {
    const als = models.find(({ name }) => name === 'als')!;
    expect(transferWeights(attention, { pack: { ...pack, sections: {} }, sameIds: true }, SHOP)).toBeUndefined();
    expect(transferWeights(als, { pack, sameIds: true }, SHOP)).toBeUndefined();
  });
});
