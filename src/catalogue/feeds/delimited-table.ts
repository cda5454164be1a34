import { VitrineError } from '../../contract/errors.ts';
import { namesIn, PRODUCT_NAMES, plainName } from '../../reading/column-names.ts';
import { DelimitedRows } from '../../reading/delimited-rows.ts';
import { readTableHead, type TableHead } from '../../reading/table-head.ts';
import type { FeedForm, FeedReader } from './feed-reader.ts';
import type { FeedRow } from './feed-row.ts';
import { ProductEntries } from './product-entries.ts';

const IDS: ReadonlySet<string> = new Set(namesIn(PRODUCT_NAMES.id));
/** Text in which the header is looked for. */
const ENOUGH = 64 * 1024;
const FEWEST_LINES = 20;

/** A table of products under a header. A row may be short; one with more cells than the header is broken. */
export const delimitedTable: FeedForm = {
  open(head, complete) {
    if (!complete && head.length < ENOUGH && head.split(/\r?\n/, FEWEST_LINES).length < FEWEST_LINES) return undefined;
    const found = readTableHead(head, (cells) => cells.some((cell) => IDS.has(plainName(cell))));
    if (found.header === undefined) {
      throw new VitrineError('feed-unreadable', `No column is an id: ${head.trim().slice(0, 120)}`, {
        remedy: 'Name one column id, and the others as feeds do: title, product_type, brand, price …',
      });
    }
    return new DelimitedTable(found.header, found);
  },
};

class DelimitedTable implements FeedReader {
  readonly #header: readonly string[];
  readonly #rows: DelimitedRows;
  readonly #entries = new ProductEntries(true);
  /** Characters of the text's start that are still to be passed over. */
  #skip: number;

  constructor(header: readonly string[], { separator, lineEnd, skip }: TableHead) {
    this.#header = header;
    this.#rows = new DelimitedRows(separator, lineEnd);
    this.#skip = skip;
  }

  push(piece: string): FeedRow[] {
    const skipped = Math.min(this.#skip, piece.length);
    this.#skip -= skipped;
    return this.#rows.push(piece.slice(skipped)).flatMap((cells) => this.#read(cells));
  }

  end(): FeedRow[] {
    return [...this.#rows.end().flatMap((cells) => this.#read(cells)), ...this.#entries.end()];
  }

  #read(cells: readonly string[]): FeedRow[] {
    const width = this.#header.length;
    if (cells.slice(width).some((cell) => cell.trim() !== '')) {
      return [{ broken: `The row has ${cells.length} cells under a header of ${width}.` }];
    }
    return this.#entries.push([Object.fromEntries(this.#header.map((name, i) => [name, cells[i]]))]);
  }
}
