/** Where a run keeps checkpoints, what it need not repeat, and results. Names have no folders in them. */
export interface RunFolder {
  /** Where it is, for a person. */
  readonly place: string;
  /** @returns undefined where there is no such file */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Whatever stops it, the file is then the old one or the new one, never half of either. */
  writeAtomically(name: string, bytes: Uint8Array): Promise<void>;
  /** Nothing happens where there is no such file. */
  remove(name: string): Promise<void>;
  /** Names of all files, in order. */
  list(): Promise<string[]>;
}

/** A folder that goes with the run. */
export class MemoryFolder implements RunFolder {
  readonly place = 'memory';
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>();

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#files.get(name)?.slice();
  }

  async writeAtomically(name: string, bytes: Uint8Array): Promise<void> {
    this.#files.set(name, new Uint8Array(bytes));
  }

  async remove(name: string): Promise<void> {
    this.#files.delete(name);
  }

  async list(): Promise<string[]> {
    return [...this.#files.keys()].sort();
  }
}
