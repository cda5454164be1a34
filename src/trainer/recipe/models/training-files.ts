import type { NamedTensors } from '../../../contract/tensors.ts';
import type { Checkpoint, RankingQuality } from '../../../learning/models/model.ts';
import type { PackSection, Tensor } from '../../../pack/pack.ts';
import { readSafetensors, type SafetensorsFile, writeSafetensors } from '../../../pack/safetensors.ts';
import type { RunFolder } from '../../run-folder.ts';
import { trainingDigest } from './training-digest.ts';

/** What a training ended in. */
export interface EndedTraining {
  section: PackSection;
  /** Epochs after which its weights were the best. Absent in files of earlier versions. */
  epochs?: number;
  /** How well the weights ranked on validation before the section rounded them. Absent in files of earlier versions. */
  exact?: RankingQuality;
}

/**
 * What a training leaves in a folder: its last checkpoint, and the section it ended in. Both are named after a digest of
 * all that decides the outcome, so that the same run goes on where it was stopped, or need not train at all.
 */
export class TrainingFiles {
  readonly #checkpoint: string;
  readonly #section: string;

  private constructor(
    readonly folder: RunFolder,
    name: string,
    digest: string,
  ) {
    this.#checkpoint = `${name}-${digest}.checkpoint`;
    this.#section = `${name}-${digest}.section`;
  }

  /** @param inputs what decides the outcome: options as JSON, data as bytes */
  static async of(
    folder: RunFolder,
    name: string,
    inputs: readonly (string | ArrayBufferView)[],
  ): Promise<TrainingFiles> {
    return new TrainingFiles(folder, name, await trainingDigest(inputs));
  }

  async readSection(): Promise<EndedTraining | undefined> {
    const file = await this.#read(this.#section);
    if (file === undefined) return undefined;
    const { version, options, epochs, exact } = file.metadata;
    const section = {
      ...(version && { version: Number(version) }),
      options: JSON.parse(options),
      tensors: file.tensors,
    };
    return { section, ...(epochs && { epochs: Number(epochs) }), ...(exact && { exact: JSON.parse(exact) }) };
  }

  /** Ends the training: its checkpoint goes. */
  async writeSection({ section: { version, options, tensors }, epochs, exact }: EndedTraining): Promise<void> {
    const metadata = {
      ...(version !== undefined && { version: String(version) }),
      options: JSON.stringify(options),
      ...(epochs !== undefined && { epochs: String(epochs) }),
      ...(exact !== undefined && { exact: JSON.stringify(exact) }),
    };
    await this.folder.writeAtomically(this.#section, writeSafetensors({ metadata, tensors }));
    await this.folder.remove(this.#checkpoint);
  }

  /** With what was reported of the training so far, where that was kept. */
  async readCheckpoint(): Promise<(Checkpoint & { reported?: unknown }) | undefined> {
    const file = await this.#read(this.#checkpoint);
    if (file === undefined) return undefined;
    const part = (prefix: string): NamedTensors =>
      Object.fromEntries(
        Object.entries(file.tensors)
          .filter(([name]) => name.startsWith(`${prefix}/`))
          .map(([name, { shape, data }]) => [name.slice(prefix.length + 1), { shape, data: Float32Array.from(data) }]),
      );
    const { epoch, counters, told: reported } = JSON.parse(file.metadata.state);
    const tensors = { tensors: part('tensors'), mean: part('mean'), best: part('best') };
    return { epoch, counters, ...tensors, ...(reported && { reported }) };
  }

  /** @param reported of the training so far, such as its curve; JSON */
  async writeCheckpoint({ epoch, counters, ...parts }: Checkpoint, reported?: unknown): Promise<void> {
    const tensors = Object.entries(parts).flatMap(([prefix, named]) =>
      Object.entries(named).map(([name, tensor]): [string, Tensor] => [`${prefix}/${name}`, tensor]),
    );
    const file = {
      metadata: { state: JSON.stringify({ epoch, counters, told: reported }) },
      tensors: Object.fromEntries(tensors),
    };
    await this.folder.writeAtomically(this.#checkpoint, writeSafetensors(file));
  }

  async #read(name: string): Promise<SafetensorsFile | undefined> {
    const bytes = await this.folder.read(name);
    return bytes && readSafetensors(bytes);
  }
}
