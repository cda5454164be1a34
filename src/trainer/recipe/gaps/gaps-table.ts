import { csvCell } from '../../log/write-log.ts';
import { type DescribedGap, NEAREST } from './describe-gaps.ts';

/** Gaps as a table with a header, CSV: a line each, with the products that are nearest to it. */
export function gapsTable(gaps: readonly DescribedGap[]): string {
  const places = Array.from({ length: NEAREST }, (_, i) => i);
  const header = ['categories', 'brand', 'price', 'visitors'];
  const rows = gaps.map(({ categories, brand, price, visitors, nearest }) => [
    categories.join(' > '),
    brand,
    price === undefined ? '' : String(price),
    visitors.toFixed(4),
    ...places.flatMap((at) => [nearest[at]?.id ?? '', nearest[at]?.similarity.toFixed(3) ?? '']),
  ]);
  const named = places.flatMap((at) => [`nearest_${at + 1}`, `cosine_${at + 1}`]);
  return [[...header, ...named], ...rows].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}
