import type { Describer } from '../../src/learning/generators/describer/describer.ts';
import type { MakerFile } from '../../src/learning/generators/picture/maker-file.ts';
import type { GeneratorFacts } from '../workbench.ts';

/** A generator that lies on the bench, with the name of its file. */
export interface Laid<TRead> {
  file: string;
  read: TRead;
}

/** What makes pictures and texts of products, as far as it was given. Each is read with the code that only it needs. */
export class BenchGenerators {
  generator: Laid<MakerFile> | undefined;
  describer: Laid<Describer> | undefined;

  /** @throws VitrineError `pack-corrupt` */
  static async readGenerator(file: File): Promise<Laid<MakerFile>> {
    const { readMakerFile } = await import('../../src/learning/generators/picture/maker-file.ts');
    return { file: file.name, read: readMakerFile(new Uint8Array(await file.arrayBuffer())) };
  }

  /** @throws VitrineError `pack-corrupt` */
  static async readDescriber(file: File): Promise<Laid<Describer>> {
    const { readDescriberFile } = await import('../../src/learning/generators/describer/describer-file.ts');
    return { file: file.name, read: await readDescriberFile(new Uint8Array(await file.arrayBuffer())) };
  }

  get facts(): { generator?: GeneratorFacts; describer?: { file: string } } {
    const { generator, describer } = this;
    return {
      ...(generator && { generator: factsOf(generator) }),
      ...(describer && { describer: { file: describer.file } }),
    };
  }
}

function factsOf({ file, read: { generator, gallery, codes } }: Laid<MakerFile>): GeneratorFacts {
  const { size, conditions } = generator;
  const counts = gallery.counts(conditions.kinds.length);
  const kinds = conditions.kinds.map((name, kind) => ({ name, pictures: counts[kind] }));
  return { file, size, kinds, flows: codes !== undefined };
}
