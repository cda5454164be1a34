import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedTensors } from '../../../contract/tensors.ts';
import type { Checkpoint, RankingQuality } from '../../../learning/models/model.ts';
import type { PackSection, Tensor } from '../../../pack/pack.ts';
import { readSafetensors, type SafetensorsFile, writeSafetensors } from '../../../pack/safetensors.ts';

/** What a training ended in. */
export interface EndedTraining {
  section: PackSection;
  /** Epochs after which its weights were the best. Absent in files that earlier versions wrote. */
  epochs?: number;
  /**
   * How well the weights ranked on validation as they were trained, before the section rounded them. Absent in files that
   * earlier versions wrote.
   */
  exact?: RankingQuality;
}

/**
 * What a training leaves on disk: its last checkpoint, and the section it ended in. Both are named after a digest of
 * all that decides the outcome, so that the same command goes on where it was stopped, or need not train at all.
 */
export class TrainingFiles {
  readonly #checkpoint: string;
  readonly #section: string;

  /** @param inputs what decides the outcome: options as JSON, data as bytes */
  constructor(
    readonly folder: string,
    name: string,
    inputs: readonly (string | Uint8Array | Int32Array)[],
  ) {
    const hash = createHash('sha256');
    for (const input of inputs) hash.update(input);
    const digest = hash.digest('hex').slice(0, 16);
    this.#checkpoint = join(folder, `${name}-${digest}.checkpoint`);
    this.#section = join(folder, `${name}-${digest}.section`);
  }

  readSection(): EndedTraining | undefined {
    const file = read(this.#section);
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
  writeSection({ section: { version, options, tensors }, epochs, exact }: EndedTraining): void {
    const metadata = {
      ...(version !== undefined && { version: String(version) }),
      options: JSON.stringify(options),
      ...(epochs !== undefined && { epochs: String(epochs) }),
      ...(exact !== undefined && { exact: JSON.stringify(exact) }),
    };
    this.#write(this.#section, { metadata, tensors });
    rmSync(this.#checkpoint, { force: true });
  }

  /** With what was told of the training so far, where that was kept. */
  readCheckpoint(): (Checkpoint & { told?: unknown }) | undefined {
    const file = read(this.#checkpoint);
    if (file === undefined) return undefined;
    const part = (prefix: string): NamedTensors =>
      Object.fromEntries(
        Object.entries(file.tensors)
          .filter(([name]) => name.startsWith(`${prefix}/`))
          .map(([name, { shape, data }]) => [name.slice(prefix.length + 1), { shape, data: Float32Array.from(data) }]),
      );
    const { epoch, counters, told } = JSON.parse(file.metadata.state);
    return { epoch, counters, tensors: part('tensors'), mean: part('mean'), best: part('best'), ...(told && { told }) };
  }

  /** @param told of the training so far, such as its curve; JSON */
  writeCheckpoint({ epoch, counters, ...parts }: Checkpoint, told?: unknown): void {
    const tensors = Object.entries(parts).flatMap(([prefix, named]) =>
      Object.entries(named).map(([name, tensor]): [string, Tensor] => [`${prefix}/${name}`, tensor]),
    );
    this.#write(this.#checkpoint, {
      metadata: { state: JSON.stringify({ epoch, counters, told }) },
      tensors: Object.fromEntries(tensors),
    });
  }

  /** Old or new, never torn: written beside, then moved. */
  #write(path: string, file: SafetensorsFile): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(`${path}.new`, writeSafetensors(file));
    renameSync(`${path}.new`, path);
  }
}

function read(path: string): SafetensorsFile | undefined {
  return existsSync(path) ? readSafetensors(new Uint8Array(readFileSync(path))) : undefined;
}
