import type { Cases, InteractionLog } from '../evaluation/interaction-log.ts';
import { EventGathering, toInteractionLog } from './event-log.ts';
import { LineLog } from './forms/line-log.ts';
import { LogReport } from './log-report.ts';
import { type EventSink, LogScan } from './scan-log.ts';
import { type ShopSearch, searchesOf } from './searches.ts';
import { readPairs, readSequences, readSessions } from './sequence-log.ts';
import type { Validation } from './split-log.ts';
import type { LogHints } from './understanding.ts';

export interface LogOptions extends LogHints {
  /** The lines of a sequences file are sessions without a shopper's name. */
  sessions?: boolean;
  /** What is chosen by, of a folder that is split already. Default: `given` */
  validation?: Validation;
}

export interface ReadLog {
  log: InteractionLog;
  report: LogReport;
  /** What was searched for before which products. Absent of logs that are no events. */
  searches?: readonly ShopSearch[];
  /** Pairs of a folder of sessions to be asked about. */
  test?: Cases;
  /** Of a folder that is split already: what each interaction is for, of `PARTS`. */
  parts?: Uint8Array;
}

/** Text in pieces of any length. */
export type TextPieces = AsyncIterable<string> | Iterable<string>;

/**
 * Reads an event log, of which the content tells what it is: a table (CSV, TSV and their kin), JSON or JSON lines of records,
 * `user item item …`, `user item` or `user item count` a line.
 * @param open gives the text from its start; asked again where it is seen that the log is lines of products
 * @throws VitrineError `bad-options`
 */
export async function readTextLog(open: () => TextPieces, options: LogOptions = {}): Promise<ReadLog> {
  const gathering = new EventGathering();
  const scan = await scanText(open(), options, gathering, isLines);
  const reading = scan.end();
  if (isLines(scan)) return readLines(await linesOf(open()), scan.reader.kind, options.sessions ?? false);
  return gatheredLog(gathering, scan, reading);
}

/** @param reading what the scan said at its end */
export function gatheredLog(gathering: EventGathering, scan: LogScan, reading: ReturnType<LogScan['end']>): ReadLog {
  scan.report.remarks.push(...scan.guesses);
  const events = gathering.finish(scan.report, scan.understanding!.time !== undefined, reading);
  return { log: toInteractionLog(events), report: scan.report, searches: searchesOf(events) };
}

/** @param stop ends early where it is seen that the log has another way to be read */
export async function scanText(
  pieces: TextPieces,
  hints: LogHints,
  sink: EventSink,
  stop: (scan: LogScan) => boolean = () => false,
): Promise<LogScan> {
  const scan = new LogScan(hints, sink);
  for await (const text of pieces) {
    scan.push(text);
    if (stop(scan)) break;
  }
  return scan;
}

/** Whether a log is lines of products, which say nothing of events and times. */
export const isLines = (scan: LogScan): scan is LogScan & { reader: LineLog } =>
  scan.reader instanceof LineLog && scan.reader.kind !== 'timed';

/** Sequences as they are: products that follow themselves stay. */
export function readLines(lines: readonly string[], kind: LineLog['kind'], sessions: boolean): ReadLog {
  const report = new LogReport();
  report.rows = lines.length;
  if (sessions) return { log: readSessions(lines), report };
  if (kind === 'counts') report.remarks.push('The third number of each line is taken for a count, and passed over.');
  return { log: kind === 'sequences' ? readSequences(lines) : readPairs(lines), report };
}

/** Lines without those that are empty. */
export async function linesOf(pieces: TextPieces): Promise<string[]> {
  const lines: string[] = [];
  let rest = '';
  for await (const text of pieces) {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    for (const part of parts) if (part.trim() !== '') lines.push(part.trim());
  }
  if (rest.trim() !== '') lines.push(rest.trim());
  return lines;
}
