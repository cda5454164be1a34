import type { NamedTensors } from '../../../contract/tensors.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import { type GeneratorFile, writeGenerator } from '../../../pack/generator-file.ts';
import { readSectionOptions, readTensor } from '../../../pack/section.ts';
import { Conditions } from './conditions.ts';
import { Gallery } from './gallery.ts';
import { PictureGenerator } from './picture-generator.ts';

const count = plain.whole(1, 4096);
const names = (least: number) => plain.list(plain.text(200), least, 4096);
const OptionsSchema = plain.fields({
  size: plain.oneOf([8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64]),
  channels: plain.oneOf([1, 3]),
  kinds: names(1),
  colours: names(0),
  combinations: plain.list(plain.whole(0)),
  taste: plain.whole(0, 256),
  noise: count,
  conditionWidth: count,
  generatorWidth: count,
});

/** A picture generator and the gallery of real products that belongs to it. */
export interface PictureFile {
  generator: PictureGenerator;
  gallery: Gallery;
}

export function writePictureFile(
  { generator, gallery }: PictureFile,
  metrics: Record<string, number>,
): Uint8Array<ArrayBuffer> {
  const { conditions, options, shape } = generator;
  const file: GeneratorFile = {
    kind: 'picture',
    created: new Date().toISOString(),
    metrics,
    options: {
      size: shape.size,
      channels: shape.channels,
      kinds: conditions.kinds,
      colours: conditions.colours,
      combinations: conditions.combinations,
      taste: conditions.tasteWidth,
      noise: options.noise,
      conditionWidth: options.conditionWidth,
      generatorWidth: options.generatorWidth,
    },
    tensors: { ...generator.weights, ...gallery.save().tensors },
  };
  return writeGenerator(file);
}

/** @throws VitrineError `pack-corrupt` */
export function readPictureFile(file: GeneratorFile): PictureFile {
  const { size, channels, kinds, colours, combinations, taste, ...options } = readSectionOptions(file, OptionsSchema);
  const conditions = new Conditions(kinds, colours, taste, combinations);
  const generator = new PictureGenerator(conditions, { size, channels }, options);
  const weights: NamedTensors = {};
  for (const [name, shape] of Object.entries(generator.shapes)) {
    weights[name] = { shape, data: readTensor(file, name, [Float32Array], shape) };
  }
  generator.adopt(weights);
  const gallery = Gallery.read(file, { channels, kinds: kinds.length, colours: colours.length, taste });
  return { generator, gallery };
}
