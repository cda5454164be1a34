import type { LogReport } from '../log/log-report.ts';
import { attribute, type Origin, type Outcome } from './attribution.ts';
import type { CollectedEvent } from './collected-events.ts';
import {
  ExperimentGathering,
  type ExperimentReport,
  type InterleavingReport,
  type PlannedExperiment,
} from './experiment-report.ts';

/** What lists brought that have something in common. */
export interface ListFigures {
  lists: number;
  /** Products seen in them, once a list. */
  views: number;
  /** Products chosen from them, once a list. */
  clicks: number;
  carts: number;
  /** Products bought, and their price by quantity. */
  orders: number;
  value: number;
}

export interface ShopReport {
  /** Days of the first and the last event. */
  from: string;
  to: string;
  visitors: number;
  events: number;
  currency?: string;
  /** Days within which a purchase is put down to a list. */
  window: number;
  /** Of the whole shop: with what was bought without any list. */
  shop: Pick<ListFigures, 'carts' | 'orders' | 'value'>;
  lists: ListFigures;
  placements: readonly (ListFigures & { name: string })[];
  /** Of products that a rule moved. */
  rules: readonly (ListFigures & { name: string })[];
  experiments: readonly ExperimentReport[];
  interleavings: readonly InterleavingReport[];
  /** What was left out or guessed, and why. */
  remarks: readonly string[];
}

export interface ReportOptions {
  /** Days. Default 7. */
  window?: number;
  /** The one that values are in. Default: the one of most purchases. */
  currency?: string;
  /** Default none: the control is then the variant of that name, or the first by name. */
  experiments?: readonly PlannedExperiment[];
}

const DAY = 24 * 60 * 60 * 1000;

/** The shop's table, of all collected events. @param report of the reading: what is left out here is added to it */
export function makeReport(
  events: readonly CollectedEvent[],
  report: LogReport,
  { window = 7, currency: wanted, experiments: planned = [] }: ReportOptions = {},
): ShopReport {
  const currency = wanted ?? mostCommonCurrency(events);
  const shop = { carts: 0, orders: 0, value: 0 };
  const lists = noFigures();
  const placements = new Map<string, ListFigures>();
  const rules = new Map<string, ListFigures>();
  const gathering = new ExperimentGathering();
  const visitors = byVisitor(events, report);
  const read = [...visitors.values()].reduce((sum, own) => sum + own.length, 0);
  let unpriced = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const own of visitors.values()) {
    first = Math.min(first, own[0].at);
    last = Math.max(last, own[own.length - 1].at);
    const inCurrency = own.filter((event) => isIn(currency, event, report));
    const outcomes = attribute(inCurrency, window * DAY, report);
    gathering.add(outcomes);
    for (const outcome of outcomes) {
      if (outcome.kind === 'cart') shop.carts++;
      if (outcome.kind === 'order') {
        shop.orders++;
        shop.value += outcome.value;
        unpriced += Number(!outcome.priced);
      }
      const origin = originOf(outcome);
      if (origin === undefined) continue;
      count(lists, outcome);
      count(figuresOf(placements, origin.placement), outcome);
      if (origin.rule !== undefined) count(figuresOf(rules, origin.rule), outcome);
    }
    countRuledLists(rules, outcomes);
  }
  const remarks = report.lines();
  if (unpriced > 0)
    remarks.push(`${unpriced} of ${shop.orders} products bought have no price: their value counts as 0.`);
  return {
    from: dayOf(first),
    to: dayOf(last),
    visitors: visitors.size,
    events: read,
    ...(currency === undefined ? {} : { currency }),
    window,
    shop,
    lists,
    placements: named(placements),
    rules: named(rules),
    experiments: gathering.experiments(planned),
    interleavings: gathering.interleavings(planned),
    remarks,
  };
}

/** Each visitor's events, oldest first; an event that came twice counts once. */
function byVisitor(events: readonly CollectedEvent[], report: LogReport): Map<string, CollectedEvent[]> {
  const visitors = new Map<string, CollectedEvent[]>();
  for (const event of events) {
    const own = visitors.get(event.visitor);
    if (own === undefined) visitors.set(event.visitor, [event]);
    else own.push(event);
  }
  for (const [visitor, own] of visitors) {
    const seen = new Set<string>();
    const once = own.filter((event) => {
      const text = JSON.stringify(event);
      if (seen.has(text)) report.refuse('that came twice');
      return !seen.has(text) && seen.add(text) !== undefined;
    });
    visitors.set(
      visitor,
      once.sort((a, b) => a.at - b.at),
    );
  }
  return visitors;
}

function mostCommonCurrency(events: readonly CollectedEvent[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { name, currency } of events) {
    if (name === 'purchase' && currency !== undefined) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

/** Purchases in other currencies cannot be added up with these. */
function isIn(currency: string | undefined, event: CollectedEvent, report: LogReport): boolean {
  const fits = event.name !== 'purchase' || event.currency === undefined || event.currency === currency;
  if (!fits) report.refuse(`of a purchase in ${event.currency}, not ${currency}: give --currency for the others`);
  return fits;
}

const originOf = (outcome: Outcome): Origin | undefined => (outcome.kind === 'exposure' ? undefined : outcome.origin);

function count(figures: ListFigures, outcome: Outcome): void {
  if (outcome.kind === 'list') figures.lists++;
  else if (outcome.kind === 'view') figures.views++;
  else if (outcome.kind === 'click') figures.clicks++;
  else if (outcome.kind === 'cart') figures.carts++;
  else if (outcome.kind === 'order') {
    figures.orders++;
    figures.value += outcome.value;
  }
}

/** Lists in which a rule moved something: which these are the products in them say. */
function countRuledLists(rules: Map<string, ListFigures>, outcomes: readonly Outcome[]): void {
  const pairs = new Map<string, string>();
  for (const outcome of outcomes) {
    if (outcome.kind !== 'view' || outcome.origin?.rule === undefined) continue;
    pairs.set(JSON.stringify([outcome.origin.list, outcome.origin.rule]), outcome.origin.rule);
  }
  for (const rule of pairs.values()) figuresOf(rules, rule).lists++;
}

function figuresOf(all: Map<string, ListFigures>, name: string): ListFigures {
  const found = all.get(name) ?? noFigures();
  all.set(name, found);
  return found;
}

const noFigures = (): ListFigures => ({ lists: 0, views: 0, clicks: 0, carts: 0, orders: 0, value: 0 });

/** Those that brought most first. */
const named = (all: ReadonlyMap<string, ListFigures>): (ListFigures & { name: string })[] =>
  [...all]
    .map(([name, figures]) => ({ name, ...figures }))
    .sort((a, b) => b.value - a.value || b.clicks - a.clicks || (a.name < b.name ? -1 : 1));

const dayOf = (at: number): string => (Number.isFinite(at) && at > 0 ? new Date(at).toISOString().slice(0, 10) : '');
