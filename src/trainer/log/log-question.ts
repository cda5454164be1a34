import { VitrineError } from '../../contract/errors.ts';
import type { Column } from './column.ts';

/** What only a person can say of a log; each is answered by one of the options that it is read with. */
export type LogQuestion =
  /** Which of these fields is the column? Answered by `columns`. */
  | { about: 'column'; column: Column; fields: readonly string[] }
  /** Does the day come first in the dates of this field, or the month? Answered by `dates`. */
  | { about: 'dates'; field: string }
  /** What do the words of this field mean? Answered by `eventWords`, or by `columns.event` of another name or of none. */
  | { about: 'eventWords'; field: string; words: readonly string[] };

/** A log that cannot be read before a person has answered: `bad-options`, with the question as data for a page to ask. */
export class LogQuestionError extends VitrineError {
  constructor(
    readonly question: LogQuestion,
    message: string,
    remedy: string,
  ) {
    super('bad-options', message, { remedy });
  }
}
