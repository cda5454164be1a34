import {
  INTERACTION_NAMES,
  type Interaction,
  type InteractionName,
  type TrackReport,
} from '../../contract/interaction.ts';

/** Items taken from one payload, GA4's own limit. */
export const MAX_ITEMS = 200;

/** The index under which a payload is refused that could not be used at all. */
export const WHOLE_PAYLOAD = -1;

/** UTF-16 units of a product's or a list's id. */
const MAX_ID_LENGTH = 512;

interface Reading {
  interactions: Interaction[];
  /** Where in `items` each interaction stood. */
  indexes: number[];
  refused: TrackReport['refused'];
}

/**
 * Reads a GA4 event in any of the forms in which pages emit it:
 * `{ name, items }`, `{ name, params: { items } }` (Measurement Protocol), `{ event, ecommerce: { items } }` (a
 * dataLayer entry), `['event', name, { items }]` (the arguments of `gtag`, also as an `arguments` object).
 * Of an item it reads `item_id`, `quantity` and `item_list_id` (else that of the payload), the id of a recommendation list.
 * Never throws: what cannot be used is told in `refused`, by its index in `items` or `WHOLE_PAYLOAD`.
 * @param at milliseconds since 1970 of all these interactions
 */
export function readGa4(payload: unknown, at: number): Reading {
  try {
    const { name, params } = open(payload);
    if (!(INTERACTION_NAMES as readonly unknown[]).includes(name)) {
      return refuse(`The event ${quote(name)} is none of: ${INTERACTION_NAMES.join(', ')}.`);
    }
    const items = params.items;
    if (!Array.isArray(items) || items.length === 0)
      return refuse('It names no products: `items` is missing or empty.');
    return readItems(name as InteractionName, params, items, at);
  } catch {
    return refuse('It could not be read: one of its properties throws.');
  }
}

/** Finds the event's name and the record that holds `items`. */
function open(payload: unknown): { name: unknown; params: Record<string, unknown> } {
  const isCall = Array.isArray(payload) || Object.prototype.toString.call(payload) === '[object Arguments]';
  if (isCall) {
    const [command, name, params] = Array.from(payload as ArrayLike<unknown>);
    return { name: command === 'event' ? name : command, params: record(params) };
  }
  const event = record(payload);
  const holder = [event.ecommerce, event.params].map(record).find((candidate) => 'items' in candidate);
  return { name: event.name ?? event.event, params: holder ?? event };
}

function readItems(name: InteractionName, params: Record<string, unknown>, items: unknown[], at: number): Reading {
  const interactions: Interaction[] = [];
  const indexes: number[] = [];
  const refused: { index: number; message: string }[] = [];
  for (const [index, entry] of items.slice(0, MAX_ITEMS).entries()) {
    const item = record(entry);
    const product = typeof item.item_id === 'number' ? String(item.item_id) : item.item_id;
    if (typeof product !== 'string' || product.trim() === '' || product.trim().length > MAX_ID_LENGTH) {
      refused.push({ index, message: `\`item_id\` must be a text of 1 to ${MAX_ID_LENGTH} characters.` });
      continue;
    }
    const list = item.item_list_id ?? params.item_list_id;
    indexes.push(index);
    interactions.push({
      name,
      product: product.trim(),
      at,
      ...(isQuantity(item.quantity) ? { quantity: item.quantity } : {}),
      ...(typeof list === 'string' && list !== '' && list.length <= MAX_ID_LENGTH ? { list } : {}),
    });
  }
  if (items.length > MAX_ITEMS) {
    refused.push({ index: MAX_ITEMS, message: `Only ${MAX_ITEMS} of ${items.length} items were taken.` });
  }
  return { interactions, indexes, refused };
}

const isQuantity = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0;

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const quote = (name: unknown): string => (typeof name === 'string' ? `\`${name.slice(0, 60)}\`` : 'without a name');

const refuse = (message: string): Reading => ({
  interactions: [],
  indexes: [],
  refused: [{ index: WHOLE_PAYLOAD, message }],
});
