import type { Product, ProductId, RefusalReason } from '../contract/product.ts';
import { LONGEST_RECORD } from './record-store.ts';

/** A row of a feed, read: the product, or why it is not one. */
export type RowReading = ReadProduct | RefusedRow;

export interface ReadProduct {
  product: Product;
  /** Fields that say something which cannot be read: the product is taken without them. */
  omitted: readonly OmittedField[];
}

export interface OmittedField {
  field: string;
  reason: RefusalReason;
  message: string;
}

export interface RefusedRow {
  reason: RefusalReason;
  message: string;
  id?: ProductId;
}

/** UTF-16 units. */
const LONGEST_ID = 512;
const LONGEST_TITLE = 2_000;
const LONGEST_WORD = 256;
const LONGEST_LIST = 64;
/** Half of a surrogate pair: UTF-8, and so no address and no pack, can hold it. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** Ends the reading of a row, or of one of its fields. */
class Refused extends Error {
  constructor(
    readonly reason: RefusalReason,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads one row of a feed, of which nothing is known: strict about what it means, deaf to what it does not know. A field
 * that cannot be read costs the field, an id that cannot be read costs the row. Fields of the shop's own are kept as far as
 * they are plain JSON. A whole number is taken as an id; `null` means absent.
 */
export function readProduct(row: unknown): RowReading {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return { reason: 'not-an-object', message: `A product is an object with an id, not ${kindOf(row)}.` };
  }
  const fields = row as Record<string, unknown>;
  const omitted: OmittedField[] = [];
  const product: Record<string, unknown> = {};
  for (const key of ['id', ...Object.keys(fields)]) {
    if (key === '__proto__' || (key === 'id' && product.id !== undefined)) continue;
    try {
      const value = fields[key];
      if (key === 'id') product.id = readId(value);
      else if (value !== null && value !== undefined) {
        const read = Object.hasOwn(READERS, key) ? READERS[key](value, key) : readUnknown(value);
        if (read !== undefined) product[key] = read;
      }
    } catch (thrown) {
      const reason = thrown instanceof Refused ? thrown.reason : 'bad-field';
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      if (key === 'id') return { reason, message };
      omitted.push({ field: key, reason, message });
    }
  }
  return { product: product as unknown as Product, omitted };
}

/** Whether a row is in Vitrine's own form: fields of a product alone, all of them readable, no text with markup. */
export function isPlain(row: object, reading: ReadProduct): boolean {
  if (reading.omitted.length > 0) return false;
  const { title, description } = reading.product;
  return (
    Object.keys(row).every((key) => key === 'id' || Object.hasOwn(READERS, key)) &&
    !MARKUP.test(`${title}${description}`)
  );
}

/** Readers of the fields that mean something to us. `undefined`: as good as absent. */
const READERS: Record<string, (value: unknown, key: string) => unknown> = {
  title: readTitle,
  categories: readTexts,
  tags: readTexts,
  brand: readWord,
  price: readPrice,
  currency: readCurrency,
  image: (value, key) => readAddress(value, key, true),
  url: (value, key) => readAddress(value, key, false),
  description: (value, key) => readText(value, key),
  inStock: readFlag,
  itemGroupId: readWord,
};
const MARKUP = /[&<]/;

function readId(value: unknown): ProductId {
  if (value === undefined || value === null) throw new Refused('missing-id', 'The row has no id.');
  const id = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof id !== 'string') throw new Refused('bad-id', `An id is text, not ${kindOf(value)}.`);
  if (id.length > LONGEST_ID) throw new Refused('bad-id', `An id has at most ${LONGEST_ID} characters.`);
  if (HALF_CHARACTER.test(id)) throw new Refused('bad-id', 'The id is not valid Unicode: it holds half a character.');
  const trimmed = id.trim();
  if (trimmed === '') throw new Refused('missing-id', 'The id is empty.');
  return trimmed;
}

function readTitle(value: unknown, key: string): string | undefined {
  return readText(value, key, LONGEST_TITLE, 'bad-title');
}

function readWord(value: unknown, key: string): string | undefined {
  return readText(value, key, LONGEST_WORD);
}

function readText(
  value: unknown,
  key: string,
  longest = LONGEST_RECORD,
  reason: RefusalReason = 'bad-field',
): string | undefined {
  if (typeof value !== 'string') throw new Refused(reason, `${key} is text, not ${kindOf(value)}.`);
  const text = value.trim();
  if (text.length > longest) {
    throw new Refused('too-large', `${key} has ${text.length} characters; at most ${longest} are taken.`);
  }
  return text || undefined;
}

function readTexts(value: unknown, key: string): string[] | undefined {
  if (!Array.isArray(value)) throw new Refused('bad-field', `${key} is a list of texts, not ${kindOf(value)}.`);
  if (value.length > LONGEST_LIST) throw new Refused('too-large', `${key} has more than ${LONGEST_LIST} entries.`);
  const texts = value.map((entry) => readWord(entry, key)).filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : [...new Set(texts)];
}

function readPrice(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  const seen = typeof value === 'string' ? `the text ${JSON.stringify(value.slice(0, 40))}` : String(value);
  throw new Refused('bad-price', `A price is a finite number of at least 0, not ${seen}.`);
}

function readCurrency(value: unknown): string {
  if (typeof value === 'string' && /^[a-z]{3}$/i.test(value)) return value.toUpperCase();
  throw new Refused('bad-field', 'A currency is three letters such as EUR.');
}

function readFlag(value: unknown, key: string): boolean {
  if (typeof value !== 'boolean') throw new Refused('bad-field', `${key} is true or false, not ${kindOf(value)}.`);
  return value;
}

/** Addresses that need no reading to be allowed: paths of the shop, and https with a domain of plain letters. */
const PLAIN_ADDRESS = /^(?:https:\/\/(?!.*xn--)(?:[a-z0-9-]+\.)+[a-z]{2,})?\/(?!\/)[\w.~%/?&=#,;:@!$'()*+-]*$/i;

/** Only addresses that cannot run code: http(s), relative to the shop, and pictures inline where a picture is meant. */
function readAddress(value: unknown, key: string, picture: boolean): string | undefined {
  const text = readText(value, key);
  if (text === undefined || PLAIN_ADDRESS.test(text) || (picture && /^data:image\//i.test(text))) return text;
  let scheme: string;
  try {
    scheme = new URL(text, 'https://shop.invalid/').protocol;
  } catch {
    throw new Refused('bad-field', `${key} is not an address.`);
  }
  if (scheme === 'https:' || scheme === 'http:') return text;
  throw new Refused('bad-field', `${key} has the scheme ${scheme} which is not allowed; use https.`);
}

/** A field of the shop's own: plain JSON, without the one key that could change a prototype. */
function readUnknown(value: unknown): unknown {
  if (typeof value !== 'object' && typeof value !== 'bigint') return typeof value === 'function' ? undefined : value;
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === '__proto__' ? undefined : inner)));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}
