import type { NamedTensors } from '../../../../contract/tensors.ts';
import * as plain from '../../../../contract/validation/plain-data.ts';
import { type GeneratorFile, writeGenerator } from '../../../../pack/generator-file.ts';
import type { Tensor } from '../../../../pack/pack.ts';
import { readSectionOptions, readTensor } from '../../../../pack/section.ts';
import { Conditions } from '../conditions.ts';
import { Gallery } from '../gallery.ts';
import type { Shapes } from '../shapes.ts';
import { STRIDE } from './decoder-net.ts';
import { LatentGenerator } from './latent-generator.ts';
import { ProductCodes } from './product-codes.ts';

const width = plain.whole(1, 1024);
const names = (least: number) => plain.list(plain.text(200), least, 4096);
const OptionsSchema = plain.fields({
  size: plain.oneOf([16, 32, 48, 64, 80, 96, 112, 128]),
  kinds: names(1),
  colours: names(0),
  combinations: plain.list(plain.whole(0)),
  taste: plain.whole(0, 256),
  codeChannels: plain.whole(2, 64),
  decoderWidths: plain.list(width, 4, 4),
  width,
  depth: plain.whole(1, 24),
  heads: plain.whole(1, 16),
  steps: plain.whole(1, 100),
  guidance: plain.positive(20),
});

/** A latent generator, and what it knows of real products. */
export interface LatentFile {
  generator: LatentGenerator;
  gallery: Gallery;
  codes: ProductCodes;
}

export function writeLatentFile(
  { generator, gallery, codes }: LatentFile,
  metrics: Record<string, number>,
): Uint8Array<ArrayBuffer> {
  const { conditions, size, options, weights, statistics } = generator;
  const { codeChannels, decoderWidths, width, depth, heads, steps, guidance } = options;
  const channels = [codeChannels];
  return writeGenerator({
    kind: 'latent-picture',
    created: new Date().toISOString(),
    metrics,
    options: {
      ...{ size, kinds: conditions.kinds, colours: conditions.colours, combinations: conditions.combinations },
      ...{ taste: conditions.tasteWidth, codeChannels, decoderWidths, width, depth, heads, steps, guidance },
    },
    tensors: {
      ...weightTensors('decoder', weights.decoder),
      ...weightTensors('flow', weights.flow),
      'codes.mean': { shape: channels, data: statistics.mean },
      'codes.deviation': { shape: channels, data: statistics.deviation },
      ...gallery.save().tensors,
      ...codes.save(),
    },
  });
}

/** Reads what `writeLatentFile` or `python/write.py` wrote. @throws VitrineError `pack-corrupt` */
export function readLatentFile(file: GeneratorFile): LatentFile {
  const { size, kinds, colours, combinations, taste, ...options } = readSectionOptions(file, OptionsSchema);
  const conditions = new Conditions(kinds, colours, taste, combinations);
  const generator = new LatentGenerator(conditions, size, options);
  generator.adopt(
    readWeights(file, 'decoder', generator.decoder.shapes),
    readWeights(file, 'flow', generator.flow.shapes),
    {
      mean: readTensor(file, 'codes.mean', [Float32Array], [options.codeChannels]),
      deviation: readTensor(file, 'codes.deviation', [Float32Array], [options.codeChannels]),
    },
  );
  const gallery = Gallery.read(file, { channels: 3, kinds: kinds.length, colours: colours.length, taste });
  const codes = ProductCodes.read(file, gallery.products, (size / STRIDE) ** 2 * options.codeChannels);
  return { generator, gallery, codes };
}

/** Weights of a net by their shapes' names: matrices in 8 bits with a scale for each output, all else in 32. */
function readWeights(file: GeneratorFile, net: string, shapes: Shapes): NamedTensors {
  const entries = Object.entries(shapes).map(([name, shape]) => {
    if (!name.endsWith('.weights'))
      return [name, { shape, data: readTensor(file, `${net}.${name}`, [Float32Array], shape) }];
    const outputs = shape.at(-1)!;
    const levels = readTensor(file, `${net}.${name}`, [Int8Array], shape);
    const scales = readTensor(file, `${net}.${name.replace(/weights$/, 'scales')}`, [Float32Array], [outputs]);
    return [name, { shape, data: Float32Array.from(levels, (level, i) => level * scales[i % outputs]) }];
  });
  return Object.fromEntries(entries);
}

/** As `readWeights` reads them. */
function weightTensors(net: string, weights: NamedTensors): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (const [name, { shape, data }] of Object.entries(weights)) {
    if (!name.endsWith('.weights')) {
      tensors[`${net}.${name}`] = { shape, data };
      continue;
    }
    const outputs = shape.at(-1)!;
    const most = new Float32Array(outputs).fill(1e-12);
    data.forEach((value, i) => {
      most[i % outputs] = Math.max(most[i % outputs], Math.abs(value));
    });
    const scales = most.map((value) => value / 127);
    const levels = Int8Array.from(data, (value, i) => Math.round(value / scales[i % outputs]));
    tensors[`${net}.${name}`] = { shape, data: levels };
    tensors[`${net}.${name.replace(/weights$/, 'scales')}`] = { shape: [outputs], data: scales };
  }
  return tensors;
}
