import { CATEGORY_TIERS, namesIn, PRODUCT_NAMES, TAG_NAMES } from '../../reading/column-names.ts';
import type { NamedFields } from './feed-row.ts';
import { readAddress, readDate, readDescription, readPrice, readPrices, readText, readTexts } from './field-values.ts';
import { isHidden, readStock } from './stock-words.ts';

/** `>` and its like part levels; where a text has none of them, what else lists are parted by. */
const LEVELS = /\s*[>›»→]\s*/;
const LISTED = /\s*[|;/]\s*/;
/** With commas, where the platform's own form of a list has them. */
const LISTED_BY_COMMA = /\s*[>›»→|;/,]\s*/;
const TAGS = /\s*[,;|]\s*/;
/** How a product is sold or sent, which platforms keep in columns that others have categories in. */
const KIND =
  /^(?:simple|configurable|variable|variation|grouped|bundle|bundled|virtual|downloadable|external|physical|digital|gift ?card|p|d|product|sku|default|default category|root catalog)$/i;

/** Where each field of a product may be, best first: names that the entries have, found once for all entries alike. */
export interface FieldPlan {
  id: readonly string[];
  title: readonly string[];
  path: readonly string[];
  tiers: readonly string[];
  brand: readonly string[];
  price: readonly string[];
  sale: readonly string[];
  saleDates: readonly string[];
  compared: readonly string[];
  currency: readonly string[];
  image: readonly string[];
  url: readonly string[];
  description: readonly string[];
  stock: readonly string[];
  shown: readonly string[];
  itemGroupId: readonly string[];
  added: readonly string[];
  tags: readonly string[];
}

/** @param names plain names of the entries' fields */
export function planFields(names: readonly string[]): FieldPlan {
  const there = new Set(names);
  const find = (aliases: string): string[] => namesIn(aliases).filter((name) => there.has(name));
  const plan = Object.fromEntries(Object.entries(PRODUCT_NAMES).map(([field, aliases]) => [field, find(aliases)]));
  // `median_price_gbp`: where no column has a usual name for a price, the first whose name mentions one.
  if (plan.price.length === 0) plan.price = names.filter((name) => name.includes('price')).slice(0, 1);
  return { ...plan, tiers: find(CATEGORY_TIERS), tags: find(TAG_NAMES) } as unknown as FieldPlan;
}

/** The fields of a product that an entry holds; those that it does not hold are left out. */
export function readFields(plan: FieldPlan, entry: NamedFields, byComma: boolean): Record<string, unknown> {
  const first = (names: readonly string[], read: (value: unknown) => unknown): unknown => {
    let unread: unknown;
    for (const name of names) {
      const value = entry[name];
      if (value === undefined || value === null || value === '') continue;
      const result = read(value);
      if (typeof result === 'string' || typeof result === 'number' || Array.isArray(result)) return result;
      unread ??= result;
    }
    return unread;
  };
  const { price, regularPrice, currency } = priceOf(plan, entry);
  const fields: Record<string, unknown> = {
    id: first(plan.id, idOf),
    title: first(plan.title, readText),
    categories: categoriesOf(plan, entry, byComma),
    brand: first(plan.brand, readText),
    price,
    regularPrice,
    currency: currencyCode(first(plan.currency, readText)) ?? currency,
    image: first(plan.image, readAddress),
    url: first(plan.url, readAddress),
    description: first(plan.description, readDescription),
    tags: tagsOf(plan, entry),
    inStock: stockOf(plan, entry),
    itemGroupId: first(plan.itemGroupId, idOf),
    added: first(plan.added, readDate),
  };
  for (const name of Object.keys(fields)) if (fields[name] === undefined) delete fields[name];
  return fields;
}

function idOf(value: unknown): unknown {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' ? value.trim() || undefined : value;
}

function categoriesOf({ path, tiers }: FieldPlan, entry: NamedFields, byComma: boolean): unknown {
  let unread: unknown;
  for (const name of path) {
    const value = entry[name];
    const numbered = typeof value === 'number' || (typeof value === 'string' && /^[\d\s,;|>]*$/.test(value));
    if (value === undefined || value === null || numbered) continue;
    const levels = levelsOf(value, byComma || name.endsWith('xyz'));
    if (Array.isArray(levels)) return levels;
    unread ??= levels;
  }
  const levels = tiers.flatMap((name) => {
    const read = levelsOf(entry[name], false);
    return Array.isArray(read) ? (read as string[]) : [];
  });
  return levels.length > 0 ? [...new Set(levels)] : unread;
}

function levelsOf(value: unknown, byComma: boolean): unknown {
  const separator = byComma ? LISTED_BY_COMMA : hasLevels(value) ? LEVELS : LISTED;
  const texts = readTexts(value, separator);
  if (!Array.isArray(texts)) return texts;
  const names = texts.filter((text) => !KIND.test(text));
  return names.length > 0 ? names : undefined;
}

const hasLevels = (value: unknown): boolean =>
  LEVELS.test(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

function tagsOf({ tags }: FieldPlan, entry: NamedFields): unknown {
  const all = tags.map((name) => readTexts(entry[name], TAGS));
  const texts = all.flatMap((read) => (Array.isArray(read) ? (read as string[]) : []));
  return texts.length > 0 ? [...new Set(texts)] : all.find((read) => read !== undefined);
}

/** What a shopper pays: the sale's price where it is lower and runs now. */
function priceOf(
  { price, sale, saleDates, compared, currency }: FieldPlan,
  entry: NamedFields,
): { price?: unknown; regularPrice?: number; currency?: string } {
  const code = currency.map((name) => entry[name]).find((one) => typeof one === 'string');
  const read = (names: readonly string[]) =>
    names.map((name) => readPrices(name, entry[name], code)).filter((one) => said(one));
  const [listed = {}] = [...read(price)].sort((a, b) => Number(a.price === undefined) - Number(b.price === undefined));
  const reduced = read(sale).find((one) => one.price !== undefined && one.price > 0);
  const running = saleDates.every((name) => runsNow(entry[name]));
  if (reduced && running && (listed.price === undefined || reduced.price! < listed.price || listed.price === 0)) {
    return {
      price: reduced.price,
      ...(listed.price && { regularPrice: listed.price }),
      currency: reduced.currency ?? listed.currency,
    };
  }
  const before = [...(listed.before ? [listed.before] : []), ...read(compared).map((one) => one.before ?? one)].find(
    (one) =>
      one.price !== undefined &&
      listed.price !== undefined &&
      one.price > listed.price &&
      (one.currency ?? listed.currency) === (listed.currency ?? one.currency),
  );
  return {
    price: listed.price ?? listed.unread,
    ...(before && { regularPrice: before.price as number }),
    currency: listed.currency ?? before?.currency,
  };
}

const said = (one: { price?: unknown; unread?: unknown; before?: unknown }): boolean =>
  one.price !== undefined || one.unread !== undefined || one.before !== undefined;

/** Whether now is within `2024-01-01T00:00Z/2024-02-01T00:00Z`; a range that is none does not count. */
function runsNow(value: unknown): boolean {
  const [start, end] = String(value ?? '')
    .split('/')
    .map(Date.parse);
  return !(start > Date.now() || end < Date.now());
}

function currencyCode(value: unknown): unknown {
  if (typeof value !== 'string' || /^[a-z]{3}$/i.test(value)) return value;
  return readPrice(`${value}1`).currency ?? value;
}

function stockOf({ stock, shown }: FieldPlan, entry: NamedFields): unknown {
  if (shown.some((name) => isHidden(name, entry[name]))) return false;
  let unread: unknown;
  for (const name of stock) {
    const read = readStock(entry[name]);
    if (typeof read === 'boolean') return read;
    unread ??= read;
  }
  // `status: "sold out"`: what is no word of publishing may be one of stock.
  if (shown.some((name) => readStock(entry[name]) === false && typeof entry[name] === 'string')) return false;
  return unread;
}
