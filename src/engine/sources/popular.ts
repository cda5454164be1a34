import { PackedRows } from '../../kernels/compact/packed-rows.ts';
import { readSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { POPULAR } from '../../pack/sections/popular.ts';
import type { CandidateSource } from './candidate-source.ts';
import type { PackedSource } from './source-descriptor.ts';

/**
 * What many shoppers chose, of all time and lately. The only source that is the same for every visitor.
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createPopular(section: PackSection, items: number): CandidateSource {
  const [{ recentShare }, { allTime, recent }] = readSection(POPULAR, section, items);
  const scores = mixed(allTime, recent, recentShare);
  const order = new PackedRows(
    Uint32Array.from({ length: items }, (_, i) => i + 1)
      .filter((item) => scores[item] > 0)
      .sort((a, b) => scores[b] - scores[a] || a - b),
  );

  return {
    name: 'popular',
    retrieve({ allowed }, limit) {
      const chosen = new Int32Array(Math.min(limit, order.length));
      let count = 0;
      for (let i = 0; i < order.length && count < limit; i++) {
        const item = order.at(i);
        if (allowed.has(item)) chosen[count++] = item;
      }
      const found = chosen.subarray(0, count);
      return {
        items: found,
        scores: Float32Array.from(found, (item) => scores[item]),
        because: () => -1,
      };
    },
  };
}

function mixed(allTime: Uint16Array, recent: Uint16Array, recentShare: number): Float32Array {
  const allTimeFactor = (1 - recentShare) / total(allTime);
  const recentFactor = recentShare / total(recent);
  return Float32Array.from(allTime, (count, item) => count * allTimeFactor + recent[item] * recentFactor);
}

function total(counts: Uint16Array): number {
  return counts.reduce((sum, count) => sum + count, 0) || 1;
}

export const popular: PackedSource<'popular'> = {
  name: 'popular',
  personal: false,
  section: 'popular',
  fused: true,
  fallback: true,
  reason: 'popular',
  read: createPopular,
};
