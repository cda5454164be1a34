import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Cases, InteractionLog } from '../evaluation/interaction-log.ts';
import { EventGathering, type ShopperEvents, toInteractionLog } from './event-log.ts';
import { LineLog } from './forms/line-log.ts';
import { LogReport, unreadable } from './log-report.ts';
import { scanLog, textIn } from './open-log.ts';
import { Rows } from './rows.ts';
import type { LogScan } from './scan-log.ts';
import { readPairs, readSequences, readSessions } from './sequence-log.ts';
import { readSplit, type Validation } from './split-log.ts';
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
  /** Pairs of a folder of sessions to be asked about. */
  test?: Cases;
  /** Of a folder that is split already: what each interaction is for, of `PARTS`. */
  parts?: Uint8Array;
}

/**
 * Reads an event log, of which the content tells what it is: a table (CSV, TSV and their kin), JSON or JSON lines of records,
 * Parquet, `user item item …`, `user item` or `user item count` a line; or a folder, with `train_sessions.txt` and
 * `test_pairs.txt`, or with `train.txt`, `test.txt` and perhaps `valid.txt` of `user item item …` a line.
 * `.gz` is unpacked.
 * @throws VitrineError `bad-options`
 */
export async function readLog(path: string, options: LogOptions = {}): Promise<ReadLog> {
  if (!existsSync(path)) throw unreadable(`There is no ${path}.`, 'Check the path of the log.');
  if (statSync(path).isDirectory()) {
    return { ...(await readFolder(path, options.validation ?? 'given')), report: new LogReport() };
  }
  const gathering = new EventGathering();
  const scan = await scanLog(path, options, gathering, isLines);
  const reading = scan.end();
  if (isLines(scan)) return readLines(await linesIn(path), scan.reader.kind, options.sessions ?? false);
  scan.report.remarks.push(...scan.guesses);
  const events = gathering.finish(scan.report, scan.understanding!.time !== undefined, reading);
  return { log: toInteractionLog(events), report: scan.report };
}

/**
 * All that shoppers did, one by one, of a log of events.
 * @throws VitrineError `bad-options` where it is none
 */
export async function readEvents(path: string, hints: LogHints, report: LogReport): Promise<ShopperEvents> {
  if (!existsSync(path)) throw unreadable(`There is no ${path}.`, 'Check the path of the log.');
  const gathering = new EventGathering();
  const scan = await scanLog(path, hints, gathering, isLines);
  const reading = scan.end();
  if (isLines(scan)) {
    throw unreadable(`${path} is not a table with a header.`, 'Give a header that names user and item.');
  }
  scan.report.remarks.push(...scan.guesses);
  const events = gathering.finish(scan.report, scan.understanding!.time !== undefined, reading);
  report.add(scan.report);
  return events;
}

/** Whether a log is lines of products, which say nothing of events and times. */
const isLines = (scan: LogScan): scan is LogScan & { reader: LineLog } =>
  scan.reader instanceof LineLog && scan.reader.kind !== 'timed';

/** Sequences as they are: products that follow themselves stay. */
function readLines(lines: readonly string[], kind: LineLog['kind'], sessions: boolean): ReadLog {
  const report = new LogReport();
  report.rows = lines.length;
  if (sessions) return { log: readSessions(lines), report };
  if (kind === 'counts') report.remarks.push('The third number of each line is taken for a count, and passed over.');
  return { log: kind === 'sequences' ? readSequences(lines) : readPairs(lines), report };
}

/** Lines of a text file without those that are empty. */
export async function linesIn(path: string): Promise<string[]> {
  const lines: string[] = [];
  let rest = '';
  for await (const text of textIn(path)) {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    for (const part of parts) if (part.trim() !== '') lines.push(part.trim());
  }
  if (rest.trim() !== '') lines.push(rest.trim());
  return lines;
}

async function readFolder(folder: string, by: Validation): Promise<Omit<ReadLog, 'report'>> {
  const at = (name: string): string => join(folder, name);
  const has = (...names: string[]): boolean => names.every((name) => existsSync(at(name)));
  const read = (name: string): Promise<string[]> => linesIn(at(name));
  if (has('train_sessions.txt', 'test_pairs.txt')) return readSessionFolder(read);
  if (has('train.txt', 'test.txt')) {
    const validation = has('valid.txt') ? await read('valid.txt') : undefined;
    return readSplit(await read('train.txt'), validation, await read('test.txt'), by);
  }
  throw unreadable(
    `The folder ${folder} has no training and test files.`,
    'Give a file, or a folder with train_sessions.txt and test_pairs.txt, or with train.txt and test.txt.',
  );
}

async function readSessionFolder(
  read: (name: string) => Promise<string[]>,
): Promise<{ log: InteractionLog; test: Cases }> {
  const products = new Rows();
  const log = readSessions(await read('train_sessions.txt'), products);
  // A pair is its prefix and, behind the tab, its target: a session of which the last item is asked.
  const pairs = readSessions(await read('test_pairs.txt'), products);
  const targets = pairs.sequences.offsets.slice(1).map((end) => end - 1);
  return { log, test: { log: pairs, targets, sequences: Int32Array.from(targets.keys()) } };
}
