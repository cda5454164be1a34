import { VitrineError } from '../../contract/errors.ts';

/** What became of the rows of a log: nothing is dropped silently. */
export class LogReport {
  rows = 0;
  readonly refused = new Map<string, number>();

  refuse(reason: string): undefined {
    this.refused.set(reason, (this.refused.get(reason) ?? 0) + 1);
  }

  /** One line a reason, most frequent first. */
  lines(): string[] {
    return [...this.refused]
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => `${count} of ${this.rows} rows left out: ${reason}`);
  }
}

export function unreadable(message: string, remedy: string, cause?: unknown): VitrineError {
  return new VitrineError('bad-options', message, { remedy, cause });
}
