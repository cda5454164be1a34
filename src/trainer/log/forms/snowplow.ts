/** The columns of Snowplow's enriched events up to those that say something of products, in the order of its files. */
const BEGINNING =
  'app_id platform etl_tstamp collector_tstamp dvce_created_tstamp event event_id txn_id name_tracker v_tracker v_collector ' +
  'v_etl user_id user_ipaddress user_fingerprint domain_userid domain_sessionidx network_userid';
const CONTEXTS = 52;
const STRUCTURED = 53;
const UNSTRUCTURED = 58;
const ITEM = 67;
const WIDTH = 131;
const DERIVED = 124;

/** Names of the columns that are read; the others have numbers. */
export const SNOWPLOW_COLUMNS: readonly string[] = (() => {
  const names = Array.from({ length: WIDTH }, (_, place) => `column ${place + 1}`);
  const name = (from: number, columns: string) => names.splice(from, columns.split(' ').length, ...columns.split(' '));
  name(0, BEGINNING);
  name(CONTEXTS, 'contexts');
  name(STRUCTURED, 'se_category se_action se_label se_property se_value');
  name(UNSTRUCTURED, 'unstruct_event');
  name(ITEM, 'ti_orderid ti_sku ti_name ti_category ti_price ti_quantity');
  name(DERIVED, 'derived_tstamp event_vendor event_name');
  return names;
})();

const EVENTS = /^(?:page_view|page_ping|struct|unstruct|transaction|transaction_item|event)$/;

/** Whether rows without a header are Snowplow's enriched events. */
export const isSnowplow = (rows: readonly (readonly string[])[]): boolean =>
  rows.length > 0 && rows.every((row) => row.length >= WIDTH - 3 && EVENTS.test(row[5]));

/** Data that names its schema → the data under the schema's name: `{ schema: 'iglu:…/product/…', data }` is `{ product: data }`. */
export function withoutSchemas(value: unknown): unknown {
  if (!isDescribed(value)) return value;
  const { data } = value;
  if (isDescribed(data)) return { [nameOf(data.schema)]: data.data };
  if (!Array.isArray(data) || !data.every(isDescribed)) return data;
  const byName: Record<string, unknown[]> = {};
  for (const { schema, data: held } of data) {
    const name = nameOf(schema);
    byName[name] = [...(byName[name] ?? []), held];
  }
  return byName;
}

interface Described {
  schema: string;
  data: unknown;
}

const isDescribed = (value: unknown): value is Described =>
  typeof (value as Described | null)?.schema === 'string' && (value as Described).data !== undefined;

const nameOf = (schema: string): string => /^iglu:[^/]*\/([^/]*)\//.exec(schema)?.[1] ?? schema;
