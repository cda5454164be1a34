import { unreadable } from '../log-report.ts';
import type { LogHints } from '../understanding.ts';
import { jsonLines, jsonList } from './json-log.ts';
import { lineLog } from './line-log.ts';
import type { LogForm, LogReader } from './log-reader.ts';
import { tableLog } from './table-log.ts';

/** Forms of logs, each asked in turn: the first that knows its own reads it. A new form is one file and a line here. */
const FORMS: readonly LogForm[] = [jsonLines, jsonList, tableLog, lineLog];
const MARKUP = /^<(?:[?!]|\w)/;

/**
 * @param head the text so far, without blanks before it; @param complete no more of it is looked at before it is decided
 * @returns `undefined` while the head does not tell yet. @throws VitrineError `bad-options`
 */
export function logReaderFor(head: string, complete: boolean, hints: LogHints): LogReader | undefined {
  if (MARKUP.test(head)) throw unreadable('The log is XML or HTML.', 'Give a table, JSON, JSON lines or Parquet.');
  for (const form of FORMS) {
    const reader = form.open(head, complete, hints);
    if (reader !== null) return reader;
  }
  throw unreadable(
    'The log is neither a table, nor JSON, nor lines of products.',
    'Check the file: JSON with a validator, a table for its header and separators.',
  );
}
