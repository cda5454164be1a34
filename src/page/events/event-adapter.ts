import type { InteractionName } from '../../contract/interaction.ts';
import type { BrowseEvent } from '../../contract/visitor-event.ts';

/**
 * One event as an adapter finds it in a payload, with the payload's own values: the engine reads ids that are numbers as
 * text, and refuses placeholders and missing ids.
 */
export interface EventDraft {
  name: InteractionName | BrowseEvent['name'];
  /** The id of the product, for an event about one product. */
  product?: unknown;
  quantity?: unknown;
  /** The id of the list that the product was chosen from, or of the list that was seen. */
  list?: unknown;
  /** Ids of the products of a list that was seen. */
  products?: readonly unknown[];
  /** What the list is for, and where it belongs to an experiment. */
  placement?: unknown;
  experiment?: unknown;
  variant?: unknown;
  /** By product, the shop's rule that moved it, or the team that picked it. */
  rules?: Readonly<Record<string, unknown>>;
  teams?: Readonly<Record<string, unknown>>;
  /** Of a purchase or a refund: the price of one product, the order and the currency. */
  price?: unknown;
  transaction?: unknown;
  currency?: unknown;
  /** The words of a search. */
  words?: unknown;
  category?: unknown;
  /** Address of a page. */
  page?: unknown;
  /** The payload's own id of this event, where it has one: an id that is tracked again is not stored again. */
  id?: unknown;
}

/** Reads the payloads of one vendor. */
export interface EventAdapter {
  /** The name that problems report. */
  name: string;
  /**
   * @returns the payload's events, in its order; an empty array where there is nothing to learn from it; `undefined` where this
   * adapter does not read such payloads: then the next one is tried. An error that it throws is reported as a problem, and the
   * next adapter is tried.
   */
  read(payload: unknown): readonly EventDraft[] | undefined;
}

/** An object's fields; none where it is no object. */
export const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Entries of one payload that are read at most: GA4's own limit of items. */
export const MOST_ENTRIES = 200;
/** UTF-16 units of a list that a page wrote as JSON. */
const LONGEST_JSON = 200_000;

/** Entries as pages write them: a list, one entry alone, or either as JSON. One entry beyond the limit is returned, so that the reader can report it. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES + 1);
  if (typeof value !== 'string') return typeof value === 'object' && value !== null ? [value] : [];
  try {
    return value.length > LONGEST_JSON ? [] : listOf(JSON.parse(value));
  } catch {
    return [];
  }
}

/** The arguments of a call, as an array or as an `arguments` object; `undefined` for anything else. */
export function argumentsOf(value: unknown): unknown[] | undefined {
  const isCall = Array.isArray(value) || Object.prototype.toString.call(value) === '[object Arguments]';
  return isCall ? Array.prototype.slice.call(value, 0, 8) : undefined;
}
