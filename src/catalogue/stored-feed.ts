import { TextTable } from '../kernels/compact/text-table.ts';
import type { Feed } from './catalogue.ts';
import { FEATURE_KINDS } from './feature-kinds.ts';
import type { FeatureLists } from './feature-lists.ts';
import { RecordStore, type StoredRecords } from './record-store.ts';

/** To be raised with every change to what is read of a feed's rows, or to the form below: older ones are then read anew. */
const FORM = 4;

/** A feed that was read, as plain data: what it takes to serve it again without its text. */
export interface StoredFeed {
  form: number;
  ids: TextTable['parts'];
  records: StoredRecords;
  prices: Float64Array;
  outOfStock: Uint32Array;
  groups: Uint32Array;
  features: FeatureLists;
}

export function storeFeed({ ids, records, prices, outOfStock, groups, features }: Feed): StoredFeed {
  return { form: FORM, ids: ids.parts, records: records.stored, prices, outOfStock, groups, features: features() };
}

/** @returns `undefined` where it is of another form, or its parts do not fit together. */
export function restoreFeed(stored: StoredFeed): Feed | undefined {
  if (stored.form !== FORM) return undefined;
  const { ids, records, prices, outOfStock, groups, features } = stored;
  const products = ids.offsets.length - 1;
  const fit =
    records.starts.length === products &&
    prices.length === products &&
    outOfStock.every((place) => place < products) &&
    (groups.length === 0 || groups.length === products) &&
    features.offsets.length === products + 1 &&
    features.offsets[products] === features.features.length &&
    features.kinds.every((kind) => kind < FEATURE_KINDS.length) &&
    features.features.every((feature) => feature < features.kinds.length);
  if (!fit) return undefined;
  return {
    ids: new TextTable(ids.bytes, ids.offsets),
    records: new RecordStore(records),
    prices,
    outOfStock,
    groups,
    features: () => features,
  };
}
