import { type InteractionName, SESSION_GAP_MS } from '../../contract/interaction.ts';
import { Interests } from '../../contract/interests.ts';
import type { ProductId } from '../../contract/product.ts';
import { joinSequences } from '../../learning/training/sequences.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { mayBeNobody } from './identity.ts';
import type { LogReport } from './log-report.ts';
import { NameTable } from './name-table.ts';
import type { EventSink } from './scan-log.ts';

export interface LoggedEvent {
  product: ProductId;
  name: InteractionName;
  /** Milliseconds; 0 where the log has no times. */
  at: number;
}

/** Events of each shopper, in the order of the file. */
export interface ShopperEvents {
  shopperIds: readonly string[];
  /** [shoppers] */
  events: readonly LoggedEvent[][];
  /** Whether the log has times. */
  timed: boolean;
  /** What each shopper searched for, and when. [shoppers] */
  searches: readonly LoggedSearch[][];
}

export interface LoggedSearch {
  words: string;
  /** Milliseconds. */
  at: number;
}

/** Of at least so many shoppers one with this share of all rows, and so many times what the next one has, is odd. */
export const ODD_SHOPPER = { fewestShoppers: 20, largeShare: 0.2, timesTheNext: 3 };

/** Gathers all that shoppers did. */
export class EventGathering implements EventSink {
  readonly #shoppers = new NameTable();
  readonly #events: (LoggedEvent & { other: number })[][] = [];
  /** By shopper: one who only searched is none. */
  readonly #searches = new Map<string, (LoggedSearch & { other: number })[]>();

  event(shopper: string, product: ProductId, name: InteractionName, at: number, other: number): void {
    const row = this.#shoppers.rowOf(shopper);
    this.#events[row] ??= [];
    this.#events[row].push({ product, name, at, other });
  }

  search(shopper: string, words: string, at: number, other: number): void {
    const known = this.#searches.get(shopper);
    if (known) known.push({ words, at, other });
    else this.#searches.set(shopper, [{ words, at, other }]);
  }

  /** @param reading which of the two readings of its dates is right */
  finish(report: LogReport, timed: boolean, reading: 'first' | 'other'): ShopperEvents {
    if (reading === 'other') for (const event of this.#events.flat()) event.at = event.other;
    const odd = oddShopper(this.#shoppers.names, (row) => this.#events[row].length);
    if (odd) report.remarks.push(odd.remark);
    const shopperIds: string[] = [];
    const events: LoggedEvent[][] = [];
    const searches: LoggedSearch[][] = [];
    this.#shoppers.names.forEach((id, row) => {
      let own = this.#events[row].filter(({ at }) => Number.isFinite(at));
      if (own.length < this.#events[row].length) report.refuse('without a time', this.#events[row].length - own.length);
      if (row === odd?.row && odd.most < own.length) {
        report.refuse(`of ${id.slice(0, 60)}, who has a large share of all rows`, own.length - odd.most);
        own = own.toSorted((a, b) => a.at - b.at).slice(own.length - odd.most);
      }
      if (own.length === 0) return;
      shopperIds.push(id);
      events.push(own);
      const searched = this.#searches.get(id) ?? [];
      searches.push(searched.map(({ words, at, other }) => ({ words, at: reading === 'other' ? other : at })));
    });
    return { shopperIds, events, timed, searches };
  }
}

interface OddShopper {
  row: number;
  /** Events of theirs that count: the latest. */
  most: number;
  remark: string;
}

/** The shopper of most rows, where that is odd. */
function oddShopper(names: readonly string[], rowsOf: (row: number) => number): OddShopper | undefined {
  let [total, row, next] = [0, 0, 0];
  for (let other = 0; other < names.length; other++) {
    const rows = rowsOf(other);
    total += rows;
    if (other === 0) continue;
    if (rows > rowsOf(row)) {
      next = rowsOf(row);
      row = other;
    } else next = Math.max(next, rows);
  }
  if (names.length === 0) return undefined;
  const odd = describeOdd(names[row], rowsOf(row), next, { size: names.length, total });
  return odd && { ...odd, row };
}

/**
 * One "shopper" with a large share of all rows, several times that of any other: a bot, a test, or a placeholder. They count
 * for as much as the next one, so that they do not set what is popular; called 0 or −1, for nothing.
 * @param next rows of the next one
 */
export function describeOdd(
  name: string,
  rows: number,
  next: number,
  { size, total }: { size: number; total: number },
): Omit<OddShopper, 'row'> | undefined {
  const { fewestShoppers, largeShare, timesTheNext } = ODD_SHOPPER;
  if (size < fewestShoppers || rows < largeShare * total || rows < timesTheNext * next) return undefined;
  const placeholder = mayBeNobody(name);
  const how = placeholder
    ? 'is taken for a placeholder'
    : `may be a bot, a test or a placeholder: the latest ${next} count`;
  const remark = `One shopper, ${name.slice(0, 60)}, has ${Math.round((rows / total) * 100)} % of the rows and ${how}.`;
  return { most: placeholder ? 0 : next, remark };
}

/** Shoppers' events put in order of time, and then read as the page reads a visitor's history (see `Interests`). */
export function toInteractionLog({ shopperIds, events, timed }: ShopperEvents): InteractionLog {
  const interests = events.map(interestsOf);
  const products = new NameTable();
  const all = interests.flat();
  return {
    shopperIds,
    sequences: joinSequences(interests.map((own) => own.map(({ product }) => products.rowOf(product) + 1))),
    productIds: products.names,
    shoppers: Int32Array.from(interests.keys()),
    times: timed ? Float64Array.from(all, ({ at }) => at) : null,
    names: all.map(({ name }) => name),
  };
}

/** What the page would hold of this shopper. */
function interestsOf(events: readonly LoggedEvent[]): (LoggedEvent & { session: number })[] {
  const interests = new Interests<LoggedEvent & { session: number }>();
  let session = 0;
  let latest = Number.NEGATIVE_INFINITY;
  for (const { product, name, at } of events.toSorted((a, b) => a.at - b.at)) {
    if (at - latest > SESSION_GAP_MS) session++;
    latest = at;
    interests.add({ product, name, at, session });
  }
  return interests.list;
}
