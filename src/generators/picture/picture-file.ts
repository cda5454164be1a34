import * as v from 'valibot';
import type { NamedTensors } from '../../contract/neural.ts';
import { readOptions, readTensor } from '../../pack/section.ts';
import { type GeneratorFile, readGenerator, writeGenerator } from '../generator-file.ts';
import { Conditions } from './conditions.ts';
import { Gallery } from './gallery.ts';
import { PictureGenerator } from './picture-generator.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096));
const names = v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(4096));
const OptionsSchema = v.object({
  size: v.pipe(v.picklist([8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64])),
  channels: v.picklist([1, 3]),
  kinds: v.pipe(names, v.minLength(1)),
  colours: names,
  combinations: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  taste: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(256)),
  noise: count,
  conditionWidth: count,
  generatorWidth: count,
});

/** A picture generator and the gallery of real products that it stands beside. */
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
export function readPictureFile(bytes: Uint8Array<ArrayBuffer>): PictureFile {
  const file = readGenerator(bytes, 'picture');
  const { size, channels, kinds, colours, combinations, taste, ...options } = readOptions(file, OptionsSchema);
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
