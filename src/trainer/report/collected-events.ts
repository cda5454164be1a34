import type { CollectedEvent, CollectedItem } from '../../attribution/collected-event.ts';
import { REPORTED_EVENTS } from '../../contract/list-report.ts';

/** A collected event, and whose it is. */
export interface VisitorsEvent extends CollectedEvent {
  visitor: string;
}

/** Events that the report is made of. */
const READ: readonly string[] = [...REPORTED_EVENTS, 'experiment_viewed'];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads one collected record: a GA4 event with its visitor and time (`{ name, params, client_id, timestamp_micros }`, a
 * dataLayer entry, or with `visitor` and `at`), a body of GA4's Measurement Protocol, with several, or a row of GA4's export to
 * BigQuery.
 * @param refuse called with the reason why an event was left out
 */
export function readCollected(record: unknown, refuse: (reason: string) => void): VisitorsEvent[] {
  if (!isFields(record)) {
    refuse('not a record');
    return [];
  }
  if (!Array.isArray(record.events)) return readEvent(record, record, refuse);
  return record.events.flatMap((event) => (isFields(event) ? readEvent(event, record, refuse) : []));
}

/** @param around what holds for all events of a body */
function readEvent(event: Fields, around: Fields, refuse: (reason: string) => void): VisitorsEvent[] {
  const name = event.event_name ?? event.name ?? event.event;
  if (typeof name !== 'string') {
    refuse('without a name');
    return [];
  }
  if (!READ.includes(name)) {
    refuse(`of the event ${JSON.stringify(name.slice(0, 40))}, which tells the report nothing`);
    return [];
  }
  const visitor = firstText(event, VISITOR) ?? firstText(around, VISITOR);
  if (visitor === undefined) {
    refuse(`without a visitor (${VISITOR.join(', ')})`);
    return [];
  }
  const at = timeOf(event) ?? timeOf(around);
  if (at === undefined) {
    refuse('without a time that can be read (timestamp_micros, event_timestamp, at)');
    return [];
  }
  // Of several places that hold the same name, the more general one gives way.
  const params = { ...event, ...fieldsOf(event.ecommerce), ...pairsOf(event.event_params), ...fieldsOf(event.params) };
  const items = Array.isArray(params.items) ? params.items.filter(isFields) : [];
  const read = items.map((item) => readItem(item, params)).filter((item) => item !== undefined);
  const experiment = firstText(params, ['experiment_id']);
  const variant = firstText(params, ['variation_id']);
  const exposure =
    name === 'experiment_viewed' && experiment !== undefined && variant !== undefined
      ? { experiment, variant }
      : undefined;
  if (read.length === 0 && exposure === undefined && name !== 'refund') {
    refuse(name === 'experiment_viewed' ? 'of an exposure without experiment_id and variation_id' : 'without products');
    return [];
  }
  return [
    {
      name: name as CollectedEvent['name'],
      visitor,
      at,
      items: read,
      ...present('transaction', firstText(params, ['transaction_id'])),
      ...present('currency', firstText(params, ['currency'])),
      ...present('exposure', exposure),
    },
  ];
}

function readItem(given: Fields, params: Fields): CollectedItem | undefined {
  const item = { ...given, ...pairsOf(given.item_params) };
  const product = firstText(item, ['item_id']);
  if (product === undefined) return undefined;
  const either = (...names: string[]): string | undefined => firstText(item, names) ?? firstText(params, names);
  const quantity = numberOf(item.quantity);
  return {
    product,
    quantity: quantity !== undefined && quantity > 0 ? quantity : 1,
    ...present('list', either('item_list_id')),
    ...present('placement', either('placement', 'item_list_name')),
    ...present('rule', firstText(item, ['rule'])),
    ...present('experiment', either('experiment')),
    ...present('variant', either('variant')),
    ...present('team', firstText(item, ['team'])),
    ...present('price', numberOf(item.price)),
  };
}

/** Whose event it is. The browser's own id comes first: it is there before a visitor signs in, too. */
const VISITOR = ['visitor', 'client_id', 'user_pseudo_id', 'user_id'];

/** Texts that exports write for nothing. */
const NOTHING = new Set(['', '(not set)', 'null', 'undefined']);

function firstText(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && !NOTHING.has(text.trim())) return text.trim().slice(0, 512);
  }
  return undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Microseconds where the name says so; else by their size, or a date. */
function timeOf(fields: Fields): number | undefined {
  const micros = numberOf(fields.timestamp_micros ?? fields.event_timestamp);
  if (micros !== undefined) return sensible(micros / 1_000);
  const given = fields.at ?? fields.timestamp ?? fields.time;
  const number = numberOf(given);
  if (number === undefined) return typeof given === 'string' ? sensible(Date.parse(given)) : undefined;
  return sensible(number < 1e11 ? number * 1_000 : number < 1e14 ? number : number / 1_000);
}

/** A time that a date can be made of, after 1970. */
const sensible = (at: number): number | undefined => (at > 0 && at <= 8.64e15 ? at : undefined);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** Parameters as BigQuery has them: `[{ key, value: { string_value } }]`. */
function pairsOf(value: unknown): Fields {
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(
    value
      .filter(isFields)
      .filter(({ key }) => typeof key === 'string' && key !== '__proto__')
      .map(({ key, value: held }) => [
        key,
        isFields(held) ? Object.values(held).find((one) => one !== null && one !== undefined) : held,
      ]),
  );
}

const present = <TName extends string, TValue>(name: TName, value: TValue | undefined): { [name in TName]?: TValue } =>
  value === undefined ? {} : ({ [name]: value } as { [name in TName]: TValue });
