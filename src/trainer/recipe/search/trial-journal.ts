import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One training of a search. */
export interface TrialLine {
  trial: number;
  epochs: number;
  /** As `--set` takes them. */
  settings: readonly string[];
  /** On validation; `null` where the training diverged. */
  'ndcg@10': number | null;
  'recall@10': number | null;
  seconds: number;
}

/**
 * A search on disk: a line for each training that was ended. A search that was stopped goes on behind the last whole line;
 * one that was cut in the middle counts as not written.
 */
export class TrialJournal {
  readonly #lines = new Map<string, TrialLine>();

  constructor(readonly path: string) {
    if (!existsSync(path)) return;
    for (const text of readFileSync(path, 'utf8').split('\n')) {
      const line = read(text);
      if (line !== undefined) this.#lines.set(keyOf(line), line);
    }
  }

  get lines(): readonly TrialLine[] {
    return [...this.#lines.values()];
  }

  find(trial: number, epochs: number): TrialLine | undefined {
    return this.#lines.get(keyOf({ trial, epochs }));
  }

  add(line: TrialLine): void {
    mkdirSync(dirname(this.path), { recursive: true });
    // A line that was cut has no end: what follows starts on a line of its own.
    appendFileSync(this.path, `\n${JSON.stringify(line)}\n`);
    this.#lines.set(keyOf(line), line);
  }
}

function keyOf({ trial, epochs }: Pick<TrialLine, 'trial' | 'epochs'>): string {
  return `${trial} ${epochs}`;
}

function read(text: string): TrialLine | undefined {
  try {
    const line = JSON.parse(text);
    return typeof line?.trial === 'number' && typeof line.epochs === 'number' ? line : undefined;
  } catch {
    return undefined;
  }
}
