import type { RunFolder } from '../../run-folder.ts';

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

/** A search that can be stopped: a file with a line for each training that was ended. Lines that are none are passed over. */
export class TrialJournal {
  readonly #lines = new Map<string, TrialLine>();

  private constructor(
    readonly folder: RunFolder,
    readonly name: string,
  ) {}

  static async open(folder: RunFolder, name: string): Promise<TrialJournal> {
    const journal = new TrialJournal(folder, name);
    const text = new TextDecoder().decode(await folder.read(name));
    for (const line of text.split('\n').map(read)) if (line !== undefined) journal.#lines.set(keyOf(line), line);
    return journal;
  }

  get lines(): readonly TrialLine[] {
    return [...this.#lines.values()];
  }

  find(trial: number, epochs: number): TrialLine | undefined {
    return this.#lines.get(keyOf({ trial, epochs }));
  }

  async add(line: TrialLine): Promise<void> {
    this.#lines.set(keyOf(line), line);
    const text = this.lines.map((one) => `${JSON.stringify(one)}\n`).join('');
    await this.folder.writeAtomically(this.name, new TextEncoder().encode(text));
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
