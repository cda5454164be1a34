import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { ProductId } from '../../../contract/product.ts';
import { readSection } from '../../../pack/layout.ts';
import type { PackPart, PackSection } from '../../../pack/pack.ts';
import { POPULAR } from '../../../pack/sections/popular.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import type { Targets } from './rule-scope.ts';

/** Products drawn from at most, so that a large catalogue costs no more. */
const SAMPLE = 1_000;

/** What is known of how often products were met. */
export interface Meetings {
  pack: Pick<PackPart, 'ids' | 'sections'> | undefined;
  /** Lists that this visitor saw. */
  shown: readonly (readonly ProductId[])[];
}

/**
 * Products to give a chance, the best draw first: Thompson sampling of how much more a product may be worth than is known. Of a
 * product that was met n times the draw is from Beta(1, 1 + n): of one that nobody met anything may be expected, of one that many met
 * little that the ranking does not know already. A product like the visitor's latest interest counts up to twice as much.
 */
export function drawUnmet(
  catalogue: Catalogue,
  { items, allowed }: VisitorContext,
  targets: Targets,
  { pack, shown }: Meetings,
  random: () => number,
): number[] {
  const rows: number[] = [];
  for (let row = 1; row < allowed.size; row++) if (allowed.has(row) && targets.has(row)) rows.push(row);
  for (let i = 0; i < Math.min(SAMPLE, rows.length); i++) {
    const other = i + Math.floor(random() * (rows.length - i));
    [rows[i], rows[other]] = [rows[other], rows[i]];
  }
  const met = metBy(pack);
  const seen = new Map<number, number>();
  for (const list of shown) {
    for (const id of list) {
      const row = catalogue.itemOf(id);
      if (row !== undefined) seen.set(row, (seen.get(row) ?? 0) + 1);
    }
  }
  const latest = items.at(-1);
  const drawn = rows.slice(0, SAMPLE).map((row) => {
    const upside = 1 - random() ** (1 / (1 + (met[row] ?? 0) + (seen.get(row) ?? 0)));
    return { row, upside: upside * (1 + (latest ? catalogue.features.similarity(latest, row) : 0)) };
  });
  return drawn.sort((a, b) => b.upside - a.upside || a.row - b.row).map(({ row }) => row);
}

const read = new WeakMap<PackSection, Float32Array>();

/** How often the pack's shoppers met each product; products that the pack does not know, never. The pack counts by the most popular one. */
function metBy(pack: Meetings['pack']): Float32Array {
  const section = pack?.sections.popular;
  if (pack === undefined || section === undefined) return new Float32Array(0);
  const known = read.get(section);
  if (known) return known;
  const [, { allTime }] = readSection(POPULAR, section, pack.ids.size);
  const once = allTime.reduce((least, count) => (count > 0 && count < least ? count : least), Number.POSITIVE_INFINITY);
  const met = Float32Array.from(allTime, (count) => count / once);
  read.set(section, met);
  return met;
}
