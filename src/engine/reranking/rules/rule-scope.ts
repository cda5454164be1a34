import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { passes, passing, rowsOf } from '../../../catalogue/filter.ts';
import type { Product, ProductId } from '../../../contract/product.ts';
import type { RuleTarget } from '../../../contract/recommendation.ts';
import type { Bitset } from '../../../kernels/scoring/bitset.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';

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

  constructor(catalogue: Catalogue, context: VisitorContext) {
    this.#catalogue = catalogue;
    this.#context = context;
  }

  targets({ products, ...conditions }: RuleTarget): Targets {
    const { guests, allowed } = this.#context;
    const rows = passing(this.#catalogue, conditions, products ? rowsOf(this.#catalogue, products) : allowed);
    return {
      rows,
      has(item) {
        const guest = guests?.get(item);
        if (guest === undefined) return rows.has(item);
        return passes(guest, conditions) && (products?.includes(guest.id) ?? true);
      },
    };
  }

  /** The row of a product that may be on the list. */
  itemOf(id: ProductId): number | undefined {
    const item = this.#catalogue.itemOf(id);
    return item !== undefined && this.#context.allowed.has(item) ? item : undefined;
  }

  product(item: number): Product {
    return (this.#context.guests?.get(item) ?? this.#catalogue.product(item))!;
  }
}
