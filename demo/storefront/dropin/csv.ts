const SEPARATORS = ['\t', ';', '|', ','];

/**
 * Reads CSV (RFC 4180: quotes, doubled quotes, line breaks within quotes) under its head line. The separator is the one
 * that the head line has most of. By hand, because parsers that compile themselves may not run under a strict
 * Content-Security-Policy.
 */
export function readCsv(text: string): Record<string, string>[] {
  const head = text.slice(0, text.search(/\r?\n|$/));
  const separator = SEPARATORS.reduce(
    (best, one) => (head.split(one).length > head.split(best).length ? one : best),
    ',',
  );
  const [names, ...lines] = records(text, separator);
  return lines.map((cells) => Object.fromEntries(names.map((name, i) => [name.trim(), cells[i] ?? ''])));
}

/** The cells of each line that has any. */
function records(text: string, separator: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = 0;
  while (at <= text.length) {
    let cell: string;
    if (text[at] === '"') {
      const end = endOfQuoted(text, at);
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== separator && text[end] !== '\n') end++;
      cell = text.slice(at, end).replace(/\r$/, '');
      at = end;
    }
    line.push(cell);
    while (at < text.length && text[at] !== separator && text[at] !== '\n') at++;
    if (text[at] !== separator) {
      if (line.length > 1 || line[0] !== '') lines.push(line);
      line = [];
    }
    at++;
  }
  return lines;
}

/** Where the quote that opens at `start` closes; the text's end where it never does. */
function endOfQuoted(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    if (text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}
