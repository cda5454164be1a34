import { VitrineError } from '../contract/errors.ts';
import type { RecommendQuery, Variant } from '../contract/recommendation.ts';
import { bucketOf, isInNamespace } from './buckets.ts';
import {
  type Attribute,
  type Experiment,
  HELD_OUT,
  type Holdout,
  NOT_HELD_OUT,
  rangesOf,
  readExperiments,
  readHoldouts,
} from './experiment.ts';
import { placeOf } from './hashing.ts';
import { variantInAddress } from './preview.ts';

/** The visitor that variants are drawn for, and the experiments. */
export interface ExperimentsOptions {
  /**
   * Who the visitor is: an id that stays with them (a customer number, or one that the shop keeps in this browser), or their
   * attributes, one of which is `id`. Without an id nobody takes part.
   */
  visitor: string | Readonly<Record<string, Attribute | null | undefined>>;
  /** Plain JSON, read one by one: an invalid one is reported to `onProblem`, and nobody takes part in it. */
  experiments: readonly Experiment[];
  /** Default none. */
  holdouts?: readonly Holdout[];
  /** Variants by the experiment's name, for this page only: they are shown but not counted. Default none. */
  forced?: Readonly<Record<string, string>>;
  /** An address whose query shows a variant, `?NAME=1` or `?NAME=VARIANT`, not counted. Default: the page's own. */
  url?: string;
  /** `preview`: nobody is drawn, only what is forced or asked for by the address is shown. `off`: not even that. Default `run`. */
  mode?: 'run' | 'preview' | 'off';
  /** Called once for each experiment and holdout of which the visitor has seen something. */
  onExposure?: (event: ExposureEvent) => void;
  /** Called with each error in an experiment. Default: the console shows it. */
  onProblem?: (problem: VitrineError) => void;
}

/** A GA4 event with the names that GrowthBook reads: `gtag('event', event.name, event.params)`. */
export interface ExposureEvent {
  name: 'experiment_viewed';
  params: { experiment_id: string; variation_id: string };
}

/** What one visitor is shown of one experiment. */
export interface Assignment {
  /** Its name. */
  experiment: string;
  /** The variant to be shown: the control where the visitor takes no part; `undefined` where there is no such experiment. */
  variant: string | undefined;
  /** Whether the visitor counts for the experiment, or is shown a variant that is forced. */
  takesPart: boolean;
  /** Whether the variant was chosen by `force`, `forced` or the address: shown, and not counted. */
  forced: boolean;
  /**
   * For `recommend()`: the variant's own options, and for those who count `variant`, which the list carries from then on.
   * Empty where there is no such experiment: the shelf goes on as without it.
   */
  query: Omit<RecommendQuery, 'variant'> & { variant?: Variant };
}

/** The experiments of one visitor in one page. */
export interface Experiments {
  /** The visitor's variant, at the moment in which it is shown: tells the exposure, the first time. */
  assign(experiment: string): Assignment;
  /** The same without an exposure: for a decision that comes before it is known whether anything will be shown. */
  peek(experiment: string): Assignment;
}

/**
 * Draws variants for one visitor: at once, in the page, the same on every visit, with nothing stored and no request sent.
 * It never throws: errors go to `onProblem`, and the shelf works as it would without the experiment.
 */
export function createExperiments(options: ExperimentsOptions): Experiments {
  const { visitor, forced = {}, mode = 'run', onExposure, onProblem = (problem) => console.warn(problem) } = options;
  const tell = (problem: VitrineError): void => {
    try {
      onProblem(problem);
    } catch {
      // The shop's own listener threw: there is no other way to report the problem.
    }
  };
  const attributes = typeof visitor === 'string' ? { id: visitor } : (visitor ?? {});
  const url = options.url ?? globalThis.location?.href ?? '';
  const experiments = readExperiments(options.experiments, tell);
  const holdouts = readHoldouts(options.holdouts, new Set(experiments.keys()), tell);
  const exposed = new Set<string>();
  for (const [name, variant] of Object.entries(forced)) {
    if (experiments.get(name)?.variants.every((one) => one.name !== variant)) {
      tell(unknownName(`variant \`${variant}\` in the experiment \`${name}\`, which \`forced\` asks for`));
    }
  }

  const attribute = (name = 'id'): string => {
    const value = attributes[name];
    return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
  };
  const holdoutsOf = (name: string): { name: string; holds: boolean }[] =>
    attribute() === ''
      ? []
      : holdouts
          .filter((holdout) => holdout.experiments?.includes(name) ?? true)
          .map((holdout) => ({ name: holdout.name, holds: placeOf(holdout.name, attribute(), 2)! < holdout.share }));

  /** Who may be drawn. */
  const isAsked = ({ name, active = true, audience = {}, namespaces = [] }: Experiment): boolean =>
    active &&
    namespaces.every((namespace) => {
      const value = attribute(namespace.attribute);
      return value !== '' && isInNamespace(value, namespace);
    }) &&
    Object.entries(audience).every(([key, values]) => (values as readonly unknown[]).includes(attributes[key])) &&
    !holdoutsOf(name).some(({ holds }) => holds);

  const choose = (experiment: Experiment): { index: number; forced: boolean } | undefined => {
    const { name, variants, seed = name, hashVersion = 2 } = experiment;
    if (mode === 'off') return undefined;
    const names = variants.map((variant) => variant.name);
    const shown = variantInAddress(name, url, names) ?? names.indexOf(forced[name]);
    if (shown >= 0) return { index: shown, forced: true };
    const value = attribute(experiment.attribute);
    if (value === '' || !isAsked(experiment)) return undefined;
    const drawn = bucketOf(placeOf(seed, value, hashVersion)!, rangesOf(experiment));
    if (drawn < 0) return undefined;
    if (experiment.force !== undefined) return { index: names.indexOf(experiment.force), forced: true };
    return mode === 'preview' ? undefined : { index: drawn, forced: false };
  };

  const peek = (name: string): Assignment => {
    const experiment = experiments.get(name);
    if (experiment === undefined) {
      return { experiment: name, variant: undefined, takesPart: false, forced: false, query: {} };
    }
    const chosen = choose(experiment);
    const { name: variant, query = {} } = experiment.variants[chosen?.index ?? 0];
    const counts = chosen?.forced === false;
    return {
      experiment: name,
      variant,
      takesPart: chosen !== undefined,
      forced: chosen?.forced ?? false,
      query: { ...query, ...(counts ? { variant: { experiment: name, variant } } : {}) },
    };
  };

  const expose = (experiment: string, variant: string): void => {
    if (exposed.has(experiment)) return;
    exposed.add(experiment);
    try {
      onExposure?.({ name: 'experiment_viewed', params: { experiment_id: experiment, variation_id: variant } });
    } catch (cause) {
      const remedy = 'Correct the function that is given as `onExposure`: it threw.';
      tell(new VitrineError('internal', `The exposure to \`${experiment}\` could not be reported.`, { remedy, cause }));
    }
  };

  return {
    peek,
    assign(name) {
      const assignment = peek(name);
      if (assignment.variant === undefined && !exposed.has(name)) {
        exposed.add(name);
        tell(unknownName(`experiment \`${name}\`, or it could not be used`));
      }
      const experiment = experiments.get(name);
      if (experiment !== undefined && mode === 'run' && !assignment.forced && (experiment.active ?? true)) {
        for (const { name: holdout, holds } of holdoutsOf(name)) expose(holdout, holds ? HELD_OUT : NOT_HELD_OUT);
      }
      if (assignment.takesPart && !assignment.forced) expose(name, assignment.variant!);
      return assignment;
    },
  };
}

const unknownName = (what: string): VitrineError =>
  new VitrineError('bad-options', `There is no ${what}.`, { remedy: 'Check the names in `experiments`.' });
