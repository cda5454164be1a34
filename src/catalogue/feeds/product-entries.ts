import { plainName } from '../../reading/column-names.ts';
import type { EntryReader, FeedRow, NamedFields } from './feed-row.ts';
import { isFields } from './field-values.ts';
import { type JoinedTable, type RowJoin, tableOf } from './joined-rows.ts';
import { withUsualFields } from './platform-entries.ts';
import { type FieldPlan, planFields, readFields } from './product-fields.ts';
import { unwrapped } from './unwrapped-entries.ts';

type Fields = Record<string, unknown>;

/** What the names of an entry's fields say of how it is read. */
interface Layout {
  /** Parallel to the names. */
  plain: readonly string[];
  table: JoinedTable;
  plan: FieldPlan;
}
const MOST_LAYOUTS = 200;

/** Under this the entry itself travels with its named fields, so that a shop's own fields stay. */
const ENTRY = Symbol('entry');

/**
 * Entries of a feed, of whatever platform, language and spelling → rows as `readProduct` takes them. Fields that are no
 * product's stay as they are, except those of a table, which are left out.
 */
export class ProductEntries implements EntryReader {
  readonly #ofTable: boolean;
  #join: RowJoin | undefined;
  /** By the names of an entry's fields: in a feed most have the same. */
  readonly #layouts = new Map<string, Layout>();
  #layout: Layout | undefined;

  /** @param ofTable the entries are the rows of a table: columns of other names mean nothing, and go. */
  constructor(ofTable = false) {
    this.#ofTable = ofTable;
  }

  push(entries: readonly unknown[]): FeedRow[] {
    return entries.flatMap((entry) => {
      if (!isFields(entry)) return [{ row: entry }];
      try {
        if (this.#ofTable) return this.#read(entry, entry);
        const products = unwrapped(entry) as Fields[];
        if (products.length > 0) return products.flatMap((one) => this.#read(withUsualFields(one), one));
        return [{ broken: `There is no product in this ${[entry['@type'] ?? 'graph'].join()} of schema.org.` }];
      } catch {
        // Not plain data (a getter that throws, an object with a cycle): its reader names what is wrong.
        return [{ row: entry }];
      }
    });
  }

  #read(usual: Fields, entry: Fields): FeedRow[] {
    const named = this.#named(usual, entry);
    return this.#join!.push(named).map((row) => this.#row(row));
  }

  end(): FeedRow[] {
    return this.#join?.end().map((row) => this.#row(row)) ?? [];
  }

  #named(usual: Fields, entry: Fields): NamedFields {
    const names = Object.keys(usual);
    const { plain, table } = this.#enter(names);
    this.#join ??= table.join();
    const named: NamedFields = {};
    names.forEach((own, i) => {
      const value = usual[own];
      const text = typeof value === 'string' ? value.trim() : value;
      const name = plain[i];
      if (name !== '' && text !== '' && text !== null && text !== undefined) named[name] ??= text;
    });
    if (!this.#ofTable) Object.defineProperty(named, ENTRY, { value: entry, enumerable: true });
    return named;
  }

  #enter(names: readonly string[]): Layout {
    const joined = names.join('\n');
    this.#layout = this.#layouts.get(joined);
    if (this.#layout === undefined) {
      // `@id` and its like are the words of JSON-LD, not the shop's.
      const plain = names.map((name) => (name.startsWith('@') ? '' : plainName(name)));
      const table = tableOf(plain);
      this.#layout = { plain, table, plan: planFields([...plain, ...(table.adds ?? [])]) };
      if (this.#layouts.size < MOST_LAYOUTS) this.#layouts.set(joined, this.#layout);
    }
    return this.#layout;
  }

  #row(named: NamedFields): FeedRow {
    const { plan, table } = this.#layout!;
    const read = readFields(plan, named, table.byComma ?? false);
    const entry = (named as { [ENTRY]?: Fields })[ENTRY];
    return { row: entry === undefined ? read : { ...entry, ...read } };
  }
}
