import type { InteractionName } from '../../contract/interaction.ts';
import type { BrowseEvent } from '../../contract/visitor-event.ts';

/**
 * One event as an adapter finds it in a payload, with values as they stand there: the engine reads ids that are numbers as
 * text, and refuses placeholders and what is missing.
 */
export interface EventDraft {
  name: InteractionName | BrowseEvent['name'];
  /** The id of the product, for what is done with one product. */
  product?: unknown;
  quantity?: unknown;
  /** The id of the list that it was chosen from, or that was seen. */
  list?: unknown;
  /** Ids of the products of a list that was seen. */
  products?: readonly unknown[];
  /** What was searched for. */
  words?: unknown;
  category?: unknown;
  /** Address of a page. */
  page?: unknown;
  /** The payload's own id of this event, where it has one: however often it is tracked, it is stored once. */
  id?: unknown;
}

/** Reads the payloads of one vendor. */
export interface EventAdapter {
  /** As problems call it. */
  name: string;
  /**
   * @returns its events, in the payload's order; none where there is nothing to learn from it; `undefined` where the payload
   * is of another form, which the next adapter may read. What it throws is told as a problem, and the next one is tried.
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

/** Entries as pages write them: a list, one entry alone, or either as JSON. One more than are taken, so that it is told. */
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
