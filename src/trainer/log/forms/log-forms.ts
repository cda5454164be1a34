import { unreadableLog } from '../log-report.ts';
import type { LogHints } from '../understanding.ts';
import { jsonLines, jsonList } from './json-log.ts';
import { lineLog } from './line-log.ts';
import type { LogForm, LogReader } from './log-reader.ts';
import { tableLog } from './table-log.ts';

/** Forms of logs, each asked in turn: the first that knows its own reads it. A new form is one file and a line here. */
const JSON_FORMS: readonly LogForm[] = [jsonLines, jsonList];
const TEXT_FORMS: readonly LogForm[] = [tableLog, lineLog];
const PYTHON = /^[[{]\s*u?'/;
const MARKUP = /^<(?:[?!]|\w)/;

/**
 * @param head the text so far, without blanks before it; @param complete no more of it is looked at before it is decided
 * @returns `undefined` while the head does not tell yet. @throws VitrineError `bad-options`
 */
export function logReaderFor(head: string, complete: boolean, hints: LogHints): LogReader | undefined {
  if (MARKUP.test(head)) throw unreadableLog('The log is XML or HTML.', 'Give a table, JSON, JSON lines or Parquet.');
  const isJson = head[0] === '{' || head[0] === '[';
  for (const form of isJson ? JSON_FORMS : TEXT_FORMS) {
    const reader = form.open(head, complete, hints);
    if (reader !== null) return reader;
  }
  if (PYTHON.test(head)) {
    throw unreadableLog('The log is records as Python prints them, not JSON.', 'Write each with json.dumps.');
  }
  throw unreadableLog(
    'The log is neither JSON lines nor a JSON list of records.',
    'Check the file with a JSON validator; give an array of objects, or one object a line.',
  );
}
