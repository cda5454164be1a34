import { VitrineError } from '../../contract/errors.ts';

const SEPARATORS = ['\t', ';', ',', '|'];
/** UTF-16 units; a longer cell is a quote that nobody closed. */
const LONGEST_CELL = 1024 * 1024;
const MOST_CELLS = 10_000;

/**
 * The cells of a table (RFC 4180 and its kin) that arrives in pieces, read in one pass whatever it holds: a quote means
 * something only at the start of a cell, rows may have any number of cells, blank rows are passed over.
 * Each method throws VitrineError `feed-unreadable`.
 */
export class DelimitedCells {
  readonly #separator: string;
  #rows: string[][] = [];
  #cells: string[] = [];
  /** The running cell as far as earlier pieces and quotes went. */
  #cell = '';
  #state: 'start' | 'plain' | 'quoted' | 'closing' = 'start';

  /** @param header the first line: of the usual separators, the one that it has most of separates. */
  constructor(header: string) {
    const counts = SEPARATORS.map((separator) => header.split(separator).length);
    this.#separator = SEPARATORS[counts.indexOf(Math.max(...counts))];
  }

  /** @returns the rows that this piece completes. */
  push(piece: string): string[][] {
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
    if (this.#cell.length > LONGEST_CELL) throw this.#notClosed();
    return this.#rows.splice(0);
  }

  /** @returns the last row, where the text does not end with a line's end. */
  end(): string[][] {
    if (this.#state === 'quoted') throw this.#notClosed();
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
    if (this.#cells.some((cell) => cell.trim() !== '')) this.#rows.push(this.#cells);
    this.#cells = [];
  }

  #notClosed(): VitrineError {
    return unreadable(`A quote is not closed: ${this.#cell.slice(0, 60)} …`);
  }
}

function unreadable(message: string): VitrineError {
  return new VitrineError('feed-unreadable', message, {
    remedy: 'Offer a table with a header, quotes only around whole cells, and doubled within.',
  });
}
