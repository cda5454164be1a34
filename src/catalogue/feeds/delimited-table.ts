import { VitrineError } from '../../contract/errors.ts';
import { readColumns, type TableReader } from './columns.ts';
import type { FeedReader, FeedRow } from './feed-rows.ts';

const SEPARATORS = ['\t', ';', ',', '|'];
/** UTF-16 units; a longer cell is a quote that nobody closed. */
const LONGEST_CELL = 1024 * 1024;
const MOST_CELLS = 10_000;

/**
 * A table with a header row (RFC 4180 and its kin), read in one pass whatever it holds: a quote means something only
 * at the start of a cell, rows may be short, a row with more cells than the header is broken by itself alone.
 */
export class DelimitedTable implements FeedReader {
  readonly #separator: string;
  #width = 0;
  #read: TableReader | undefined;
  #rows: FeedRow[] = [];
  #cells: string[] = [];
  /** The running cell as far as earlier pieces and quotes went. */
  #cell = '';
  #state: 'start' | 'plain' | 'quoted' | 'closing' = 'start';

  /** @param header the first line: of the usual separators, the one that it has most of separates. */
  constructor(header: string) {
    const counts = SEPARATORS.map((separator) => header.split(separator).length);
    this.#separator = SEPARATORS[counts.indexOf(Math.max(...counts))];
  }

  push(piece: string): FeedRow[] {
    let from = 0;
    for (let i = 0; i < piece.length; i++) {
      const character = piece[i];
      if (this.#state === 'quoted') {
        if (character !== '"') continue;
        this.#cell += piece.slice(from, i);
        this.#state = 'closing';
        continue;
      }
      if (this.#state === 'closing') {
        if (character === '"') this.#cell += '"';
        this.#state = character === '"' ? 'quoted' : 'plain';
        from = character === '"' ? i + 1 : i;
        if (character === '"') continue;
      }
      if (character === this.#separator || character === '\n' || character === '\r') {
        this.#endCell(piece.slice(from, i));
        if (character !== this.#separator) this.#endRow();
        from = i + 1;
      } else if (character === '"' && this.#state === 'start') {
        this.#state = 'quoted';
        from = i + 1;
      } else this.#state = 'plain';
    }
    if (this.#state !== 'closing') this.#cell += piece.slice(from);
    if (this.#cell.length > LONGEST_CELL) throw unreadable(`A quote is not closed: ${this.#cell.slice(0, 60)} …`);
    return this.#rows.splice(0);
  }

  end(): FeedRow[] {
    if (this.#state === 'quoted') throw unreadable(`A quote is not closed: ${this.#cell.slice(0, 60)} …`);
    this.#endCell('');
    this.#endRow();
    return this.#rows.splice(0);
  }

  #endCell(rest: string): void {
    if (this.#cells.push(this.#cell + rest) > MOST_CELLS) throw unreadable(`A row has over ${MOST_CELLS} cells.`);
    this.#cell = '';
    this.#state = 'start';
  }

  #endRow(): void {
    const cells = this.#cells;
    this.#cells = [];
    if (cells.every((cell) => cell.trim() === '')) return;
    if (this.#read === undefined) this.#takeHeader(cells);
    else if (cells.length > this.#width) {
      this.#rows.push({ broken: `The row has ${cells.length} cells under a header of ${this.#width}.` });
    } else this.#rows.push({ row: this.#read(cells) });
  }

  #takeHeader(cells: string[]): void {
    this.#width = cells.length;
    this.#read = readColumns(cells);
    if (this.#read === undefined) throw unreadable(`No column is an id: ${cells.join(', ').slice(0, 120)}.`);
  }
}

function unreadable(message: string): VitrineError {
  return new VitrineError('feed-unreadable', message, {
    remedy: 'Offer a table with a header, one column of it named id; the others as title, product_type, brand, price …',
  });
}
