import type { Catalogue } from '../../../catalogue/catalogue.ts';

/** What a shop sorts by: the products on one path of categories, or those of one brand. */
export interface Shelf {
  /** Of the path, from broad to narrow; of a brand, its name alone. */
  names: readonly string[];
  /** Item rows. */
  rows: number[];
  /** Interactions with them. */
  interactions: number;
}

/** Which kinds of products there are: each a path of categories under a brand. */
export interface Kinds {
  paths: Shelf[];
  brands: Shelf[];
  /** Rows by kind. */
  held: Map<KindKey, number[]>;
}

/** Places in `paths` and `brands`, as one number. */
export type KindKey = number & { readonly __brand: 'KindKey' };

/** More brands than any shop has. */
const BRANDS = 1 << 24;

export const kindKey = (path: number, brand: number): KindKey => (path * BRANDS + brand) as KindKey;
export const pathOf = (key: KindKey): number => Math.floor(key / BRANDS);
export const brandOf = (key: KindKey): number => key % BRANDS;

/** @param interactions with each item row; those beyond its end have none */
export function kindsOf(catalogue: Catalogue, interactions: ArrayLike<number>): Kinds {
  const paths = new Shelves();
  const brands = new Shelves();
  const held: Kinds['held'] = new Map();
  for (let row = 1; row < catalogue.rows; row++) {
    const product = catalogue.product(row);
    const path = paths.put(product?.categories ?? [], row, interactions[row] ?? 0);
    const brand = brands.put(product?.brand === undefined ? [] : [product.brand], row, interactions[row] ?? 0);
    if (path === undefined || brand === undefined) continue;
    const key = kindKey(path, brand);
    const rows = held.get(key);
    if (rows === undefined) held.set(key, [row]);
    else rows.push(row);
  }
  return { paths: paths.list, brands: brands.list, held };
}

class Shelves {
  readonly list: Shelf[] = [];
  readonly #places = new Map<string, number>();

  /** @returns the shelf's place; undefined where the product says nothing that would name one */
  put(names: readonly string[], row: number, interactions: number): number | undefined {
    if (names.length === 0) return undefined;
    const key = JSON.stringify(names);
    const place = this.#places.get(key) ?? this.list.length;
    if (place === this.list.length) {
      this.#places.set(key, place);
      this.list.push({ names, rows: [], interactions: 0 });
    }
    this.list[place].rows.push(row);
    this.list[place].interactions += interactions;
    return place;
  }
}
