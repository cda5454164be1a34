import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DelimitedCells } from '../../catalogue/feeds/delimited-cells.ts';
import type { Cases, InteractionLog } from '../evaluation/interaction-log.ts';
import { type Column, findColumns } from './columns.ts';
import { type EventTable, readEventLog } from './event-log.ts';
import { LogReport, unreadable } from './log-report.ts';
import { Rows } from './rows.ts';
import { readPairs, readSequences, readSessions } from './sequence-log.ts';
import { readSplit, type Validation } from './split-log.ts';
import { linesOf, readText } from './text-file.ts';

export interface LogOptions {
  /** Names of columns that do not have a usual one. */
  columns?: Partial<Record<Column, string>>;
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

/** Characters in which a header is looked for. */
const LONGEST_HEADER = 10_000;

/**
 * Reads an event log, of which the content tells what it is: a table with a header (CSV, TSV), JSON or JSON lines of
 * records, `user item item …`, `user item` or `user item count` a line; or a folder, with `train_sessions.txt` and
 * `test_pairs.txt`, or with `train.txt`, `test.txt` and perhaps `valid.txt` of `user item item …` a line.
 * `.gz` is unpacked.
 * @throws VitrineError `bad-options`
 */
export function readLog(path: string, options: LogOptions = {}): ReadLog {
  if (!existsSync(path)) throw unreadable(`There is no ${path}.`, 'Check the path of the log.');
  const report = new LogReport();
  if (statSync(path).isDirectory()) return { ...readFolder(path, options.validation ?? 'given'), report };
  const text = readText(path);
  const table = tableOf(text, options.columns);
  if (table !== undefined) return { log: readEventLog(table, options.columns ?? {}, report), report };
  const lines = linesOf(text);
  if (lines.length === 0) throw unreadable(`${path} is empty.`, 'Give a log with at least one interaction.');
  report.rows = lines.length;
  if (options.sessions) return { log: readSessions(lines), report };
  return { log: arePairs(lines) ? readPairs(lines) : readSequences(lines), report };
}

/**
 * Reads a table with a header (CSV, TSV), JSON or JSON lines of records. `.gz` is unpacked.
 * @param named columns that do not have a usual name
 * @throws VitrineError `bad-options` where it is none
 */
export function readTable(path: string, named: Partial<Record<Column, string>> = {}): EventTable {
  if (!existsSync(path)) throw unreadable(`There is no ${path}.`, 'Check the path of the log.');
  const table = tableOf(readText(path), named);
  if (table !== undefined) return table;
  throw unreadable(`${path} is not a table with a header.`, 'Give a header that names user and item.');
}

function tableOf(text: string, named: LogOptions['columns']): EventTable | undefined {
  const start = text.trimStart()[0];
  if (start === '[' || start === '{') return jsonTable(text);
  const [header] = linesOf(text.slice(0, LONGEST_HEADER));
  return header !== undefined && isTable(header, named) ? delimitedTable(text, header) : undefined;
}

/** Whether a line is one interaction: `user item`, or, where a user has several lines, `user item count`. */
function arePairs(lines: readonly string[]): boolean {
  if (lines.every((line) => /^\S+\s+\S+$/.test(line))) return true;
  const users = new Set(lines.map((line) => line.split(/\s/, 1)[0]));
  return users.size < lines.length && lines.every((line) => /^\S+\s+\S+\s+\d+$/.test(line));
}

/** Whether the first line is a header: sequences have neither separators nor names of columns. */
function isTable(line: string, named: LogOptions['columns'] = {}): boolean {
  const { user, item } = findColumns(line.split('\t'), named);
  return /[,;|]/.test(line) || (user !== undefined && item !== undefined);
}

function readFolder(folder: string, by: Validation): Omit<ReadLog, 'report'> {
  const at = (name: string): string => join(folder, name);
  const has = (...names: string[]): boolean => names.every((name) => existsSync(at(name)));
  const read = (name: string): string[] => linesOf(readText(at(name)));
  if (has('train_sessions.txt', 'test_pairs.txt')) return readSessionFolder(read);
  if (has('train.txt', 'test.txt')) {
    const validation = has('valid.txt') ? read('valid.txt') : undefined;
    return readSplit(read('train.txt'), validation, read('test.txt'), by);
  }
  throw unreadable(
    `The folder ${folder} has no training and test files.`,
    'Give a file, or a folder with train_sessions.txt and test_pairs.txt, or with train.txt and test.txt.',
  );
}

function readSessionFolder(read: (name: string) => string[]): { log: InteractionLog; test: Cases } {
  const products = new Rows();
  const log = readSessions(read('train_sessions.txt'), products);
  // A pair is its prefix and, behind the tab, its target: a session of which the last item is asked.
  const pairs = readSessions(read('test_pairs.txt'), products);
  const targets = pairs.sequences.offsets.slice(1).map((end) => end - 1);
  return { log, test: { log: pairs, targets, sequences: Int32Array.from(targets.keys()) } };
}

function delimitedTable(text: string, header: string): EventTable {
  try {
    const cells = new DelimitedCells(header);
    const [fields, ...rows] = [...cells.push(text), ...cells.end()];
    const places = new Map(fields.map((field, i) => [field.trim(), i]));
    return { fields: [...places.keys()], rows: rows.map((row) => (field: string) => row[places.get(field) ?? -1]) };
  } catch (cause) {
    throw unreadable('The log is not a table with a header.', 'Give a header and at least one row.', cause);
  }
}

function jsonTable(text: string): EventTable {
  const records = parseJson(text);
  const fields = new Set(records.slice(0, 1000).flatMap((record) => Object.keys(record)));
  const cell = (record: Record<string, unknown>) => (field: string) => {
    const value = record[field];
    return value === undefined || value === null ? undefined : String(value);
  };
  return { fields: [...fields], rows: records.map(cell) };
}

function parseJson(text: string): Record<string, unknown>[] {
  try {
    const list: unknown =
      text.trimStart()[0] === '[' ? JSON.parse(text) : linesOf(text).map((line) => JSON.parse(line));
    if (Array.isArray(list)) return list.filter((record) => typeof record === 'object' && record !== null);
  } catch (cause) {
    throw unreadable('The log is neither JSON nor JSON lines.', 'Check the file with a JSON validator.', cause);
  }
  throw unreadable('The log is not a list of records.', 'Give an array of objects, or one object a line.');
}
