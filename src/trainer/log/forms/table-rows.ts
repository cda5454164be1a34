import { DelimitedRows } from '../../../reading/delimited-rows.ts';
import type { TableHead } from '../../../reading/table-head.ts';

/** Where the rows of a table begin, and what separates them and their cells. */
export type TableShape = Omit<TableHead, 'header'>;

/** The rows of a table below its header. */
export class TableRows {
  readonly #rows: DelimitedRows;
  #skip: number;

  constructor({ separator, lineEnd, skip }: TableShape) {
    this.#rows = new DelimitedRows(separator, lineEnd);
    this.#skip = skip;
  }

  keepOnly(fields: readonly number[]): void {
    this.#rows.keepOnly(fields);
  }

  push(piece: string): string[][] {
    const from = Math.min(this.#skip, piece.length);
    this.#skip -= from;
    return this.#rows.push(piece.slice(from));
  }

  end(): string[][] {
    return this.#rows.end();
  }
}
