import { VitrineError } from '../../../contract/errors.ts';
import type { LookAlikes } from '../../../contract/look-alikes.ts';
import type { ProductId } from '../../../contract/product.ts';
import { restoreRows } from '../../../kernels/scoring/quantise.ts';
import { BestRows } from '../../../kernels/scoring/top-k.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { readTensor } from '../../../pack/section.ts';
import { readProductIds } from '../../../pack/sections/products.ts';
import type { EncoderShape } from './encoder-net.ts';

/** How much the half that tells what a picture shows counts beside the one that tells how it looks. */
const KIND_SHARE = 0.5;

/** The shop's products by the vectors of their pictures. */
export class PictureGallery {
  readonly #rows: ReadonlyMap<ProductId, number>;
  readonly #width: number;

  /** @param vectors one each; a half of a vector has length 1. [products, kind + look] */
  constructor(
    readonly products: readonly ProductId[],
    readonly vectors: Float32Array,
    readonly halves: Pick<EncoderShape, 'kind' | 'look'>,
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
    const { kind } = this.halves;
    const weighted = vector.map((value, i) => value * (i < kind ? KIND_SHARE : 1 - KIND_SHARE));
    const best = new BestRows(Math.min(count, this.products.length), this.products.length);
    for (let row = 0, at = 0; row < this.products.length; row++) {
      let sum = 0;
      for (let i = 0; i < this.#width; i++) sum += weighted[i] * this.vectors[at++];
      best.offer(row, sum);
    }
    const { items: rows, scores } = best.take();
    return { products: Array.from(rows, (row) => this.products[row]), likeness: scores };
  }

  /** @throws VitrineError `pack-corrupt` */
  static read(section: PackSection, halves: Pick<EncoderShape, 'kind' | 'look'>): PictureGallery {
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
