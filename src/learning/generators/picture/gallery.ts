import { VitrineError } from '../../../contract/errors.ts';
import type { ProductId } from '../../../contract/product.ts';
import type { PackSection, Tensor } from '../../../pack/pack.ts';
import { readTensor } from '../../../pack/section.ts';
import { readProductIds, writeProductIds } from '../../../pack/sections/products.ts';
import { featureWidth, pictureFeatures } from './picture-features.ts';
import { type PictureSet, type Pixels, someOf } from './picture-set.ts';

/** Products that a file knows by their pictures, at most: they cost some hundred bytes each. */
const MOST_PRODUCTS = 4000;

export interface GalleryProduct {
  product: ProductId;
  /** Index of its kind. */
  kind: number;
  /** Index of its colour; undefined where colours are not distinguished. */
  colour?: number;
  /** Empty where tastes are not distinguished. */
  taste: Float32Array;
}

/** What a generator remembers of the real products' pictures, so that each made one can stand beside those it is like. */
export class Gallery {
  readonly #rows: ReadonlyMap<ProductId, number>;

  constructor(
    readonly products: readonly ProductId[],
    private readonly kinds: Uint16Array,
    private readonly colours: Uint16Array | undefined,
    private readonly tastes: Float32Array,
    /** Picture features in 255ths. [products, width] */
    private readonly features: Uint8Array,
    private readonly width: number,
  ) {
    this.#rows = new Map(products.map((product, row) => [product, row]));
  }

  /** Of the set's products, spread evenly over it where they are too many. */
  static of(set: PictureSet): Gallery {
    const { products = [], taste, kindOf, colourOf } = set;
    const count = Math.min(products.length, MOST_PRODUCTS);
    const rows = Int32Array.from({ length: count }, (_, i) => Math.floor((i * products.length) / Math.max(1, count)));
    const { data, width } = pictureFeatures(someOf(set, rows));
    const tastes = new Float32Array(count * (taste?.width ?? 0));
    if (taste) {
      rows.forEach((row, i) => {
        tastes.set(taste.vectors.subarray(row * taste.width, (row + 1) * taste.width), i * taste.width);
      });
    }
    return new Gallery(
      Array.from(rows, (row) => products[row]),
      Uint16Array.from(rows, (row) => kindOf[row]),
      colourOf && Uint16Array.from(rows, (row) => colourOf[row]),
      tastes,
      Uint8Array.from(data, (value) => Math.round(255 * value)),
      width,
    );
  }

  get(product: ProductId): GalleryProduct | undefined {
    const row = this.#rows.get(product);
    if (row === undefined) return undefined;
    const width = this.tastes.length / this.products.length;
    return {
      product,
      kind: this.kinds[row],
      ...(this.colours && { colour: this.colours[row] }),
      taste: this.tastes.slice(row * width, (row + 1) * width),
    };
  }

  /** Of each kind, how many products. */
  counts(kinds: number): number[] {
    const counts = new Array<number>(kinds).fill(0);
    for (const kind of this.kinds) counts[kind]++;
    return counts;
  }

  /** The products of some kinds, which are numbered anew in this order; without tastes. */
  ofKinds(kinds: readonly number[]): Gallery {
    const rows = Int32Array.from(this.products.keys()).filter((row) => kinds.includes(this.kinds[row]));
    const features = new Uint8Array(rows.length * this.width);
    rows.forEach((row, i) => {
      features.set(this.features.subarray(row * this.width, (row + 1) * this.width), i * this.width);
    });
    return new Gallery(
      Array.from(rows, (row) => this.products[row]),
      Uint16Array.from(rows, (row) => kinds.indexOf(this.kinds[row])),
      this.colours && Uint16Array.from(rows, (row) => this.colours![row]),
      new Float32Array(),
      features,
      this.width,
    );
  }

  /** The products of a kind whose pictures are most like each of these, nearest first. @param kinds of the pictures */
  nearest(pictures: Pixels, kinds: ArrayLike<number>, count: number): ProductId[][] {
    const { data, width } = pictureFeatures(pictures);
    return Array.from({ length: data.length / width }, (_, i) => {
      const own = data.subarray(i * width, (i + 1) * width);
      const found = this.products
        .map((product, row) => ({ product, row }))
        .filter(({ row }) => this.kinds[row] === kinds[i])
        .map(({ product, row }) => ({ product, distance: this.#distance(own, row) }));
      found.sort((a, b) => a.distance - b.distance);
      return found.slice(0, count).map(({ product }) => product);
    });
  }

  save(): PackSection {
    const ids = writeProductIds(this.products);
    const count = this.products.length;
    const tensors: Record<string, Tensor> = {
      'product.ids': ids.tensors.ids,
      'product.offsets': ids.tensors.offsets,
      'product.kinds': { shape: [count], data: this.kinds },
      'product.tastes': { shape: [count, this.tastes.length / Math.max(1, count)], data: this.tastes },
      'product.features': { shape: [count, this.width], data: this.features },
    };
    if (this.colours) tensors['product.colours'] = { shape: [count], data: this.colours };
    return { options: {}, tensors };
  }

  /** @throws VitrineError `pack-corrupt` */
  static read(section: PackSection, is: { channels: number; kinds: number; colours: number; taste: number }): Gallery {
    const products = readProductIds({
      options: {},
      tensors: { ids: section.tensors['product.ids'], offsets: section.tensors['product.offsets'] },
    });
    const count = products.length;
    const width = featureWidth(is.channels);
    const kinds = readTensor(section, 'product.kinds', [Uint16Array], [count]);
    const colours =
      is.colours > 0 && count > 0 ? readTensor(section, 'product.colours', [Uint16Array], [count]) : undefined;
    for (const [name, values, below] of [
      ['kind', kinds, is.kinds] as const,
      ['colour', colours, is.colours] as const,
    ]) {
      if (values?.some((value) => value >= below)) throw unusable(`a product has a ${name} that there is not`);
    }
    return new Gallery(
      products,
      kinds,
      colours,
      readTensor(section, 'product.tastes', [Float32Array], [count, count > 0 ? is.taste : 0]),
      readTensor(section, 'product.features', [Uint8Array], [count, width]),
      width,
    );
  }

  #distance(features: Float32Array, row: number): number {
    let sum = 0;
    for (let i = 0; i < this.width; i++) sum += (features[i] - this.features[row * this.width + i] / 255) ** 2;
    return Math.sqrt(sum);
  }
}

function unusable(what: string): VitrineError {
  return new VitrineError('pack-corrupt', `The generator cannot be used: ${what}.`, { remedy: 'Train it again.' });
}
