import { DirectoryFolder } from '../../src/trainer/browser/directory-folder.ts';
import type { LogHints } from '../../src/trainer/log/understanding.ts';
import type { PicturesChoice, TrainedGenerator, TrainingChoice } from '../workbench.ts';

/** Under which name a generator that was trained here is handed out. */
const TRAINED_NAME = 'generator.safetensors';

/** What is kept of a bench beside its files. */
export interface KeptNotes {
  name: string;
  feedFile?: string;
  logFile?: string;
  hints?: LogHints;
  unfinished?: TrainingChoice | undefined;
  /** Of the pack. */
  tells?: readonly string[];
  /** Under which names they were given. */
  generatorFile?: string;
  unfinishedPictures?: PicturesChoice | undefined;
  trained?: TrainedGenerator;
  describerFile?: string;
}

const [NOTES, FEED, LOG, PACK] = ['notes.json', 'feed', 'log', 'pack.safetensors'];
const [GENERATOR, DESCRIBER] = ['generator.safetensors', 'describer.safetensors'];
const [PICTURES, TRAINED] = ['pictures.safetensors', 'trained.safetensors'];

/** The origin's folder in which a bench outlives the page: files, pack, and what was said of them. */
export class KeptBench {
  notes: KeptNotes = { name: '' };

  private constructor(
    readonly folder: DirectoryFolder,
    /** Checkpoints of trainings. */
    readonly runs: DirectoryFolder,
  ) {}

  static async open(): Promise<KeptBench> {
    const kept = new KeptBench(
      await DirectoryFolder.ofOrigin('vitrine-studio'),
      await DirectoryFolder.ofOrigin('vitrine-studio-runs'),
    );
    const notes = await kept.folder.file(NOTES);
    if (notes !== undefined) kept.notes = JSON.parse(await notes.text());
    return kept;
  }

  async note(more: Partial<KeptNotes>): Promise<void> {
    this.notes = { ...this.notes, ...more };
    await this.folder.writeAtomically(NOTES, new Blob([JSON.stringify(this.notes)]));
  }

  /** Under the name that it was given with. */
  async feed(): Promise<File | undefined> {
    return named(await this.folder.file(FEED), this.notes.feedFile);
  }

  async log(): Promise<File | undefined> {
    return named(await this.folder.file(LOG), this.notes.logFile);
  }

  async pack(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.folder.read(PACK);
  }

  async generator(): Promise<File | undefined> {
    return named(await this.folder.file(GENERATOR), this.notes.generatorFile);
  }

  async describer(): Promise<File | undefined> {
    return named(await this.folder.file(DESCRIBER), this.notes.describerFile);
  }

  async pictures(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.folder.read(PICTURES);
  }

  async keepPictures(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.folder.writeAtomically(PICTURES, bytes);
  }

  /** The generator that was trained here. */
  async trained(): Promise<File | undefined> {
    return named(await this.folder.file(TRAINED), TRAINED_NAME);
  }

  async keepTrained(bytes: Uint8Array<ArrayBuffer>, trained: TrainedGenerator): Promise<void> {
    await this.folder.writeAtomically(TRAINED, bytes);
    await this.note({ trained, unfinishedPictures: undefined });
  }

  async keepGenerator(file: File): Promise<void> {
    await this.folder.writeAtomically(GENERATOR, file);
    await this.note({ generatorFile: file.name });
  }

  async keepDescriber(file: File): Promise<void> {
    await this.folder.writeAtomically(DESCRIBER, file);
    await this.note({ describerFile: file.name });
  }

  async keepFeed(file: File): Promise<void> {
    await this.folder.writeAtomically(FEED, file);
    await this.note({ feedFile: file.name });
  }

  async keepLog(file: File): Promise<void> {
    await this.folder.writeAtomically(LOG, file);
    await this.note({ logFile: file.name });
  }

  async keepPack(bytes: Uint8Array<ArrayBuffer> | undefined): Promise<void> {
    if (bytes === undefined) await this.folder.remove(PACK);
    else await this.folder.writeAtomically(PACK, bytes);
  }

  /** @param of packs, or of generators of pictures; default all */
  async forgetRuns(of?: 'packs' | 'pictures'): Promise<void> {
    for (const name of await this.runs.list()) {
      const kind = name.startsWith('pictures-') ? 'pictures' : 'packs';
      if (of === undefined || kind === of) await this.runs.remove(name);
    }
  }

  async clear(): Promise<void> {
    this.notes = { name: '' };
    await this.forgetRuns();
    for (const name of await this.folder.list()) await this.folder.remove(name);
  }
}

const named = (file: File | undefined, name = ''): File | undefined => file && new File([file], name);
