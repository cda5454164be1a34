import { VitrineError } from '../../contract/errors.ts';
import type { Pack, PackSection } from '../../pack/pack.ts';
import { fitsFor, isTrained } from '../fit/fits-for.ts';
import type { PackPlan } from './fit-pack.ts';
import { settableOptions } from './source-settings.ts';

const UNITS: Record<string, number> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
};

/** Reads a size such as `5MB`, `800 kB` or `65536`. @throws VitrineError `bad-options` */
export function readSize(text: string): number {
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?i?b)?\s*$/i.exec(text) ?? [];
  const bytes = Number(number) * (UNITS[unit.toUpperCase()] ?? Number.NaN);
  if (bytes >= 1) return Math.floor(bytes);
  throw new VitrineError('bad-options', `${text} is no size.`, { remedy: 'Give one such as 5MB, 800kB or 65536.' });
}

export const sizeInWords = (bytes: number): string =>
  bytes >= 1e6 ? `${(bytes / 1e6).toFixed(2)} MB` : `${Math.ceil(bytes / 1e3)} kB`;

/** How deep a counted section goes, and the least that still serves: rules of a product, windows of the sample. */
const DEPTHS = { top: 10, recent: 250 } as const;
/** One step takes off at least two fifths: rows that are shorter than the depth lose nothing by a small one. */
const SHRINKS = { least: 0.25, most: 0.6 };
/** Product-quantised vectors come with centroids, which cost more than they save where there are fewer products. */
const WORTH_QUANTISING = 2_000;

/**
 * The plan of a smaller pack: its largest section that can be smaller goes less deep, holds its vectors less precisely, or is left out.
 * @param pack what the plan came to
 * @param excess bytes that it has too many
 * @returns the plan, and what it does without, in words; `undefined` where nothing is left to save
 */
export function smallerPlan(plan: PackPlan, pack: Pack, excess: number): { plan: PackPlan; cut: string } | undefined {
  const sections = Object.entries(pack.sections).map(([name, section]) => ({ name, bytes: bytesOf(section) }));
  for (const { name, bytes } of sections.sort((a, b) => b.bytes - a.bytes)) {
    const smaller = shallower(plan, name, bytes, excess) ?? coarser(plan, name) ?? without(plan, name, bytes);
    if (smaller) return smaller;
  }
  return undefined;
}

function shallower(plan: PackPlan, name: string, bytes: number, excess: number) {
  const fit = fitsFor(plan.sources).find(({ section }) => section === name);
  if (fit === undefined || isTrained(fit)) return undefined;
  const options = { ...settableOptions(fit), ...plan.settings[name] };
  for (const [depth, least] of Object.entries(DEPTHS)) {
    // No product leads to more than there are.
    const now = Math.min(Number(options[depth] ?? 0), depth === 'top' ? plan.items : Number.POSITIVE_INFINITY);
    if (now <= least) continue;
    const share = Math.min(SHRINKS.most, Math.max(SHRINKS.least, 1 - excess / bytes));
    const next = Math.max(least, Math.floor(now * share));
    const settings = { ...plan.settings, [name]: { ...plan.settings[name], [depth]: next } };
    return { plan: { ...plan, settings }, cut: `${name}.${depth}=${next} instead of ${now}` };
  }
  return undefined;
}

function coarser(plan: PackPlan, name: string) {
  const next = { int16: 'int8', int8: 'pq', pq: undefined } as const;
  const vectors = next[plan.vectors];
  const fit = fitsFor(plan.sources).find(({ section }) => section === name);
  if (!fit || !isTrained(fit) || !vectors || (vectors === 'pq' && plan.items < WORTH_QUANTISING)) return undefined;
  return { plan: { ...plan, vectors }, cut: `item vectors in ${vectors} instead of ${plan.vectors}` };
}

/** Without a model, and with it what only it needs. The last source stays. */
function without(plan: PackPlan, name: string, bytes: number) {
  const needs = (source: PackPlan['sources'][number]): boolean =>
    fitsFor([source]).some((fit) => isTrained(fit) && fit.section === name);
  const sources = plan.sources.filter((source) => !needs(source));
  if (sources.length === 0 || sources.length === plan.sources.length) return undefined;
  const { [name]: _, ...settings } = plan.settings;
  return { plan: { ...plan, sources, settings }, cut: `without ${name} (${sizeInWords(bytes)})` };
}

const bytesOf = ({ tensors }: PackSection): number =>
  Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
