import type { LogHints } from '../understanding.ts';

/** Cells by field; one that a record does not have is `undefined`. */
export type Cells = readonly (string | undefined)[];

/** Reads one form of log from text that arrives in pieces. */
export interface LogReader {
  /** What the log is, in words. */
  readonly form: string;
  /** Names of the cells; known when the first rows are. */
  readonly fields: readonly string[];
  push(piece: string): Cells[];
  /** What the end of the text completes. */
  end(): Cells[];
  /** Only these fields are asked for from now on. */
  keepOnly?(fields: readonly number[]): void;
  /** What was guessed, in words for a person. */
  readonly guesses: readonly string[];
  /** What could not be read: counts by reason. */
  readonly broken: ReadonlyMap<string, number>;
}

/** A form of log, known by how its text begins. */
export interface LogForm {
  /**
   * @param head the text so far, without blanks before it
   * @param complete no more of it is looked at before it is decided
   * @returns `undefined` while the head does not tell yet, `null` where it is of another form
   * @throws VitrineError `bad-options` where two readings are possible, with the option that tells
   */
  open(head: string, complete: boolean, hints: LogHints): LogReader | null | undefined;
}
