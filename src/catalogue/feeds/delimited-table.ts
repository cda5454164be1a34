import { VitrineError } from '../../contract/errors.ts';
import { readColumns, type TableReader } from './columns.ts';
import { DelimitedCells } from './delimited-cells.ts';
import type { FeedReader, FeedRow } from './feed-reader.ts';

/** A table of products with a header row. A row may be short; one with more cells than the header is broken. */
export class DelimitedTable implements FeedReader {
  readonly #cells: DelimitedCells;
  #width = 0;
  #read: TableReader | undefined;

  /** @param header the first line. */
  constructor(header: string) {
    this.#cells = new DelimitedCells(header);
  }

  push(piece: string): FeedRow[] {
    return this.#rowsOf(this.#cells.push(piece));
  }

  end(): FeedRow[] {
    return this.#rowsOf(this.#cells.end());
  }

  #rowsOf(rows: string[][]): FeedRow[] {
    if (rows.length === 0) return [];
    const read = this.#read ?? this.#takeHeader(rows.shift()!);
    return rows.map((cells) =>
      cells.length > this.#width
        ? { broken: `The row has ${cells.length} cells under a header of ${this.#width}.` }
        : { row: read(cells) },
    );
  }

  #takeHeader(names: string[]): TableReader {
    const read = readColumns(names);
    if (read === undefined) {
      throw new VitrineError('feed-unreadable', `No column is an id: ${names.join(', ').slice(0, 120)}.`, {
        remedy: 'Name one column id, and the others as feeds do: title, product_type, brand, price …',
      });
    }
    this.#read = read;
    this.#width = names.length;
    return read;
  }
}
