import { VitrineError } from '../contract/errors.ts';
import type { RecommendQuery } from '../contract/recommendation.ts';
import * as plain from '../contract/validation/plain-data.ts';
import { type Bucket, bucketRanges, type Namespace, SUM_TOLERANCE, sumOf } from './buckets.ts';
import type { HashVersion } from './hashing.ts';

/** One variant of an experiment. The first one is its control. */
export interface ExperimentVariant {
  name: string;
  /** Share of those who take part, 0…1. Give it for all variants or for none; default: equal shares. */
  weight?: number;
  /** Changes to the page's query under this variant: rules, diversity, a filter, … Default: none. */
  query?: Omit<RecommendQuery, 'variant'>;
}

/** An experiment in plain JSON. Its variants are drawn by GrowthBook's hash, so that other systems can compute them too. */
export interface Experiment {
  /** Unique; also the seed of the hash, unless `seed` is given. */
  name: string;
  /** At least two. */
  variants: readonly ExperimentVariant[];
  /** `false`: nobody takes part; a preview by the page's address still works. Default `true`. */
  active?: boolean;
  /** Share of visitors who take part, 0…1. May grow while the experiment runs. Default 1. */
  coverage?: number;
  /** Only visitors whose attributes have one of these values. Default: all. */
  audience?: Readonly<Record<string, readonly Attribute[]>>;
  /** Only visitors in all of these. Default: all. */
  namespaces?: readonly Namespace[];
  /** Everyone who would take part gets this variant and is not counted: for a winner. Default: none. */
  force?: string;
  /** Which attribute of the visitor is hashed. Default `id`. */
  attribute?: string;
  /** Default: the experiment's name. */
  seed?: string;
  /** Default 2. GrowthBook's own default is 1, for experiments that began before version 2 existed. */
  hashVersion?: HashVersion;
  /** The variants' places in 0…1 themselves, one each, instead of `weight` and `coverage`. */
  ranges?: readonly Bucket[];
}

/** A known property of a visitor, such as their country. */
export type Attribute = string | number | boolean;

/** Visitors who take part in no experiment, to measure what all experiments together bring. */
export interface Holdout {
  /** Unique among experiments and holdouts; also the seed. */
  name: string;
  /** Share of visitors who are held out, 0…1. */
  share: number;
  /** Names of the experiments that it keeps them out of. Default: all. */
  experiments?: readonly string[];
}

/** The two groups of a holdout, as exposure events name them. */
export const HELD_OUT = 'held-out';
export const NOT_HELD_OUT = 'in-experiments';

const NAME = plain.check(plain.text(200), (name) => name.trim() !== '', 'a name of up to 200 characters');
const SHARE = plain.number(0, 1);
const HASH_VERSION = plain.optional(plain.oneOf([1, 2] as const));
const RANGE = plain.check(
  plain.list(SHARE, 2, 2),
  ([from, to]) => from <= to,
  'two numbers, the first not above the second',
) as unknown as plain.Reader<Bucket>;
const ATTRIBUTE: plain.Reader<Attribute> = (value, at) =>
  typeof value === 'number' ? plain.finite(value, at) : typeof value === 'boolean' ? value : plain.anyText(value, at);

const EXPERIMENT = plain.exactly({
  name: NAME,
  variants: plain.list(
    plain.exactly({
      name: NAME,
      weight: plain.optional(SHARE),
      query: plain.optional(plain.record(plain.anything)),
    }),
    2,
    100,
  ),
  active: plain.optional(plain.flag),
  coverage: plain.optional(SHARE),
  audience: plain.optional(plain.record(plain.list(ATTRIBUTE, 1))),
  namespaces: plain.optional(
    plain.list(
      plain.exactly({
        name: NAME,
        ranges: plain.list(RANGE, 1),
        attribute: plain.optional(NAME),
        hashVersion: HASH_VERSION,
      }),
    ),
  ),
  force: plain.optional(NAME),
  attribute: plain.optional(NAME),
  seed: plain.optional(plain.text(200)),
  hashVersion: HASH_VERSION,
  ranges: plain.optional(plain.list(RANGE)),
});

const HOLDOUT = plain.exactly({ name: NAME, share: SHARE, experiments: plain.optional(plain.list(NAME)) });

/** Places of the variants, as the experiment gives them or by its weights. */
export const rangesOf = ({ variants, ranges, coverage }: Experiment): readonly Bucket[] =>
  ranges ?? bucketRanges(variants.length, coverage, weightsOf(variants));

/** Shares of the variants among those who take part; `undefined` where they are alike. */
function weightsOf(variants: readonly ExperimentVariant[]): number[] | undefined {
  const weights = variants.flatMap(({ weight }) => (weight === undefined ? [] : [weight]));
  return weights.length === 0 ? undefined : weights;
}

/**
 * Experiments that nobody vouches for, such as JSON from a shop's server, one by one: what is wrong with one costs that one.
 * @param refuse called with a `bad-options` that names the experiment
 */
export function readExperiments(given: unknown, refuse: (problem: VitrineError) => void): Map<string, Experiment> {
  const found = new Map<string, Experiment>();
  for (const entry of entriesOf(given, 'experiments', refuse)) {
    try {
      const experiment = plain.read(EXPERIMENT, entry, (misfit) => wrong(nameOf(entry, 'experiment'), misfit));
      checkTogether(experiment);
      if (found.has(experiment.name)) {
        throw wrong(nameOf(entry, 'experiment'), 'its name must be its own: an earlier experiment has the same');
      }
      found.set(experiment.name, experiment);
    } catch (thrown) {
      refuse(VitrineError.from(thrown));
    }
  }
  return found;
}

/** @param taken names that a holdout cannot have */
export function readHoldouts(
  given: unknown,
  taken: ReadonlySet<string>,
  refuse: (problem: VitrineError) => void,
): Holdout[] {
  const found = new Map<string, Holdout>();
  for (const entry of entriesOf(given, 'holdouts', refuse)) {
    try {
      const holdout = plain.read(HOLDOUT, entry, (misfit) => wrong(nameOf(entry, 'holdout'), misfit));
      if (taken.has(holdout.name) || found.has(holdout.name)) {
        throw wrong(nameOf(entry, 'holdout'), 'its name must be its own among experiments and holdouts');
      }
      found.set(holdout.name, holdout);
    } catch (thrown) {
      refuse(VitrineError.from(thrown));
    }
  }
  return [...found.values()];
}

/** Checks that concern several options together. @throws VitrineError `bad-options` */
function checkTogether(experiment: Experiment): void {
  const { name, variants, force, ranges } = experiment;
  const title = `The experiment \`${name}\``;
  const names = new Set(variants.map((variant) => variant.name));
  if (names.size < variants.length) throw wrong(title, 'variants must have names of their own');
  if (force !== undefined && !names.has(force)) {
    throw wrong(title, `force must name one of its variants (${[...names].join(', ')}), not ${force}`);
  }
  const weights = weightsOf(variants);
  if (weights !== undefined) {
    if (weights.length < variants.length) throw wrong(title, 'weight must be given for all variants, or for none');
    const sum = sumOf(weights);
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw wrong(title, `the weights of its variants must sum to 1, and sum to ${Number(sum.toPrecision(4))}`);
    }
  }
  if (ranges === undefined) return;
  if (ranges.length !== variants.length) throw wrong(title, 'ranges must be as many as its variants');
  const sorted = ranges.filter(([from, to]) => from < to).sort(([a], [b]) => a - b);
  if (sorted.some(([from], i) => i > 0 && from < sorted[i - 1][1])) throw wrong(title, 'ranges must not overlap');
}

function entriesOf(given: unknown, what: string, refuse: (problem: VitrineError) => void): readonly unknown[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given;
  refuse(wrong(`The option \`${what}\``, 'it must be a list'));
  return [];
}

function nameOf(entry: unknown, kind: string): string {
  const name = (entry as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? `The ${kind} \`${name.slice(0, 200)}\`` : `One ${kind}, which has no name,`;
}

const wrong = (title: string, misfit: string): VitrineError =>
  new VitrineError('bad-options', `${title} cannot be used.`, { remedy: `${misfit}.` });
