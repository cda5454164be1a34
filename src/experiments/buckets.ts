import { type HashVersion, placeOf } from './hashing.ts';

/** From the first, and up to but without the second; both in 0…1. */
export type Bucket = readonly [number, number];

/** How far a sum of weights may be from one: thirds written with two digits are meant to be a whole. */
export const SUM_TOLERANCE = 0.01;

export const sumOf = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0);

export const equalWeights = (count: number): number[] => Array.from({ length: Math.max(0, count) }, () => 1 / count);

/**
 * The range of places that belongs to each variant. Each begins where it would with everyone covered, so that those who
 * take part keep their variant when the coverage grows.
 * Weights and coverage that make no sense are mended as in every GrowthBook SDK; `readExperiments` refuses them before.
 */
export function bucketRanges(count: number, coverage = 1, weights?: readonly number[]): Bucket[] {
  const covered = Math.min(1, Math.max(0, coverage));
  const fit = weights?.length === count && Math.abs(sumOf(weights) - 1) <= SUM_TOLERANCE;
  let start = 0;
  return (fit ? weights : equalWeights(count)).map((weight) => {
    const range = [start, start + covered * weight] as const;
    start += weight;
    return range;
  });
}

const isWithin = (place: number, [from, to]: Bucket): boolean => place >= from && place < to;

/** @returns the index of the range in which the place lies, or −1 */
export const bucketOf = (place: number, ranges: readonly Bucket[]): number =>
  ranges.findIndex((range) => isWithin(place, range));

/** A part of all visitors. Experiments whose parts of one namespace do not overlap share no visitor. */
export interface Namespace {
  name: string;
  /** Places in 0…1 that take part. */
  ranges: readonly Bucket[];
  /** Which attribute of the visitor is hashed. Default `id`. */
  attribute?: string;
  /** Default 2. */
  hashVersion?: HashVersion;
}

/** @param value of the visitor's attribute */
export function isInNamespace(value: string, { name, ranges, hashVersion = 2 }: Namespace): boolean {
  const place = placeOf(hashVersion === 1 ? `__${name}` : name, value, hashVersion);
  return place !== undefined && bucketOf(place, ranges) >= 0;
}
