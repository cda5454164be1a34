import { DelimitedRows } from './delimited-rows.ts';

/** Lines in which a table's header is searched: titles, dates and remarks come before it. */
const DEEPEST_HEADER = 20;
const SEPARATORS = ['::', '\t', ';', ',', '|'];

export interface TableHead {
  separator: string;
  lineEnd: string;
  /** Names of the columns; `undefined` where no line names them. */
  header: string[] | undefined;
  /** Characters before the first row that is neither header nor remark. */
  skip: number;
}

/**
 * Finds where a table's header is and what separates its cells: a line `sep=;` says so itself, remarks start with `#`.
 * @param head the first lines of the text
 * @param isHeader whether these cells name the columns that are needed
 */
export function readTableHead(head: string, isHeader: (cells: readonly string[]) => boolean): TableHead {
  const lineEnd = /\r\n|\n|\r/.exec(head)?.[0] === '\r' ? '\r' : '\n';
  let skip = head.startsWith('\uFEFF') ? 1 : 0;
  let named: string | undefined;
  let first: { line: string; skip: number } | undefined;
  for (const line of head.slice(skip).split(lineEnd, DEEPEST_HEADER)) {
    const next = skip + line.length + lineEnd.length;
    const sep = /^"?sep=(.)"?\r?$/i.exec(line)?.[1];
    if (sep !== undefined) named = sep;
    else if (line.trim() !== '') {
      const separators = named === undefined ? byCount(line) : [named];
      for (const separator of separators) {
        const cells = cellsOf(line, separator);
        if (isHeader(cells)) return { separator, lineEnd, header: cells, skip: next };
      }
      if (!/^\s*"?#/.test(line)) first ??= { line, skip };
    }
    skip = next;
  }
  const separator = named ?? byCount(first?.line ?? '')[0];
  return { separator, lineEnd, header: undefined, skip: first?.skip ?? 0 };
}

/** Separators, the one that the line has most of first. */
function byCount(line: string): string[] {
  const counts = new Map(SEPARATORS.map((separator) => [separator, line.split(separator).length]));
  return SEPARATORS.toSorted((a, b) => counts.get(b)! - counts.get(a)!);
}

function cellsOf(line: string, separator: string): string[] {
  const rows = new DelimitedRows(separator, '\n');
  try {
    const [cells] = [...rows.push(`${line}\n`), ...rows.end()];
    return cells?.map((cell) => cell.trim()) ?? [];
  } catch {
    return [];
  }
}
