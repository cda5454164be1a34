import { argumentsOf, type EventAdapter, type EventDraft, fieldsOf, listOf } from './event-adapter.ts';

const KINDS = new Map<string, EventDraft['name']>([
  ['click', 'select_item'],
  ['view', 'view_item_list'],
  ['addToCart', 'add_to_cart'],
  ['purchase', 'purchase'],
]);

/**
 * Algolia Insights: events of its API (`{ eventType, eventSubtype, objectIDs, … }`, one or a list under `events`), and the
 * arguments of its client, as `['clickedObjectIDsAfterSearch', { objectIDs, … }]`. Filters tell nothing more, and so does a
 * conversion of no further kind.
 */
export const algolia: EventAdapter = {
  name: 'algolia',
  read(payload) {
    const call = argumentsOf(payload);
    if (call !== undefined) return readCall(`${call[0]}`, call[1]);
    const body = fieldsOf(payload);
    const events = listOf(body.events ?? payload).map(fieldsOf);
    if (events.length === 0 || !events.every(({ eventType, index }) => eventType && index)) return undefined;
    return events.flatMap((event) => drafts(`${event.eventSubtype ?? event.eventType}`, event));
  },
};

function readCall(method: string, argument: unknown): EventDraft[] | undefined {
  if (/^(init|setUserToken|setAuthenticatedUserToken|onUserTokenChange)$/.test(method)) return [];
  const [, done, what, kind] =
    /^(clicked|viewed|converted|addedToCart|purchased)(ObjectIDs|Filters)/.exec(method) ?? [];
  if (done === undefined) return undefined;
  if (what === 'Filters') return [];
  const verb = { clicked: 'click', viewed: 'view', addedToCart: 'addToCart', purchased: 'purchase' }[done] ?? kind;
  return listOf(argument).flatMap((event) => drafts(`${verb}`, fieldsOf(event)));
}

function drafts(kind: string, { objectIDs, objectData, queryID }: Record<string, unknown>): EventDraft[] {
  const name = KINDS.get(kind);
  const ids = listOf(objectIDs);
  if (name === undefined || ids.length === 0) return [];
  if (name === 'view_item_list') return [{ name, products: ids, list: queryID }];
  const data = listOf(objectData).map(fieldsOf);
  return ids.map((product, i) => ({ name, product, quantity: data[i]?.quantity, list: queryID }));
}
