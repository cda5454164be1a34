import type { Outcome } from '../../attribution/attribution.ts';
import { alwaysValidInterval } from '../../experiments/always-valid.ts';
import { addVisitor, noTotals, type VariantTotals } from '../../experiments/totals.ts';
import { comparePreference, compareVariants, type Verdict, visitorsStillNeeded } from '../../experiments/verdict.ts';
import { verdictInWords } from '../../experiments/wording.ts';

const DAY = 24 * 60 * 60 * 1000;
/** Chance of warning of a split that is as it should be. */
const SPLIT_ALPHA = 0.001;
/** Size of the expected error of a split, as a share of it. */
const SPLIT_EXPECTED = 0.05;

/** What the shop planned, as it gives it to `createExperiments`. */
export interface PlannedExperiment {
  name: string;
  variants: readonly { name: string; weight?: number }[];
}

/** A verdict, in words and figures. */
export interface WordedVerdict extends Verdict {
  words: string;
}

export interface VariantReport {
  name: string;
  visitors: number;
  /** Share of its visitors who bought after they had seen it. */
  conversion: number;
  /** What they bought since, by visitor, in the shop's currency. */
  value: number;
  /** Against the control, which has none itself. `value` is missing where no purchase has a price. */
  verdicts?: { conversion: WordedVerdict; value?: WordedVerdict };
}

export interface ExperimentReport {
  name: string;
  control: string;
  variants: readonly VariantReport[];
  /** Visitors who saw more than one variant: counted for none. */
  mixed: number;
  /** What a person should look at before they believe the figures. */
  warnings: readonly string[];
  /** By day, what was known at its end: the difference as a share of the control, and its interval. */
  days: readonly { day: string; variant: string; metric: 'conversion' | 'value'; verdict: Verdict }[];
}

export interface InterleavingReport {
  name: string;
  teams: readonly { name: string; clicks: number }[];
  /** Of the second team against the first. */
  verdict: WordedVerdict;
}

/** One visitor's part in one experiment. */
interface Part {
  variant: string;
  entered: number;
  mixed: boolean;
  orders: { at: number; value: number }[];
  /** What they bought before. */
  before: number;
}

const METRICS = ['conversion', 'value'] as const;
type Metric = (typeof METRICS)[number];

/** Gathers visitors one by one; then tells of all experiments that they were in. */
export class ExperimentGathering {
  readonly #parts = new Map<string, Part[]>();
  readonly #preferences = new Map<string, Map<string, number>[]>();
  #priced = false;

  /** @param outcomes of one visitor, oldest first */
  add(outcomes: readonly Outcome[]): void {
    const parts = new Map<string, Part>();
    const clicks = new Map<string, Map<string, number>>();
    const orders = outcomes.filter((outcome) => outcome.kind === 'order');
    if (orders.some(({ priced }) => priced)) this.#priced = true;
    for (const outcome of outcomes) {
      const seen = seenIn(outcome);
      if (seen !== undefined) {
        const part = parts.get(seen.experiment);
        if (part === undefined) {
          const { at } = outcome;
          const before = orders.filter((order) => order.at < at).reduce((sum, { value }) => sum + value, 0);
          const after = orders.filter((order) => order.at >= at);
          parts.set(seen.experiment, { variant: seen.variant, entered: at, mixed: false, orders: after, before });
        } else if (part.variant !== seen.variant) part.mixed = true;
      }
      if (outcome.kind === 'click' && outcome.origin?.team !== undefined) {
        const { experiment = outcome.origin.placement, team } = outcome.origin;
        const teams = clicks.get(experiment) ?? new Map<string, number>();
        clicks.set(experiment, teams.set(team, (teams.get(team) ?? 0) + 1));
      }
    }
    for (const [experiment, part] of parts) push(this.#parts, experiment, part);
    for (const [experiment, teams] of clicks) push(this.#preferences, experiment, teams);
  }

  experiments(planned: readonly PlannedExperiment[]): ExperimentReport[] {
    return [...this.#parts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, parts]) =>
        this.#tell(
          name,
          parts,
          planned.find((experiment) => experiment.name === name),
        ),
      );
  }

  interleavings(planned: readonly PlannedExperiment[]): InterleavingReport[] {
    return [...this.#preferences]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, visitors]) => {
        const plan = planned.find((experiment) => experiment.name === name)?.variants.map((variant) => variant.name);
        const [first, second = 'the other team'] = inOrder(
          new Set(visitors.flatMap((teams) => [...teams.keys()])),
          plan,
        );
        const totals = noTotals();
        for (const teams of visitors) addVisitor(totals, Math.sign((teams.get(second) ?? 0) - (teams.get(first) ?? 0)));
        const clicksOf = (team: string): number => visitors.reduce((sum, teams) => sum + (teams.get(team) ?? 0), 0);
        const names = { control: first, variant: second, what: 'preference, −1 to 1' };
        return {
          name,
          teams: [first, second].map((team) => ({ name: team, clicks: clicksOf(team) })),
          verdict: tell(comparePreference(totals), names),
        };
      });
  }

  #tell(name: string, all: readonly Part[], plan: PlannedExperiment | undefined): ExperimentReport {
    const parts = all.filter(({ mixed }) => !mixed);
    const names = inOrder(
      new Set(all.map(({ variant }) => variant)),
      plan?.variants.map((variant) => variant.name),
    );
    const [control, ...others] = names;
    const metrics = METRICS.filter((metric) => metric === 'conversion' || this.#priced);
    // Each of several variants gets its part of the chance to be wrong.
    const alpha = 0.05 / Math.max(1, others.length);
    const days = this.#days(parts, names, metrics, alpha);
    const last = new Map(days.map((day) => [JSON.stringify([day.variant, day.metric]), day.verdict]));
    const span = Math.max(1, days.length / Math.max(1, others.length * metrics.length));
    const verdictOf = (variant: string, metric: Metric): WordedVerdict | undefined => {
      const verdict = last.get(JSON.stringify([variant, metric]));
      const what = metric === 'value' ? 'value by visitor' : 'conversion';
      return verdict && tell(verdict, { control, variant, what }, span);
    };
    const sumOf = (variant: string, of: (part: Part) => number): number =>
      parts.reduce((sum, part) => (part.variant === variant ? sum + of(part) : sum), 0);
    return {
      name,
      control,
      variants: names.map((variant) => {
        const visitors = sumOf(variant, () => 1);
        const conversion = verdictOf(variant, 'conversion');
        const value = verdictOf(variant, 'value');
        return {
          name: variant,
          visitors,
          conversion: sumOf(variant, (part) => broughtBy(part, 'conversion')) / Math.max(1, visitors),
          value: sumOf(variant, (part) => broughtBy(part, 'value')) / Math.max(1, visitors),
          ...(conversion === undefined ? {} : { verdicts: { conversion, ...(value === undefined ? {} : { value }) } }),
        };
      }),
      mixed: all.length - parts.length,
      warnings: warningsOf(names, parts, all.length, plan),
      days,
    };
  }

  /** Looks at the end of each day; the last look is the verdict. */
  #days(parts: readonly Part[], names: readonly string[], metrics: readonly Metric[], alpha: number) {
    const moves = parts.flatMap((part) => [
      { at: part.entered, part, order: undefined },
      ...part.orders.map((order) => ({ at: order.at, part, order })),
    ]);
    moves.sort((a, b) => a.at - b.at);
    const totals = new Map(
      names.map((name) => [name, Object.fromEntries(metrics.map((metric) => [metric, noTotals()]))]),
    ) as Map<string, Record<Metric, VariantTotals>>;
    const soFar = new Map<Part, Part>();
    const found: ExperimentReport['days'][number][] = [];
    const [control, ...others] = names;
    moves.forEach(({ at, part, order }, i) => {
      const known = soFar.get(part);
      const now = { ...part, orders: [...(known?.orders ?? []), ...(order === undefined ? [] : [order])] };
      soFar.set(part, now);
      for (const metric of metrics) {
        const sums = totals.get(part.variant)![metric];
        const before = metric === 'value' ? part.before : Number(part.before > 0);
        if (known !== undefined) addVisitor(sums, broughtBy(known, metric), before, -1);
        addVisitor(sums, broughtBy(now, metric), before);
      }
      const day = Math.floor(at / DAY);
      const next = i + 1 < moves.length ? Math.floor(moves[i + 1].at / DAY) : day + 1;
      for (let ended = day; ended < next; ended++) {
        for (const variant of others) {
          for (const metric of metrics) {
            found.push({
              day: new Date(ended * DAY).toISOString().slice(0, 10),
              variant,
              metric,
              verdict: compareVariants(totals.get(control)![metric], totals.get(variant)![metric], { alpha }),
            });
          }
        }
      }
    });
    return found;
  }
}

/** Of a visitor to an experiment. */
function broughtBy({ orders }: Part, metric: Metric): number {
  return metric === 'conversion' ? Number(orders.length > 0) : orders.reduce((sum, { value }) => sum + value, 0);
}

/** The variant that an outcome shows, of an exposure or of a list; not that of a team, which shares its list. */
function seenIn(outcome: Outcome): { experiment: string; variant: string } | undefined {
  if (outcome.kind === 'exposure') return outcome;
  if (outcome.kind !== 'list') return undefined;
  const { experiment, variant } = outcome.origin;
  return experiment === undefined || variant === undefined ? undefined : { experiment, variant };
}

/** The control first: as planned, else the one that is called so, else by name. */
function inOrder(names: ReadonlySet<string>, planned: readonly string[] = []): string[] {
  const rank = (name: string): number => {
    const at = planned.indexOf(name);
    return at >= 0 ? at : planned.length + (name === 'control' || name === 'held-out' ? 0 : 1);
  };
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function warningsOf(
  names: readonly string[],
  parts: readonly Part[],
  all: number,
  plan: PlannedExperiment | undefined,
): string[] {
  const warnings: string[] = [];
  const visitors = parts.length;
  const weights = plan?.variants.every(({ weight }) => weight !== undefined)
    ? new Map(plan.variants.map(({ name, weight }) => [name, weight!]))
    : undefined;
  // A holdout is uneven on purpose, and its share is planned elsewhere.
  const isHoldout = names.includes('held-out') && plan === undefined;
  for (const name of isHoldout ? [] : names) {
    const planned = weights?.get(name) ?? 1 / (plan?.variants.length ?? names.length);
    const share = parts.filter(({ variant }) => variant === name).length / Math.max(1, visitors);
    const variance = (planned * (1 - planned)) / Math.max(1, visitors);
    if (Math.abs(share - planned) <= alwaysValidInterval(variance, SPLIT_EXPECTED * planned, SPLIT_ALPHA)) continue;
    const shares = `${(100 * share).toFixed(1)} % of the visitors saw ${name}, where ${(100 * planned).toFixed(1)} % should have`;
    warnings.push(
      `${shares}: something keeps visitors of one variant from being counted, so do not go by the verdict.`,
    );
  }
  if (names.length === 1) warnings.push(`Only ${names[0]} was seen: there is nothing to compare it with.`);
  if (all > visitors) {
    warnings.push(`${all - visitors} of ${all} visitors saw more than one variant, and are counted for none.`);
  }
  return warnings;
}

/** @param days that it took so far, for how long the rest will take */
function tell(verdict: Verdict, names: Parameters<typeof verdictInWords>[1], days?: number): WordedVerdict {
  const more = visitorsStillNeeded(verdict);
  const left = days === undefined ? 0 : Math.ceil((more / verdict.visitors) * days);
  const pace =
    more > 0 && more <= 10 * verdict.visitors && left > 0
      ? ` At this pace that is about ${left} ${left === 1 ? 'day' : 'days'}.`
      : '';
  return { ...verdict, words: verdictInWords(verdict, names) + pace };
}

function push<TValue>(lists: Map<string, TValue[]>, key: string, value: TValue): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
