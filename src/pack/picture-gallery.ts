import { VitrineError } from '../contract/errors.ts';
import type { LookAlikes } from '../contract/look-alikes.ts';
import type { ProductId } from '../contract/product.ts';
import * as plain from '../contract/validation/plain-data.ts';
import { quantiseRows, restoreRows } from '../kernels/scoring/quantise.ts';
import { BestRows } from '../kernels/scoring/top-k.ts';
import { readGenerator } from './generator-file.ts';
import type { PackSection } from './pack.ts';
import { readSectionOptions, readTensor } from './section.ts';
import { readProductIds, writeProductIds } from './sections/products.ts';

/** How much the half that tells what a picture shows counts beside the one that tells how it looks. */
const KIND_SHARE = 0.5;

/** Numbers of each half of a vector. */
interface Halves {
  kind: number;
  look: number;
}
const width = plain.whole(1, 1024);
const HalvesOfFile = plain.fields({ kind: width, look: width });

/** How alike the picture of each product is to another: 1 for the same. [products] */
export type Likenesses = Float32Array;

/** The shop's products by the vectors of their pictures. */
export class PictureGallery {
  readonly #rows: ReadonlyMap<ProductId, number>;
  readonly #width: number;

  /** @param vectors one each; a half of a vector has length 1. [products, kind + look] */
  constructor(
    readonly products: readonly ProductId[],
    readonly vectors: Float32Array,
    readonly halves: Halves,
  ) {
    this.#rows = new Map(products.map((product, row) => [product, row]));
    this.#width = halves.kind + halves.look;
  }

  /** The vector of a product's own picture; undefined where none was known. */
  vectorOf(product: ProductId): Float32Array | undefined {
    const row = this.#rows.get(product);
    return row === undefined ? undefined : this.vectors.subarray(row * this.#width, (row + 1) * this.#width);
  }

  /** The vectors at length 1, so that the dot product of two is how alike the pictures are. [count, kind + look] */
  weighed(vectors: Float32Array): Float32Array {
    const [ofKind, ofLook] = [Math.sqrt(KIND_SHARE), Math.sqrt(1 - KIND_SHARE)];
    return vectors.map((value, i) => value * (i % this.#width < this.halves.kind ? ofKind : ofLook));
  }

  nearest(vector: Float32Array, count: number): LookAlikes {
    const best = new BestRows(Math.min(count, this.products.length), this.products.length);
    this.#likenesses(vector).forEach((likeness, row) => {
      best.offer(row, likeness);
    });
    const { items: rows, scores } = best.take();
    return { products: Array.from(rows, (row) => this.products[row]), likeness: scores };
  }

  /** To the picture of this product; undefined where none was known. */
  likenessesTo(product: ProductId): Likenesses | undefined {
    const vector = this.vectorOf(product);
    return vector && this.#likenesses(vector);
  }

  #likenesses(vector: Float32Array): Likenesses {
    const { kind } = this.halves;
    const weighted = vector.map((value, i) => value * (i < kind ? KIND_SHARE : 1 - KIND_SHARE));
    const likenesses = new Float32Array(this.products.length);
    for (let row = 0, at = 0; row < likenesses.length; row++) {
      let sum = 0;
      for (let i = 0; i < this.#width; i++) sum += weighted[i] * this.vectors[at++];
      likenesses[row] = sum;
    }
    return likenesses;
  }

  /** Of an encoder's file. @throws VitrineError `pack-corrupt` */
  static open(bytes: Uint8Array<ArrayBuffer>): PictureGallery {
    const file = readGenerator(bytes, 'picture-encoder');
    return PictureGallery.read(file, readSectionOptions(file, HalvesOfFile));
  }

  /** For a file: vectors in bytes, with a scale for each half. */
  tensors(): PackSection['tensors'] {
    const ids = writeProductIds(this.products);
    const count = this.products.length;
    const tensors: PackSection['tensors'] = {
      'product.ids': ids.tensors.ids,
      'product.offsets': ids.tensors.offsets,
    };
    let from = 0;
    for (const half of ['kind', 'look'] as const) {
      const width = this.halves[half];
      const values = new Float32Array(count * width);
      for (let row = 0; row < count; row++) {
        const start = row * this.#width + from;
        values.set(this.vectors.subarray(start, start + width), row * width);
      }
      const { data, scales } = quantiseRows(values, width);
      tensors[`product.${half}`] = { shape: [count, width], data };
      tensors[`product.${half}.scales`] = { shape: [count], data: scales };
      from += width;
    }
    return tensors;
  }

  /** @throws VitrineError `pack-corrupt` */
  static read(section: PackSection, halves: Halves): PictureGallery {
    const products = readProductIds({
      options: {},
      tensors: { ids: section.tensors['product.ids'], offsets: section.tensors['product.offsets'] },
    });
    const count = products.length;
    const all = halves.kind + halves.look;
    const vectors = new Float32Array(count * all);
    let from = 0;
    for (const half of ['kind', 'look'] as const) {
      const width = halves[half];
      const data = readTensor(section, `product.${half}`, [Int8Array], [count, width]);
      const scales = readTensor(section, `product.${half}.scales`, [Float32Array], [count]);
      if (!scales.every(Number.isFinite)) throw unusable('a product has a vector that is no number');
      const values = restoreRows({ data, scales }, width);
      for (let row = 0; row < count; row++) {
        vectors.set(values.subarray(row * width, (row + 1) * width), row * all + from);
      }
      from += width;
    }
    return new PictureGallery(products, vectors, halves);
  }
}

function unusable(what: string): VitrineError {
  return new VitrineError('pack-corrupt', `The encoder cannot be used: ${what}.`, { remedy: 'Train it again.' });
}
