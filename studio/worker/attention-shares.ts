import { windowStart } from '../../src/contract/history-window.ts';
import { itemVectors, vectorOf } from '../../src/engine/sources/item-vectors.ts';
import { AttentionEncoder } from '../../src/kernels/encoders/attention-encoder.ts';
import { TypeScriptLayers } from '../../src/kernels/encoders/linear-layers.ts';
import { readSection } from '../../src/pack/layout.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { ATTENTION } from '../../src/pack/sections/attention.ts';
import type { AttentionShares, Click } from '../workbench.ts';

/**
 * How much each click looks back at those before it, by the pack's own encoder: queries and keys are noted as its layers
 * make them.
 * @returns undefined where the pack has no attention model, or knows none of the clicks
 */
export function attentionShares({ sections, productIds }: Pack, clicks: readonly Click[]): AttentionShares | undefined {
  if (!Object.hasOwn(sections, 'attention')) return undefined;
  const [sizes, weights] = readSection(ATTENTION, sections.attention, productIds.length);
  const vectors = itemVectors(sections.attention, sizes.width);
  const rowOf = new Map(productIds.map((id, i) => [id, i + 1]));
  const known = clicks.flatMap(({ product }, place) => {
    const item = rowOf.get(product);
    return item === undefined || item >= vectors.rows ? [] : [{ item, place }];
  });
  const read = known.slice(windowStart(known.length, sizes.longest));
  if (read.length === 0) return undefined;
  const noted = new NotedLayers(weights);
  const encoder = new AttentionEncoder(sizes, weights, noted);
  for (const { item } of read) encoder.append(vectorOf(vectors, item));
  const headWidth = sizes.width / sizes.heads;
  return {
    clicks: read.map(({ place }) => place),
    heads: Array.from({ length: sizes.blocks * sizes.heads }, (_, i) => {
      const [block, head] = [Math.floor(i / sizes.heads), i % sizes.heads];
      const [queries, keys] = [noted.outputs(`${block}.query`), noted.outputs(`${block}.key`)];
      const part = (vector: Float32Array) => vector.subarray(head * headWidth, (head + 1) * headWidth);
      return {
        block,
        head,
        shares: queries.map((query, at) =>
          softmax(keys.slice(0, at + 1).map((key) => dot(part(query), part(key)) / Math.sqrt(headWidth))),
        ),
      };
    }),
  };
}

/** Layers that note what they give. */
class NotedLayers extends TypeScriptLayers {
  readonly #noted = new Map<string, Float32Array[]>();

  override apply(name: string, from: Float32Array, to: Float32Array): void {
    super.apply(name, from, to);
    const outputs = this.#noted.get(name) ?? [];
    outputs.push(to.slice());
    this.#noted.set(name, outputs);
  }

  /** Of one layer, item by item. */
  outputs(name: string): Float32Array[] {
    return this.#noted.get(name) ?? [];
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function softmax(values: readonly number[]): number[] {
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}
