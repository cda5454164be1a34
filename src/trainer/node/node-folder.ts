import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunFolder } from '../run-folder.ts';
import { writeAtomically } from './write-atomically.ts';

/** A run's folder on disk; made when something is first written. */
export class NodeFolder implements RunFolder {
  constructor(readonly place: string) {}

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const path = join(this.place, name);
    return existsSync(path) ? new Uint8Array(await readFile(path)) : undefined;
  }

  writeAtomically(name: string, bytes: Uint8Array): Promise<void> {
    return writeAtomically(join(this.place, name), bytes);
  }

  remove(name: string): Promise<void> {
    return rm(join(this.place, name), { force: true });
  }

  async list(): Promise<string[]> {
    if (!existsSync(this.place)) return [];
    const entries = await readdir(this.place, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  }
}
