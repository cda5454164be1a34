import { parseJson } from '../../reading/exact-json.ts';
import { JsonEntries } from '../../reading/json-entries.ts';
import { type LogReport, unreadableLog } from './log-report.ts';

/**
 * Records of JSON lines, or of a JSON list, as they come. A line that is no JSON is reported.
 * @param name as errors call the text
 * @throws VitrineError `bad-options` where a list is broken
 */
export async function* readRecords(
  pieces: AsyncIterable<string>,
  name: string,
  report: LogReport,
): AsyncGenerator<unknown> {
  let list: JsonEntries | undefined;
  let begun = false;
  /** What was not used up yet: blanks before the first record, or a line that goes on. */
  let rest = '';
  for await (const text of pieces) {
    rest += text;
    if (!begun && rest.trim() === '') continue;
    if (!begun && rest.trimStart().startsWith('[')) {
      list = new JsonEntries();
      rest = rest.trimStart().slice(1);
    }
    begun = true;
    if (list !== undefined) {
      yield* inList(name, report, () => list!.push(rest));
      rest = '';
      continue;
    }
    const lines = rest.split('\n');
    rest = lines.pop()!;
    yield* inLines(lines, report);
  }
  if (list === undefined) yield* inLines([rest], report);
  else inList(name, report, () => list.end() ?? []);
}

function* inLines(lines: readonly string[], report: LogReport): Generator<unknown> {
  for (const line of lines) {
    if (line.trim() === '') continue;
    report.rows++;
    let record: unknown;
    try {
      record = parseJson(line);
    } catch {
      report.refuse('not valid JSON');
      continue;
    }
    yield record;
  }
}

/** The reader of lists serves feeds too, and its messages name those. */
function inList(name: string, report: LogReport, read: () => unknown[]): unknown[] {
  try {
    const records = read();
    report.rows += records.length;
    return records;
  } catch (cause) {
    throw unreadableLog(`${name} is not a valid JSON list.`, 'Check the file, or write one record a line.', cause);
  }
}
