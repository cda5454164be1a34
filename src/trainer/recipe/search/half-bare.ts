import { Catalogue } from '../../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import type { Product } from '../../../contract/product.ts';
import { TextTable } from '../../../kernels/compact/text-table.ts';

/** A label that products were searched for by, which none of these has. */
export interface AttributeQuery {
  text: string;
  /** Places of the bare products that had it. */
  relevant: ReadonlySet<number>;
}

/** A shop of which half the products lack their categories and tags. */
export interface HalfBareShop {
  /** All products, half of them bare: what can be learned from. */
  whole: Catalogue;
  /** The bare ones alone: what is searched. */
  bare: Catalogue;
  queries: readonly AttributeQuery[];
}

/** Products that have to have had a label, and the share of them that may. */
const FEWEST = 5;
const MOST = 0.5;

/**
 * Takes from every second product that has some, by chance, its categories and tags, and asks for these by their names: a search can find them by
 * what the other products tell of the words.
 */
export function halfBare(products: readonly Product[], draw: () => number): HalfBareShop {
  const whole = new CatalogueBuilder();
  const bare = new CatalogueBuilder();
  const holders = new Map<string, Set<number>>();
  let place = 0;
  for (const product of products) {
    const { categories = [], tags = [], ...left } = product;
    // Of one without any it is not known what it should be found by.
    if (categories.length + tags.length === 0 || draw() < 0.5) {
      whole.add(product);
      continue;
    }
    for (const name of new Set([...categories, ...tags])) {
      const known = holders.get(name);
      if (known) known.add(place);
      else holders.set(name, new Set([place]));
    }
    whole.add(left);
    bare.add(left);
    place++;
  }
  const queries = [...holders]
    .filter(([, { size }]) => size >= FEWEST && size <= MOST * place)
    .map(([text, relevant]) => ({ text, relevant }));
  return { whole: catalogueOf(whole), bare: catalogueOf(bare), queries };
}

const catalogueOf = (builder: CatalogueBuilder): Catalogue => new Catalogue(builder.feed(), TextTable.of([]));

/** In the feed's order. */
export const productsOf = (catalogue: Catalogue): Product[] =>
  Array.from(catalogue.order, (row) => catalogue.product(row)!);
