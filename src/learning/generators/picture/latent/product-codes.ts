import type { ProductId } from '../../../../contract/product.ts';
import type { PackSection, Tensor } from '../../../../pack/pack.ts';
import { readTensor } from '../../../../pack/section.ts';

/** Levels that a stored code has: two of them are in a byte. */
const LEVELS = 16;

/** The codes of the real products' pictures, from which pictures like them are made. */
export class ProductCodes {
  readonly #rows: ReadonlyMap<ProductId, number>;

  constructor(
    products: readonly ProductId[],
    /** Two codes a byte, the first in its lower half. [products, codes / 2] */
    private readonly levels: Uint8Array,
    private readonly width: number,
  ) {
    this.#rows = new Map(products.map((product, row) => [product, row]));
  }

  /** @param width codes of one picture @throws VitrineError `pack-corrupt` */
  static read(section: PackSection, products: readonly ProductId[], width: number): ProductCodes {
    const levels = readTensor(section, 'product.codes', [Uint8Array], [products.length, width / 2]);
    return new ProductCodes(products, levels, width);
  }

  /** Those of some products, all of which are known. */
  of(products: readonly ProductId[]): ProductCodes {
    const each = this.width / 2;
    const levels = new Uint8Array(products.length * each);
    products.forEach((product, i) => {
      const start = this.#rows.get(product)! * each;
      levels.set(this.levels.subarray(start, start + each), i * each);
    });
    return new ProductCodes(products, levels, this.width);
  }

  save(): Record<string, Tensor> {
    return { 'product.codes': { shape: [this.#rows.size, this.width / 2], data: this.levels } };
  }

  /** In −1…1. [side, side, channels] */
  get(product: ProductId): Float32Array | undefined {
    const row = this.#rows.get(product);
    if (row === undefined) return undefined;
    const start = (row * this.width) / 2;
    return Float32Array.from({ length: this.width }, (_, i) => {
      const level = (this.levels[start + (i >> 1)] >> (4 * (i & 1))) & (LEVELS - 1);
      return (2 * level) / (LEVELS - 1) - 1;
    });
  }
}
