import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Bucket, bucketOf, bucketRanges, equalWeights, isInNamespace } from './buckets.ts';
import { type Assignment, createExperiments, type ExperimentsOptions } from './create-experiments.ts';
import type { Attribute, Experiment } from './experiment.ts';
import { type HashVersion, placeOf } from './hashing.ts';
import { variantInAddress } from './preview.ts';

/** Public data lies beside the project, or where the variable says. */
const DATA = process.env.VITRINE_DATA ?? resolve(import.meta.dirname, '../../../shared/data');
const FILE = resolve(DATA, 'experiment-cases/growthbook.json');
const found = existsSync(FILE);
if (!found) console.warn(`GrowthBook's public cases are not tested: there is no ${FILE}`);

type Json = string | number | boolean | null | { [name: string]: Json } | Json[];
interface Cases {
  hash: [seed: string, value: string, version: number, place: number | null][];
  getBucketRange: [name: string, [count: number, coverage: number, weights: number[] | null], ranges: Bucket[]][];
  chooseVariation: [name: string, place: number, ranges: Bucket[], chosen: number][];
  getQueryStringOverride: [name: string, key: string, url: string, count: number, chosen: number | null][];
  inNamespace: [name: string, id: string, [name: string, from: number, to: number], inside: boolean][];
  getEqualWeights: [count: number, weights: number[]][];
  run: [name: string, context: Context, experiment: Given, value: Json, inExperiment: boolean, hashUsed: boolean][];
}
interface Context {
  attributes?: Record<string, Attribute | null>;
  enabled?: boolean;
  qaMode?: boolean;
  url?: string;
  forcedVariations?: Record<string, number>;
  features?: Record<string, { defaultValue: Attribute }>;
  savedGroups?: Record<string, Attribute[]>;
}
interface Given {
  key: string;
  variations: Json[];
  weights?: number[];
  coverage?: number;
  active?: boolean;
  force?: number;
  seed?: string;
  hashVersion?: HashVersion;
  hashAttribute?: string;
  ranges?: Bucket[];
  namespace?: [string, number, number];
  filters?: { seed: string; ranges: Bucket[]; attribute?: string; hashVersion?: HashVersion }[];
  condition?: Record<string, Attribute | { $inGroup: string }>;
  parentConditions?: { id: string; condition: { value: Attribute } }[];
}
const cases: Cases | undefined = found ? JSON.parse(readFileSync(FILE, 'utf8')) : undefined;

/** A case's experiment as this package writes it; variants are named by their number. */
function written(given: Given, { savedGroups = {} }: Context): Experiment {
  const audience = Object.entries(given.condition ?? {}).map(([attribute, wanted]) => [
    attribute,
    typeof wanted === 'object' ? savedGroups[wanted.$inGroup] : [wanted],
  ]);
  const parents = (given.parentConditions ?? []).map(({ id, condition }) => [id, [condition.value]]);
  const namespaces =
    given.filters?.map(({ seed, ...filter }) => ({ name: seed, ...filter })) ??
    (given.namespace === undefined
      ? []
      : [
          {
            name: given.namespace[0],
            ranges: [[given.namespace[1], given.namespace[2]] as const],
            hashVersion: 1 as const,
          },
        ]);
  return {
    name: given.key,
    variants: given.variations.map((_, i) => ({
      name: String(i),
      ...(given.weights === undefined ? {} : { weight: given.weights[i] }),
    })),
    // GrowthBook's own default.
    hashVersion: given.hashVersion ?? 1,
    ...(given.active === undefined ? {} : { active: given.active }),
    ...(given.coverage === undefined ? {} : { coverage: given.coverage }),
    ...(given.force === undefined ? {} : { force: String(given.force) }),
    ...(given.seed === undefined ? {} : { seed: given.seed }),
    ...(given.hashAttribute === undefined ? {} : { attribute: given.hashAttribute }),
    ...(given.ranges === undefined ? {} : { ranges: given.ranges }),
    namespaces,
    audience: Object.fromEntries([...audience, ...parents]),
  };
}

function asked(context: Context): Omit<ExperimentsOptions, 'experiments'> {
  const flags = Object.entries(context.features ?? {}).map(([name, { defaultValue }]) => [name, defaultValue]);
  return {
    visitor: { ...Object.fromEntries(flags), ...context.attributes },
    mode: context.enabled === false ? 'off' : context.qaMode ? 'preview' : 'run',
    url: context.url ?? '',
    forced: Object.fromEntries(
      Object.entries(context.forcedVariations ?? {}).map(([name, index]) => [name, `${index}`]),
    ),
  };
}

describe.skipIf(!found)("GrowthBook's public cases", () => {
  test.each(cases?.hash ?? [])('hash of %j and %j, version %i', (seed, value, version, place) => {
    expect(placeOf(seed, value, version as HashVersion) ?? null).toBe(place);
  });

  test.each(cases?.getBucketRange ?? [])('ranges: %s', (_, [count, coverage, weights], ranges) => {
    const rounded = bucketRanges(count, coverage, weights ?? undefined).map((range) =>
      range.map((end) => Number(end.toFixed(6))),
    );
    expect(rounded).toEqual(ranges);
  });

  test.each(cases?.chooseVariation ?? [])('place: %s', (_, place, ranges, chosen) => {
    expect(bucketOf(place, ranges)).toBe(chosen);
  });

  test.each(cases?.getQueryStringOverride ?? [])('address: %s', (_, key, url, count, chosen) => {
    const variants = Array.from({ length: count }, (_, i) => `${i}`);
    expect(variantInAddress(key, url, variants) ?? null).toBe(chosen);
  });

  test.each(cases?.inNamespace ?? [])('namespace: %s', (_, id, [name, from, to], inside) => {
    expect(isInNamespace(id, { name, ranges: [[from, to]], hashVersion: 1 })).toBe(inside);
  });

  test.each(cases?.getEqualWeights ?? [])('equal weights of %i', (count, weights) => {
    expect(equalWeights(count).map((weight) => Number(weight.toFixed(8)))).toEqual(weights);
  });

  test.each(cases?.run ?? [])('run: %s', (_, context, given, value, inExperiment, hashUsed) => {
    const exposures: unknown[] = [];
    const experiments = createExperiments({
      ...asked(context),
      experiments: [written(given, context)],
      onExposure: (event) => exposures.push(event.params),
      onProblem: () => {},
    });
    const seen: Assignment = experiments.assign(given.key);
    expect(given.variations[Number(seen.variant ?? 0)]).toEqual(value);
    expect(seen.takesPart).toBe(inExperiment);
    expect(seen.takesPart && !seen.forced).toBe(hashUsed);
    expect(exposures).toEqual(hashUsed ? [{ experiment_id: given.key, variation_id: seen.variant }] : []);
  });
});
