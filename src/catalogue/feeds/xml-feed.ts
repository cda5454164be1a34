import { VitrineError } from '../../contract/errors.ts';
import type { FeedForm, FeedReader } from './feed-reader.ts';
import type { FeedRow } from './feed-row.ts';
import { withoutEntities } from './markup.ts';
import { ProductEntries } from './product-entries.ts';

type Fields = Record<string, unknown>;

/** UTF-16 units of one product. */
const LONGEST_ITEM = 1024 * 1024;
const DEEPEST_CATEGORY = 12;
/** UTF-16 units in which the first product should have come. */
const LONGEST_HEAD = 1024 * 1024;
/** Elements that are one product: RSS, Atom, and the feeds of price comparison sites. */
const ITEM = /<((?:\w+:)?(?:item|entry|product|offer|shopitem|o))(?=[\s>/])/i;
/** Sections, tags and text within one product. */
const TOKEN = /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<(\/?)([\w:.-]+)([^<>]*?)(\/?)>|([^<]+)/g;
/** Categories that a feed lists once, by number, before the products that name them (Yandex Market's form). */
const CATEGORY = /<category\b([^<>]*)>([^<]*)<\/category>/gi;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Products in XML: RSS and Atom with Google's fields, and their kin. Its elements are cut out one by one, without the whole
 * document in memory; no document type, no entity of its own and no address is ever followed.
 */
export const xmlFeed: FeedForm = {
  open(head, complete) {
    if (head[0] !== '<') return null;
    if (/^<(?:!doctype\s+html|html)\b/i.test(head)) throw unreadable('The feed is a page of HTML.');
    if (head.length < 16 && !complete) return undefined;
    return new XmlFeed();
  },
};

class XmlFeed implements FeedReader {
  readonly #entries = new ProductEntries(true);
  #text = '';
  /** What this feed calls a product, and how one opens. */
  #name = '';
  #open: RegExp | undefined;
  readonly #categories = new Map<string, { name: string; parent?: string }>();

  push(piece: string): FeedRow[] {
    this.#text += piece;
    const rows: FeedRow[] = [];
    const open = this.#open ?? this.#findItem();
    if (open === undefined) {
      if (this.#text.length > LONGEST_HEAD) throw unreadable('It goes on for over 1 MB without a product.');
      return rows;
    }
    let from = 0;
    for (;;) {
      open.lastIndex = from;
      const start = open.exec(this.#text)?.index;
      // A tag may be cut.
      if (start === undefined) from = Math.max(from, this.#text.lastIndexOf('<'));
      const end = start === undefined ? -1 : this.#endOf(start);
      if (end < 0) {
        this.#text = this.#text.slice(start ?? from);
        break;
      }
      from = end;
      rows.push(...this.#entries.push([this.#withCategories(fieldsOf(this.#text.slice(start, end)))]));
    }
    if (this.#text.length > LONGEST_ITEM) throw unreadable('A product goes on for over 1 MB.');
    return rows;
  }

  end(): FeedRow[] {
    if (this.#open === undefined) throw unreadable('The XML holds no products: no item, entry or product.');
    this.#open.lastIndex = 0;
    if (this.#open.test(this.#text)) throw unreadable('The last product does not end: the feed is truncated.');
    return this.#entries.end();
  }

  #findItem(): RegExp | undefined {
    const found = ITEM.exec(this.#text);
    if (found === null) return undefined;
    const [, name] = found;
    for (const [, attributes, text] of this.#text.slice(0, found.index).matchAll(CATEGORY)) {
      const { id, parentId } = attributesOf(attributes) as { id?: string; parentId?: string };
      if (id !== undefined) this.#categories.set(id, { name: withoutEntities(text.trim()), parent: parentId });
    }
    this.#name = name;
    this.#open = new RegExp(`<${name}(?=[\\s>/])`, 'g');
    return this.#open;
  }

  /** An offer of such a feed with the names of its categories; one of several parts is called by all of them. */
  #withCategories(item: unknown): unknown {
    if (this.#categories.size === 0 || typeof item !== 'object' || item === null) return item;
    const { type: _kind, ...offer } = item as Fields;
    const path: string[] = [];
    let at = this.#categories.get(String([offer.categoryId].flat()[0]));
    while (at !== undefined && path.length < DEEPEST_CATEGORY) {
      path.unshift(at.name);
      at = at.parent === undefined ? undefined : this.#categories.get(at.parent);
    }
    const parts = [offer.typePrefix, offer.vendor, offer.model].filter(
      (part) => typeof part === 'string' && part !== '',
    );
    return { ...offer, ...(path.length > 0 && { categories: path }), name: offer.name ?? parts.join(' ') };
  }

  /** Where the product that opens there ends; −1 where that has not come yet. Sections of data may hold tags that close nothing. */
  #endOf(start: number): number {
    const text = this.#text;
    const alone = /^<[^<>]*?(\/?)>/.exec(text.slice(start, start + 4096));
    if (alone?.[1] === '/') return start + alone[0].length;
    let at = start;
    for (;;) {
      const close = text.indexOf(`</${this.#name}>`, at);
      const data = text.indexOf('<![CDATA[', at);
      if (close < 0 || data < 0 || data > close) return close < 0 ? -1 : close + this.#name.length + 3;
      at = text.indexOf(']]>', data);
      if (at < 0) return -1;
    }
  }
}

/** An element's children by name, as JSON would have them; several of one name are a list. */
function fieldsOf(xml: string): unknown {
  const root: Fields = {};
  const open: { name: string; fields: Fields; text: string }[] = [{ name: '', fields: root, text: '' }];
  for (const [, data, closing, name, attributes, alone, text] of xml.matchAll(TOKEN)) {
    const top = open.at(-1)!;
    if (data !== undefined) top.text += data;
    else if (text !== undefined) top.text += withoutEntities(text);
    else if (name !== undefined && !closing) {
      const fields = attributesOf(attributes);
      if (alone) put(top.fields, name, Object.keys(fields).length > 0 ? fields : '');
      else open.push({ name, fields, text: '' });
    } else if (name !== undefined && open.length > 1) {
      const { fields, text: own } = open.pop()!;
      const value = Object.keys(fields).length === 0 || own.trim() !== '' ? own.trim() : fields;
      put(open.at(-1)!.fields, name, value);
    }
  }
  const [item] = Object.values(root);
  if (typeof item !== 'object') return item;
  // Google's own fields say what they mean; the element's own `id` or `title` may be a link or a heading.
  const fields = Object.entries(item as Fields).sort(
    ([a], [b]) => Number(b.startsWith('g:')) - Number(a.startsWith('g:')),
  );
  return Object.fromEntries(fields);
}

function attributesOf(text: string): Fields {
  return Object.fromEntries(
    Array.from(text.matchAll(ATTRIBUTE), ([, name, double, single]) => [
      name,
      withoutEntities(double ?? single),
    ]).filter(([name]) => !/^xmlns|^xml:/.test(name)),
  );
}

function put(fields: Fields, qualified: string, value: unknown): void {
  const name = qualified.replace(/^(?!g:)\w+:/, '');
  if (name === '__proto__') return;
  const known = fields[name];
  if (known === undefined || known === '') fields[name] = value;
  else fields[name] = [...(Array.isArray(known) ? known : [known]), value];
}

function unreadable(message: string): VitrineError {
  return new VitrineError('feed-unreadable', message, { remedy: 'Offer RSS or Atom, JSON, JSON lines, CSV or TSV.' });
}
