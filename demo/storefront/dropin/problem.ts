import type { Messages } from '../messages/en.ts';

/** What was wrong with a visitor's files: a message's name and its values, so that it can cross from the worker. */
export interface FileProblem {
  problem: keyof Messages & `own${string}`;
  values: Record<string, string | number>;
}

/** Thrown while files are read. */
export class UnusableFile extends Error {
  readonly record: FileProblem;

  constructor(problem: FileProblem['problem'], values: FileProblem['values'] = {}) {
    super(problem);
    this.record = { problem, values };
  }
}
