import { VitrineError } from '../contract/errors.ts';

/** UTF-16 units; a longer row is a quote that nobody closed. */
const LONGEST_ROW = 1024 * 1024;
const MOST_CELLS = 10_000;
const QUOTE = 0x22;

/**
 * The cells of a table (RFC 4180 and its kin) that arrives in pieces: a quote means something only at the start of a
 * cell, rows may have any number of cells, blank rows are passed over.
 * Each method throws VitrineError `feed-unreadable`.
 */
export class DelimitedRows {
  readonly #separator: string;
  readonly #lineEnd: string;
  /** The row that has not ended yet. */
  #rest = '';
  #kept: readonly number[] | undefined;

  /** @param separator between cells, of any length; @param lineEnd `\n` (a `\r` before it is dropped) or `\r` */
  constructor(separator: string, lineEnd: string) {
    this.#separator = separator;
    this.#lineEnd = lineEnd;
  }

  /** Of rows that come from now on, only these columns are cut out: the other cells are empty, or not there. */
  keepOnly(columns: readonly number[]): void {
    this.#kept = [...columns].sort((a, b) => a - b);
  }

  /** @returns the rows that this piece completes. */
  push(piece: string): string[][] {
    const text = this.#rest === '' ? piece : this.#rest + piece;
    const rows: string[][] = [];
    const end = text.includes('"') ? this.#quoted(text, rows, false) : this.#plain(text, rows);
    this.#rest = text.slice(end);
    if (this.#rest.length > LONGEST_ROW) throw notClosed(this.#rest);
    return rows;
  }

  /** @returns the last row, where the text does not end with a line's end. */
  end(): string[][] {
    const rows: string[][] = [];
    const rest = this.#rest;
    this.#rest = '';
    if (rest !== '') this.#quoted(rest + this.#lineEnd, rows, true);
    return rows;
  }

  /** @returns where the rows that are complete end. */
  #plain(text: string, rows: string[][]): number {
    let from = 0;
    for (let end = text.indexOf(this.#lineEnd); end >= 0; end = text.indexOf(this.#lineEnd, from)) {
      const last = text.charCodeAt(end - 1) === 0x0d && end > from ? end - 1 : end;
      if (this.#kept !== undefined && last > from) rows.push(this.#cut(text, from, last, this.#kept));
      else {
        const line = text.slice(from, last);
        if (line.trim() !== '') this.#take(line.split(this.#separator), rows);
      }
      from = end + this.#lineEnd.length;
    }
    return from;
  }

  #cut(text: string, start: number, end: number, kept: readonly number[]): string[] {
    const separator = this.#separator;
    const cells: string[] = new Array(kept[kept.length - 1] + 1).fill('');
    let at = start;
    let column = 0;
    for (const wanted of kept) {
      for (; column < wanted && at <= end; column++) {
        const next = text.indexOf(separator, at);
        at = next < 0 || next >= end ? end + 1 : next + separator.length;
      }
      if (at > end) break;
      const next = text.indexOf(separator, at);
      const stop = next < 0 || next > end ? end : next;
      cells[wanted] = text.slice(at, stop);
      at = stop + separator.length;
      column++;
    }
    return cells;
  }

  /** @param last no more text comes. @returns where the rows that are complete end. */
  #quoted(text: string, rows: string[][], last: boolean): number {
    const [separator, lineEnd] = [this.#separator, this.#lineEnd];
    let start = 0;
    let cells: string[] = [];
    let at = 0;
    // Looked for once for the whole text where there is none left: else a table of one column would be read again and again.
    let nextCell = -2;
    while (at < text.length) {
      let cell = '';
      if (text.charCodeAt(at) === QUOTE) {
        let from = at + 1;
        for (;;) {
          const quote = text.indexOf('"', from);
          if (quote < 0 || (quote === text.length - 1 && !last)) {
            if (last) throw notClosed(text.slice(start));
            return start;
          }
          cell += text.slice(from, quote);
          from = quote + 1;
          if (text.charCodeAt(from) !== QUOTE) break;
          cell += '"';
          from++;
        }
        at = from;
      }
      if (nextCell !== -1 && nextCell < at) nextCell = text.indexOf(separator, at);
      const lineAt = text.indexOf(lineEnd, at);
      if (lineAt < 0 && nextCell < 0) return start;
      if (nextCell >= 0 && (nextCell < lineAt || lineAt < 0)) {
        cells.push(cell + text.slice(at, nextCell));
        at = nextCell + separator.length;
        if (cells.length > MOST_CELLS) throw unreadable(`A row has over ${MOST_CELLS} cells.`);
        continue;
      }
      const end = text.charCodeAt(lineAt - 1) === 0x0d && lineAt > at ? lineAt - 1 : lineAt;
      cells.push(cell + text.slice(at, end));
      this.#take(cells, rows);
      cells = [];
      at = lineAt + lineEnd.length;
      start = at;
    }
    return start;
  }

  #take(cells: string[], rows: string[][]): void {
    if (cells.length > MOST_CELLS) throw unreadable(`A row has over ${MOST_CELLS} cells.`);
    if (cells.some((cell) => cell !== '' && cell.trim() !== '')) rows.push(cells);
  }
}

function notClosed(text: string): VitrineError {
  return unreadable(`A quote is not closed: ${text.slice(0, 60)} …`);
}

function unreadable(message: string): VitrineError {
  return new VitrineError('feed-unreadable', message, {
    remedy: 'Offer a table with a header, quotes only around whole cells, and doubled within.',
  });
}
