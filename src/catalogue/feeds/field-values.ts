import { parseJson } from '../../reading/exact-json.ts';
import { withoutEntities, withoutMarkup } from './markup.ts';
import { decimalsOf, type PriceReading, readPriceText } from './price-text.ts';

/*
 * Values of a feed's fields, of any kind that JSON has → values as a product has them. `undefined` where nothing is said;
 * what says something that cannot be read comes back as it is, for its reader to name it.
 */

type Fields = Record<string, unknown>;

/** Fields in which an object keeps what it is called, where its picture lies, what it costs. */
const CALLED = [
  'name',
  'title',
  'label',
  'value',
  'displayname',
  'display_name',
  'categoryName',
  'pretty_name',
  'text',
  '@value',
  'data',
];
const PICTURED = [
  'src',
  'url',
  'contentUrl',
  'href',
  'link',
  'large',
  'original',
  'url_standard',
  'originalSrc',
  'imageUrl',
  'image_url',
  'url_fullxfull',
  'fullpath',
  'full',
  'preview',
  'path',
  'file',
];
/** Within which answers keep what says something, one in another. */
const WITHIN = [
  'node',
  'nodes',
  'edges',
  'attributes',
  'fields',
  'translated',
  'resource',
  'embedded',
  'obj',
  'language',
  'data',
  'media',
  'mainMedia',
  'main',
  'image',
  'asset',
  'sources',
  'medium',
  'small',
  'thumbnail',
];
const COSTS = [
  'amount',
  'value',
  'price',
  'gross',
  'unitPrice',
  'current',
  'min',
  'lowPrice',
  'calculated_amount',
  'minVariantPrice',
  'start',
  'basePrice',
];
/** In which an object keeps what is paid in a sale, and what without one. */
const REDUCED = ['discounted', 'discountedPrice', 'discounted_price', 'salePrice', 'sale_price', 'sale'];
const BEFORE = [
  'originalPrice',
  'original',
  'listPrice',
  'list_price',
  'regularPrice',
  'regular',
  'list',
  'old',
  'before',
];
const LOWEST_UNIT = /(?:cents|minor|minorunits|pence)$/;
const CURRENCIES = ['currency', 'currencyCode', 'currency_code', 'priceCurrency'];
const LONGEST_DESCRIPTION = 20_000;

export function readText(value: unknown): unknown {
  if (typeof value === 'string') return withoutMarkup(value) || undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? undefined : readText(value[0]);
  return isFields(value) ? readText(firstOf(value, CALLED) ?? translated(value) ?? firstOf(value, WITHIN)) : value;
}

/**
 * An ISO date, or seconds or milliseconds since 1970 → an ISO date. Of others it cannot be told whether the day or the month
 * comes first: they say nothing.
 */
export function readDate(value: unknown): unknown {
  const number = typeof value === 'number' || /^\d{10}(?:\d{3})?$/.test(String(value)) ? Number(value) : Number.NaN;
  const text = typeof value === 'string' && /^\d{4}-\d\d/.test(value) ? value.trim().replace(' ', 'T') : undefined;
  const time = text === undefined ? number * (number < 1e11 ? 1_000 : 1) : Date.parse(text);
  return time > 0 && time < 8.64e15 ? (text ?? new Date(time).toISOString()) : undefined;
}

/** A description may be cut: the rest is on the product's page. */
export function readDescription(value: unknown): unknown {
  const text = readText(value);
  return typeof text === 'string' && text.length > LONGEST_DESCRIPTION ? text.slice(0, LONGEST_DESCRIPTION) : text;
}

/** @param separator of texts that hold several */
export function readTexts(value: unknown, separator: RegExp): unknown {
  if (typeof value === 'boolean') return value;
  const texts = listOf(value, separator);
  return texts.length > 0 ? [...new Set(texts)] : undefined;
}

function listOf(value: unknown, separator: RegExp): string[] {
  if (Array.isArray(value))
    return value.flatMap((entry) => (typeof entry === 'number' ? [] : listOf(entry, separator)));
  if (isFields(value)) {
    // Levels of a hierarchy, each with the path so far: the deepest says all.
    const levels = Object.keys(value)
      .filter((name) => /^lvl\d+$/.test(name))
      .sort();
    if (levels.length > 0) return listOf(value[levels.at(-1)!], separator);
    return listOf(firstOf(value, CALLED) ?? translated(value) ?? firstOf(value, WITHIN), separator);
  }
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'string') return [];
  if (/^\s*\[.*\]\s*$/s.test(value)) {
    const list = jsonOf(value);
    if (Array.isArray(list)) return listOf(list, separator);
  }
  return withoutMarkup(value)
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function readPrice(value: unknown): PriceReading & { unread?: unknown } {
  if (typeof value === 'number') return value >= 0 ? { price: value } : { unread: value };
  if (typeof value === 'string') {
    const read = readPriceText(withoutEntities(value));
    return read.price === undefined && value.trim() !== '' ? { ...read, unread: value } : read;
  }
  if (Array.isArray(value)) return value.length === 0 ? {} : readPrice(value[0]);
  if (!isFields(value)) return value === undefined || value === null ? {} : { unread: value };
  const micros = value.amountMicros;
  if (micros !== undefined) return { price: Number(micros) / 1e6, ...currencyIn(value) };
  if (Number.isInteger(value.centAmount)) {
    return { price: (value.centAmount as number) / 10 ** Number(value.fractionDigits ?? 2), ...currencyIn(value) };
  }
  if (Number(value.divisor) > 0) return { price: Number(value.amount) / Number(value.divisor), ...currencyIn(value) };
  if (value.unit_amount !== undefined) return inLowestUnits(value.unit_amount, value.currency);
  return { ...readPrice(firstOf(value, COSTS) ?? translated(value)), ...currencyIn(value) };
}

/** A price in cents, or what the currency has for them. */
export function inLowestUnits(amount: unknown, currency: unknown): PriceReading {
  const code = typeof currency === 'string' ? currency.toUpperCase() : undefined;
  const units = Number(amount) / 10 ** decimalsOf(code);
  return { ...(units >= 0 && amount !== null && amount !== '' && { price: units }), ...(code && { currency: code }) };
}

/** What a field says of a price: what is paid, and what it costs without the sale. A list may name its prices by their kind. */
export function readPrices(
  name: string,
  value: unknown,
  currency: unknown,
): PriceReading & { unread?: unknown; before?: PriceReading } {
  if (LOWEST_UNIT.test(name) && Number.isInteger(Number(value))) return inLowestUnits(value, currency);
  if (Array.isArray(value) && value.length > 1) {
    const ofKind = (kind: RegExp) =>
      value.find((one) => isFields(one) && kind.test(String(one.type ?? one.name ?? one.useType)));
    const reduced = readPrice(ofKind(/sale|special|discount|offer|final/i));
    const listed = readPrice(ofKind(/list|regular|retail|default|original/i));
    if (reduced.price !== undefined && listed.price !== undefined) return { ...reduced, before: listed };
  }
  const read = readPrice(value);
  const fields = Array.isArray(value) ? value[0] : value;
  if (!isFields(fields)) return read;
  const reduced = readPrice(firstOf(fields, REDUCED));
  const price = read.price ?? Number.POSITIVE_INFINITY;
  if (reduced.price !== undefined && reduced.price < price && reduced.price > 0)
    return { ...read, ...reduced, ...(read.price !== undefined && { before: read }) };
  const before = readPrice(firstOf(fields, BEFORE));
  return before.price === undefined ? read : { ...read, before };
}

function currencyIn(value: Fields): { currency?: string } {
  const currency = firstOf(value, CURRENCIES);
  return typeof currency === 'string' ? { currency } : {};
}

/** The first of several addresses; one that begins with `www.` gets its scheme. */
export function readAddress(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : readAddress(value[0]);
  if (isFields(value)) {
    if (typeof value.base === 'string' && typeof value.path === 'string') return value.base + value.path;
    return readAddress(firstOf(value, PICTURED) ?? firstOf(value, WITHIN) ?? translated(value));
  }
  if (typeof value !== 'string') return value;
  // One address, whatever it contains.
  if (/^\s*data:/i.test(value)) return value.trim();
  const list = /^\s*\[/.test(value) ? jsonOf(value) : undefined;
  if (Array.isArray(list)) return readAddress(list);
  const [first] = withoutEntities(value.trim()).split(/\s*[,;|]\s*(?=https?:|\/)/);
  return /^www\./i.test(first) ? `https://${first}` : first || undefined;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function firstOf(fields: Fields, names: readonly string[]): unknown {
  return names.map((name) => fields[name]).find((value) => value !== undefined && value !== null && value !== '');
}

/** Of texts by language (`{ en: …, de: … }`) the first. */
function translated(fields: Fields): unknown {
  const texts = Object.entries(fields).filter(([name, value]) => /^[a-z]{2}(?:[-_][a-z]{2,4})?$/i.test(name) && value);
  // `id` alone is no Indonesian.
  return texts.find(([name]) => name !== 'id' || texts.length > 1)?.[1];
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
