import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Cases, InteractionLog } from '../evaluation/interaction-log.ts';
import { EventGathering, type ShopperEvents } from '../log/event-log.ts';
import { readLogFile } from '../log/log-file.ts';
import { LogReport, unreadableLog } from '../log/log-report.ts';
import { NameTable } from '../log/name-table.ts';
import { isLines, type LogOptions, linesOf, type ReadLog } from '../log/read-text-log.ts';
import { readSessions } from '../log/sequence-log.ts';
import { readSplit, type Validation } from '../log/split-log.ts';
import type { LogHints } from '../log/understanding.ts';
import { logAt, scanLog, textIn } from './open-log.ts';

/**
 * Reads an event log, of which the content tells what it is: a table (CSV, TSV and their kin), JSON or JSON lines of records,
 * Parquet, `user item item …`, `user item` or `user item count` a line; or a folder, with `train_sessions.txt` and
 * `test_pairs.txt`, or with `train.txt`, `test.txt` and perhaps `valid.txt` of `user item item …` a line.
 * `.gz` is unpacked.
 * @throws VitrineError `bad-options`
 */
export async function readLog(path: string, options: LogOptions = {}): Promise<ReadLog> {
  if (!existsSync(path)) throw unreadableLog(`There is no ${path}.`, 'Check the path of the log.');
  if (statSync(path).isDirectory()) {
    return { ...(await readFolder(path, options.validation ?? 'given')), report: new LogReport() };
  }
  return readLogFile(logAt(path), options);
}

/**
 * All that shoppers did, one by one, of a log of events.
 * @throws VitrineError `bad-options` where it is none
 */
export async function readEvents(path: string, hints: LogHints, report: LogReport): Promise<ShopperEvents> {
  if (!existsSync(path)) throw unreadableLog(`There is no ${path}.`, 'Check the path of the log.');
  const gathering = new EventGathering();
  const scan = await scanLog(path, hints, gathering, isLines);
  const reading = scan.end();
  if (isLines(scan)) {
    throw unreadableLog(`${path} is not a table with a header.`, 'Give a header that names user and item.');
  }
  scan.report.remarks.push(...scan.guesses);
  const events = gathering.finish(scan.report, scan.understanding!.time !== undefined, reading);
  report.add(scan.report);
  return events;
}

async function readFolder(folder: string, by: Validation): Promise<Omit<ReadLog, 'report'>> {
  const at = (name: string): string => join(folder, name);
  const has = (...names: string[]): boolean => names.every((name) => existsSync(at(name)));
  const read = (name: string): Promise<string[]> => linesOf(textIn(at(name)));
  if (has('train_sessions.txt', 'test_pairs.txt')) return readSessionFolder(read);
  if (has('train.txt', 'test.txt')) {
    const validation = has('valid.txt') ? await read('valid.txt') : undefined;
    return readSplit(await read('train.txt'), validation, await read('test.txt'), by);
  }
  throw unreadableLog(
    `The folder ${folder} has no training and test files.`,
    'Give a file, or a folder with train_sessions.txt and test_pairs.txt, or with train.txt and test.txt.',
  );
}

async function readSessionFolder(
  read: (name: string) => Promise<string[]>,
): Promise<{ log: InteractionLog; test: Cases }> {
  const products = new NameTable();
  const log = readSessions(await read('train_sessions.txt'), products);
  // A pair is its prefix and, behind the tab, its target: a session of which the last item is asked.
  const pairs = readSessions(await read('test_pairs.txt'), products);
  const targets = pairs.sequences.offsets.slice(1).map((end) => end - 1);
  return { log, test: { log: pairs, targets, sequences: Int32Array.from(targets.keys()) } };
}
