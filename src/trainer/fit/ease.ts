import type { Sequences } from '../../contract/sequences.ts';
import { inverseOf } from '../../kernels/algebra/inverse.ts';
import type { PackSection } from '../../pack/pack.ts';
import { EASE, type PairOptions } from '../../pack/sections/pairs.ts';
import { PairRows } from './pair-rows.ts';
import type { CountedFit } from './section-fit.ts';

export interface EaseFitOptions extends PairOptions {
  /** Added to the diagonal of the item–item matrix. */
  ridge: number;
  /** Items that take part, the most popular first: a matrix of `most` squared is inverted. */
  most: number;
  /** Strongest weights kept of each item, for another or against it. */
  top: number;
  /** A pair that fewer shoppers met both of is left out. */
  minShoppers: number;
}

/**
 * Solves for EASE: G = XᵀX, P = (G + ridge · I)⁻¹, B = −P / diag(P) off the diagonal, in closed form (Steck,
 * "Embarrassingly shallow autoencoders for sparse data", 2019).
 *
 * Our deviations: only the most popular items take part, since time grows with their number cubed (3,000 take some ten
 * seconds, 6,000 over a minute) and memory with its square; of each item the strongest weights are kept, those below 0
 * among them: without them popular items come first; the latest items of a history count most when they are served.
 *
 * @param shoppers who each sequence is of, [sequences]
 */
export function fitEase(
  sequences: Sequences,
  shoppers: Int32Array,
  items: number,
  options: EaseFitOptions,
): PackSection {
  const { minShoppers, ...noted } = options;
  const chosen = mostPopular(sequences.items, items, options.most);
  const size = chosen.length;
  const placeOf = new Int32Array(items + 1).fill(-1);
  chosen.forEach((item, place) => {
    placeOf[item] = place;
  });
  const together = countTogether(sequences, shoppers, placeOf, size);
  const gram = Float64Array.from(together);
  for (let i = 0; i < size; i++) gram[i * size + i] += options.ridge;
  const inverse = inverseOf(gram, size);

  const section = new PairRows(items, EASE);
  const strengths = new Float64Array(items + 1);
  for (let item = 1; item <= items; item++) {
    const row = placeOf[item];
    const heads: number[] = [];
    for (let column = 0; row >= 0 && column < size; column++) {
      const met = together[Math.max(row, column) * size + Math.min(row, column)];
      const weight = -inverse[row * size + column] / inverse[column * size + column];
      if (column === row || weight === 0 || (minShoppers > 1 && met < minShoppers)) continue;
      strengths[chosen[column]] = weight;
      heads.push(chosen[column]);
    }
    heads.sort((a, b) => Math.abs(strengths[b]) - Math.abs(strengths[a]) || a - b);
    section.add(heads.slice(0, options.top), strengths);
  }
  return section.finish(noted);
}

function mostPopular(occurrences: Int32Array, items: number, most: number): Int32Array {
  const counts = new Int32Array(items + 1);
  for (const item of occurrences) counts[item]++;
  return Int32Array.from({ length: items }, (_, i) => i + 1)
    .filter((item) => counts[item] > 0)
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, most);
}

/** How many shoppers met both items, lower triangle. [size, size] */
function countTogether(sequences: Sequences, shoppers: Int32Array, placeOf: Int32Array, size: number): Int32Array {
  const metBy = new Map<number, Set<number>>();
  shoppers.forEach((shopper, sequence) => {
    const own = metBy.get(shopper) ?? new Set<number>();
    metBy.set(shopper, own);
    for (const item of sequences.items.subarray(sequences.offsets[sequence], sequences.offsets[sequence + 1])) {
      if (placeOf[item] >= 0) own.add(placeOf[item]);
    }
  });
  const together = new Int32Array(size * size);
  for (const own of metBy.values()) {
    for (const row of own) for (const column of own) if (column <= row) together[row * size + column]++;
  }
  return together;
}

export const ease: CountedFit<Omit<EaseFitOptions, 'minShoppers'>> = {
  section: 'ease',
  defaults: { last: 20, decay: 0.8, session: false, ridge: 100, most: 3000, top: 200 },
  unordered: { last: 100, decay: 1 },
  // Each ridge is a matrix inverted: few are tried.
  grid: { ridge: [30, 100, 300] },
  count: (log, options, { items, minShoppers }) =>
    fitEase(log.sequences, log.shoppers, items, { ...options, minShoppers }),
};
