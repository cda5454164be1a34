import { VitrineError } from '../../contract/errors.ts';
import type { ProductId } from '../../contract/product.ts';
import { gramOf } from '../../kernels/encoders/fold-in.ts';
import { inPrecision } from '../../learning/models/vector-precision.ts';
import { writeSection } from '../../pack/layout.ts';
import type { Pack, PackSection } from '../../pack/pack.ts';
import { writePack } from '../../pack/pack-file.ts';
import { ALS } from '../../pack/sections/als.ts';
import { SVD } from '../../pack/sections/svd.ts';
import { writeVectors } from '../../pack/sections/vectors.ts';
import { misfitOf, plainId } from '../log/identity.ts';
import { LogReport } from '../log/log-report.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import { TRAINING_OPTIONS } from '../options/training-options.ts';
import type { Matrix } from './read-npy.ts';

export const IMPORT_OPTIONS = {
  section: {
    type: 'choice',
    values: ['svd', 'als'],
    default: 'svd',
    meaning:
      "what reads the vectors. svd: a visitor's vector is the sum of their products', as with two towers and with encoders of " +
      'text or pictures; als: it is solved for, as with item factors of implicit ALS',
  },
  similarity: {
    type: 'choice',
    values: ['dot', 'cosine'],
    default: 'dot',
    meaning: 'dot: vectors as they are; cosine: each of length 1, as encoders of text and pictures are compared',
  },
  decay: {
    type: 'number',
    least: 0.01,
    most: 1,
    default: 0.8,
    meaning: 'what an item of the history counts against the next one',
  },
  ridge: { type: 'number', least: 1e-6, most: 1000, default: 0.003, meaning: "of als: the training's regularisation" },
  unobserved: {
    type: 'number',
    least: 1e-6,
    most: 1,
    default: 0.003,
    meaning: 'of als: the weight of a product that a visitor has not met, against 1',
  },
  weight: {
    type: 'number',
    least: 0,
    most: 1000,
    default: 1,
    meaning: 'how much the source counts beside the others of the pack, where weights fuse them',
  },
  vectors: TRAINING_OPTIONS.vectors,
} as const satisfies Options;

/** Vectors of products, wherever they were made. */
export interface GivenVectors extends Matrix {
  /** The product of each row. [rows] */
  ids: readonly string[];
}

/**
 * Makes a pack's section of anybody's vectors: into a pack that there is, or a new one that holds nothing else.
 * @param into the pack whose products count; default: a new one
 * @param known the shop's products, of which alone a new pack is made. Default: all that have a vector
 * @throws VitrineError `bad-options` where ids repeat, or none is known
 */
export function importVectors(
  vectors: GivenVectors,
  given: Given<typeof IMPORT_OPTIONS>,
  { into, known }: { into?: Pack | undefined; known?: ReadonlySet<string> | undefined },
): { pack: Uint8Array<ArrayBuffer>; products: number; report: LogReport } {
  const options = resolveOptions(IMPORT_OPTIONS, given);
  const report = new LogReport();
  const rowOf = usableRows(vectors, into === undefined ? known : new Set(into.productIds), report);
  const productIds: readonly ProductId[] = into?.productIds ?? [...rowOf.keys()];
  const table = new Float32Array((productIds.length + 1) * vectors.width);
  let missing = 0;
  productIds.forEach((id, i) => {
    const row = rowOf.get(id);
    if (row === undefined) missing++;
    else table.set(rowAt(vectors, row), (i + 1) * vectors.width);
  });
  if (options.similarity === 'cosine') toUnitLength(table, vectors.width);
  if (missing > 0) report.remarks.push(`${missing} of ${productIds.length} products of the pack have no vector.`);
  const features = into?.sections.ranker?.options.features;
  if (Array.isArray(features) && !features.some((feature) => String(feature).startsWith(`${options.section}.`))) {
    report.remarks.push("The pack's learned ranker does not know this source: what it finds is ranked by the others.");
  }
  const section = sectionOf(table, vectors.width, options);
  const pack: Pack = {
    manifest: {
      unit: 'visitor',
      minShoppers: 1,
      metrics: {},
      ...into?.manifest,
      weights: { ...into?.manifest.weights, [options.section]: options.weight },
      created: new Date().toISOString(),
    },
    productIds,
    sections: { ...into?.sections, [options.section]: inPrecision(section, options.vectors, 1) },
  };
  return { pack: writePack(pack), products: productIds.length - missing, report };
}

/** The row of each product whose vector can be used; what is left out is counted. */
function usableRows(vectors: GivenVectors, known: ReadonlySet<string> | undefined, report: LogReport) {
  const rowOf = new Map<string, number>();
  const twice = new Set<string>();
  let [unknown, example] = [0, ''];
  for (let row = 0; row < vectors.rows; row++) {
    report.rows++;
    const id = plainId(vectors.ids[row]);
    const misfit = id === '' ? 'without an id' : misfitOf(id);
    const vector = rowAt(vectors, row);
    if (misfit !== undefined) report.refuse(misfit);
    else if (rowOf.has(id)) twice.add(id);
    else if (!vector.every(Number.isFinite)) report.refuse('with numbers that are not finite');
    else if (vector.every((number) => number === 0)) report.refuse('that are all zeros');
    else if (known?.has(id) === false) {
      unknown++;
      example ||= id;
    } else rowOf.set(id, row);
  }
  if (unknown > 0) report.refuse(`of products that are not known, such as ${example.slice(0, 60)}`, unknown);
  if (twice.size > 0) {
    throw new VitrineError('bad-options', `${twice.size} ids occur twice, such as ${[...twice][0].slice(0, 60)}.`, {
      remedy: 'Give one vector a product.',
    });
  }
  if (rowOf.size > 0) return rowOf;
  throw new VitrineError('bad-options', `No vector can be used: ${report.lines().join('; ') || 'there is none'}.`, {
    remedy: 'Check that the ids are those of the shop (SKU, variant, parent), and that the vectors are numbers.',
  });
}

const rowAt = ({ data, width }: Matrix, row: number): Float32Array => data.subarray(row * width, (row + 1) * width);

function toUnitLength(table: Float32Array, width: number): void {
  for (let at = 0; at < table.length; at += width) {
    const row = table.subarray(at, at + width);
    const length = Math.hypot(...row) || 1;
    for (let k = 0; k < width; k++) row[k] /= length;
  }
}

type ImportChoices = ReturnType<typeof resolveOptions<typeof IMPORT_OPTIONS>>;

function sectionOf(table: Float32Array, width: number, options: ImportChoices): PackSection {
  const { decay, ridge, unobserved } = options;
  const items = table.length / width - 1;
  const { tensors, restored } = writeVectors(table, width);
  if (options.section === 'svd') {
    return writeSection(SVD, items, { width, decay }, { reading: new Float32Array(items + 1).fill(1) }, tensors);
  }
  const gram = Float32Array.from(gramOf(restored, width));
  return writeSection(ALS, items, { width, unobserved, ridge, decay }, { gram }, tensors);
}
