import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { passes } from '../../../catalogue/filter.ts';
import { timeAdded } from '../../../catalogue/time-added.ts';
import { PADDING, type Product, type ProductId } from '../../../contract/product.ts';
import type { RuleTarget } from '../../../contract/recommendation.ts';
import type { Bitset } from '../../../kernels/scoring/bitset.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import { keptTarget } from './kept-targets.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The products that a rule concerns, of those that may be on the list. */
export interface Targets {
  /** Rows of the catalogue. */
  readonly rows: Bitset;
  /** Of any row, a guest's too. */
  has(item: number): boolean;
}

/** What a rule can ask of the list that it works on. */
export class RuleScope {
  readonly #catalogue: Catalogue;
  readonly #context: VisitorContext;
  readonly #now: number;

  /** @param now milliseconds */
  constructor(catalogue: Catalogue, context: VisitorContext, now: number) {
    this.#catalogue = catalogue;
    this.#context = context;
    this.#now = now;
  }

  targets(target: RuleTarget): Targets {
    const { products, addedWithin, inStock, ...conditions } = target;
    const { guests, allowed } = this.#context;
    const kept = keptTarget(this.#catalogue, target).rows;
    const since = addedWithin === undefined ? undefined : this.#now - addedWithin * DAY_MS;
    const narrows = inStock !== undefined || since !== undefined;
    const fits = (inStockNow: boolean, added: () => number): boolean =>
      (inStock === undefined || inStockNow === inStock) && (since === undefined || this.#isBetween(since, added()));
    const rowFits = (row: number): boolean =>
      fits(this.#catalogue.available.has(row), () => addedOf(this.#catalogue, row));
    const named = (row: number): boolean => (products !== undefined || allowed.has(row)) && (kept?.has(row) ?? true);
    let rows: Bitset | undefined;
    return {
      // Rules that ask about candidates need no rows, and the dates of a whole catalogue are not read for them.
      get rows() {
        rows ??= rowsThat(
          kept === undefined ? allowed : products ? kept : inBoth(kept, allowed),
          narrows ? rowFits : undefined,
        );
        return rows;
      },
      has: (item) => {
        const guest = guests?.size ? guests.get(item) : undefined;
        if (guest === undefined) return named(item) && (!narrows || rowFits(item));
        return (
          passes(guest, conditions) &&
          (products?.includes(guest.id) ?? true) &&
          fits(guest.inStock !== false, () => timeAdded(guest.added))
        );
      },
    };
  }

  /** Names of a target that the shop does not have. */
  unknownOf(target: RuleTarget): string[] {
    const { products, categories, brands } = keptTarget(this.#catalogue, target).unknown;
    const guests = [...(this.#context.guests?.values() ?? [])];
    return [
      ...products.filter((id) => !guests.some((guest) => guest.id === id)),
      ...categories.filter((name) => !guests.some((guest) => passes(guest, { categories: [name] }))),
      ...brands.filter((name) => !guests.some((guest) => passes(guest, { brands: [name] }))),
    ];
  }

  /** Whether the shop has the product, to be shown or not. */
  knows(id: ProductId): boolean {
    const guests = [...(this.#context.guests?.values() ?? [])];
    return this.#catalogue.isListed(this.#catalogue.itemOf(id) ?? PADDING) || guests.some((guest) => guest.id === id);
  }

  /** The row of a product that may be on the list. */
  itemOf(id: ProductId): number | undefined {
    const item = this.#catalogue.itemOf(id);
    return item !== undefined && this.#context.allowed.has(item) ? item : undefined;
  }

  product(item: number): Product {
    return (this.#context.guests?.get(item) ?? this.#catalogue.product(item))!;
  }

  #isBetween(since: number, added: number): boolean {
    return added >= since && added <= this.#now;
  }
}

export const inBoth = (rows: Bitset, others: Bitset): Bitset => {
  const shared = rows.clone();
  for (let word = 0; word < shared.words.length; word++) shared.words[word] &= others.words[word];
  return shared;
};

function rowsThat(rows: Bitset, fits: ((row: number) => boolean) | undefined): Bitset {
  if (fits === undefined) return rows;
  const fitting = rows.clone();
  for (let row = 1; row < rows.size; row++) if (rows.has(row) && !fits(row)) fitting.delete(row);
  return fitting;
}

/** When products came to the shop, by row; NaN until it is read. */
const times = new WeakMap<Catalogue, Float64Array>();

/** Milliseconds; 0 without a date. A record is read once. */
function addedOf(catalogue: Catalogue, row: number): number {
  const known = times.get(catalogue) ?? new Float64Array(catalogue.rows).fill(Number.NaN);
  times.set(catalogue, known);
  if (Number.isNaN(known[row])) known[row] = timeAdded(catalogue.product(row)?.added);
  return known[row];
}
