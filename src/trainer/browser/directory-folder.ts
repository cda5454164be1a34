import type { RunFolder } from '../run-folder.ts';

/**
 * A run's folder in a browser: one of the origin's private file system, which outlives the page, or one that the user
 * picked. What is written takes the file's place only when it is whole.
 */
export class DirectoryFolder implements RunFolder {
  readonly place: string;

  constructor(readonly directory: FileSystemDirectoryHandle) {
    this.place = directory.name;
  }

  /** A folder of the origin's private file system; made where there is none. */
  static async ofOrigin(name: string): Promise<DirectoryFolder> {
    const root = await navigator.storage.getDirectory();
    return new DirectoryFolder(await root.getDirectoryHandle(name, { create: true }));
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const file = await this.file(name);
    return file && new Uint8Array(await file.arrayBuffer());
  }

  /** A file of any size, which need not be read into memory. @returns undefined where there is no such file */
  async file(name: string): Promise<File | undefined> {
    return (await unlessMissing(this.directory.getFileHandle(name)))?.getFile();
  }

  /** @param bytes a `Blob` goes from file to file, without being read into memory */
  async writeAtomically(name: string, bytes: Uint8Array | Blob): Promise<void> {
    const file = await this.directory.getFileHandle(name, { create: true });
    const stream = await file.createWritable();
    try {
      await stream.write(bytes as Uint8Array<ArrayBuffer> | Blob);
    } catch (thrown) {
      await stream.abort();
      throw thrown;
    }
    await stream.close();
  }

  async remove(name: string): Promise<void> {
    await unlessMissing(this.directory.removeEntry(name));
  }

  async list(): Promise<string[]> {
    const names: string[] = [];
    for await (const [name, { kind }] of this.directory.entries()) if (kind === 'file') names.push(name);
    return names.sort();
  }
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return undefined;
    throw thrown;
  }
}
