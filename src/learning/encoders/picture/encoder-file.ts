import type { NamedTensors } from '../../../contract/tensors.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import { quantiseRows, restoreRows } from '../../../kernels/scoring/quantise.ts';
import { corruptPack } from '../../../pack/corrupt-pack.ts';
import { readGenerator, writeGenerator } from '../../../pack/generator-file.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { PictureGallery } from '../../../pack/picture-gallery.ts';
import { readSectionOptions, readTensor } from '../../../pack/section.ts';
import { PictureEncoder } from './picture-encoder.ts';

const width = plain.whole(1, 1024);
const OptionsSchema = plain.fields({
  size: plain.oneOf([16, 24, 32, 40, 48, 56, 64]),
  widths: plain.list(width, 3, 4),
  kind: width,
  look: width,
  leftOut: plain.whole(0, 99),
});

/** A picture encoder, and the shop's products by the vectors that it gave their pictures. */
export interface EncoderFile {
  encoder: PictureEncoder;
  gallery: PictureGallery;
  /** Percent of the products whose pictures were kept from training, to measure it by. */
  leftOut: number;
}

export function writeEncoderFile(
  { encoder, gallery, leftOut }: EncoderFile,
  metrics: Record<string, number>,
): Uint8Array<ArrayBuffer> {
  return writeGenerator({
    kind: 'picture-encoder',
    created: new Date().toISOString(),
    metrics,
    options: { ...encoder.shape, leftOut },
    tensors: { ...rounded(encoder.weights), ...gallery.tensors() },
  });
}

/** @throws VitrineError `pack-corrupt` */
export function readEncoderFile(bytes: Uint8Array<ArrayBuffer>): EncoderFile {
  const file = readGenerator(bytes, 'picture-encoder');
  const { leftOut, ...shape } = readSectionOptions(file, OptionsSchema);
  const halvings = shape.widths.length;
  if (shape.size % 2 ** halvings !== 0) throw corruptPack(`${shape.size} pixels cannot be halved ${halvings} times`);
  const encoder = new PictureEncoder(shape);
  encoder.adopt(restored(file, encoder.shapes));
  return { encoder, gallery: PictureGallery.read(file, shape), leftOut };
}

/** Bytes of the weights alone. */
export function bytesOfWeights({ weights }: PictureEncoder): number {
  return Object.values(rounded(weights)).reduce((sum, { data }) => sum + data.byteLength, 0);
}

/** Weights in bytes, with a scale for each output; biases as they are. */
function rounded(weights: NamedTensors): PackSection['tensors'] {
  const tensors: PackSection['tensors'] = {};
  for (const [name, { shape, data }] of Object.entries(weights)) {
    if (shape.length === 1) {
      tensors[name] = { shape: [...shape], data };
      continue;
    }
    const outputs = shape.at(-1)!;
    const rows = quantiseRows(turned(data, outputs), data.length / outputs);
    tensors[name] = { shape: [outputs, data.length / outputs], data: rows.data };
    tensors[`${name}.scales`] = { shape: [outputs], data: rows.scales };
  }
  return tensors;
}

/** @throws VitrineError `pack-corrupt` */
function restored(file: PackSection, shapes: Readonly<Record<string, readonly number[]>>): NamedTensors {
  const weights: NamedTensors = {};
  for (const [name, shape] of Object.entries(shapes)) {
    if (shape.length === 1) {
      weights[name] = { shape, data: readTensor(file, name, [Float32Array], shape) };
      continue;
    }
    const outputs = shape.at(-1)!;
    const inputs = shape.reduce((product, length) => product * length, 1) / outputs;
    const data = readTensor(file, name, [Int8Array], [outputs, inputs]);
    const scales = readTensor(file, `${name}.scales`, [Float32Array], [outputs]);
    weights[name] = { shape, data: turned(restoreRows({ data, scales }, inputs), inputs) };
  }
  return weights;
}

/** A matrix with its rows as columns. @param columns of the matrix as it is */
function turned(data: Float32Array, columns: number): Float32Array {
  const rows = data.length / columns;
  return Float32Array.from(data, (_, at) => data[(at % rows) * columns + Math.floor(at / rows)]);
}
