import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { numbersOf, passes, passing, rowsOf } from '../../../catalogue/filter.ts';
import { timeAdded } from '../../../catalogue/time-added.ts';
import { PADDING, type Product, type ProductId } from '../../../contract/product.ts';
import type { RuleTarget } from '../../../contract/recommendation.ts';
import type { Bitset } from '../../../kernels/scoring/bitset.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';

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

  targets({ products, addedWithin, inStock, ...conditions }: RuleTarget): Targets {
    const { guests, allowed } = this.#context;
    const named = passing(this.#catalogue, conditions, products ? rowsOf(this.#catalogue, products) : allowed);
    const since = addedWithin === undefined ? undefined : this.#now - addedWithin * DAY_MS;
    const narrows = inStock !== undefined || since !== undefined;
    const fits = (inStockNow: boolean, added: () => number): boolean =>
      (inStock === undefined || inStockNow === inStock) && (since === undefined || this.#isBetween(since, added()));
    const rowFits = (row: number): boolean =>
      fits(this.#catalogue.available.has(row), () => addedOf(this.#catalogue, row));
    let rows: Bitset | undefined;
    return {
      // The dates of a whole catalogue are read for the rules that need all rows, and not for those that ask about candidates.
      get rows() {
        rows ??= narrows ? rowsThat(named, rowFits) : named;
        return rows;
      },
      has: (item) => {
        const guest = guests?.get(item);
        if (guest === undefined) return named.has(item) && (!narrows || rowFits(item));
        return (
          passes(guest, conditions) &&
          (products?.includes(guest.id) ?? true) &&
          fits(guest.inStock !== false, () => timeAdded(guest.added))
        );
      },
    };
  }

  /** Names of a target that the catalogue does not have. */
  unknownOf({ products = [], categories = [], brands = [] }: RuleTarget): string[] {
    const guests = [...(this.#context.guests?.values() ?? [])];
    const { features } = this.#catalogue;
    return [
      ...products.filter((id) => !this.knows(id)),
      ...categories.filter(
        (name) =>
          numbersOf(features.categories, name).length === 0 &&
          !guests.some((guest) => passes(guest, { categories: [name] })),
      ),
      ...brands.filter(
        (name) =>
          numbersOf(features.brands, name).length === 0 && !guests.some((guest) => passes(guest, { brands: [name] })),
      ),
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

function rowsThat(rows: Bitset, fits: (row: number) => boolean): Bitset {
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
