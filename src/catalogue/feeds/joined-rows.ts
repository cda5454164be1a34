import { namesIn, PRODUCT_NAMES } from '../../reading/column-names.ts';
import type { NamedFields } from './feed-row.ts';
import { lowestPrice } from './platform-entries.ts';
import { readStock } from './stock-words.ts';

/** Puts together the rows of a table that are of one product, in the order of the first of them. */
export interface RowJoin {
  push(row: NamedFields): NamedFields[];
  /** What waited for more. */
  end(): NamedFields[];
}

/** How a platform writes tables in which a product has several rows. */
export interface JoinedTable {
  /** @param names plain names of the columns */
  fits(names: ReadonlySet<string>): boolean;
  join(): RowJoin;
  /** Names that joined rows have beside their columns. */
  adds?: readonly string[];
  /** Whether a comma parts the entries of its lists of categories. */
  byComma?: boolean;
}

/** Shopify: rows of one handle follow each other, one a variant and one a picture; only the first says all. */
const shopify: JoinedTable = {
  fits: (names) =>
    (names.has('handle') || names.has('urlhandle')) &&
    ['variantprice', 'variantsku', 'option1name', 'option1value'].some((name) => names.has(name)),
  adds: ['id', 'availability'],
  join() {
    let rows: NamedFields[] = [];
    const handleOf = (row: NamedFields): unknown => row.handle ?? row.urlhandle;
    const flush = (): NamedFields[] => {
      if (rows.length === 0) return [];
      const joined = { ...filled(rows), id: handleOf(rows[0]) };
      const stocks = rows
        .filter((row) => row.variantprice ?? row.price ?? row.sku ?? row.variantsku)
        .map(stockOfShopify);
      const known = stocks.filter((stock) => stock !== undefined);
      rows = [];
      return [{ ...joined, ...(known.length > 0 ? { availability: known.some(Boolean) } : {}) }];
    };
    return {
      push(row) {
        const done = rows.length > 0 && handleOf(rows[0]) !== handleOf(row) ? flush() : [];
        rows.push(row);
        return done;
      },
      end: flush,
    };
  },
};

function stockOfShopify(row: NamedFields): boolean | undefined {
  const quantity = row.variantinventoryqty ?? row.inventoryquantity;
  const beyond = row.variantinventorypolicy === 'continue' || /^true$/i.test(String(row.continuesellingwhenoutofstock));
  const tracked = row.variantinventorytracker ?? row.inventorytracker;
  if (quantity === undefined) return undefined;
  return beyond || tracked === undefined || readStock(quantity) !== false;
}

/** WooCommerce: variations are rows of their own that name their parent, by SKU or as `id:44`. */
const wooCommerce: JoinedTable = {
  fits: (names) => names.has('type') && names.has('parent') && names.has('sku'),
  adds: ['instock', 'regularprice'],
  byComma: true,
  join() {
    const rows: NamedFields[] = [];
    return {
      push(row) {
        rows.push(row);
        return [];
      },
      end() {
        const variations = new Map<string, NamedFields[]>();
        const parents = rows.filter((row) => {
          if (!/^variation\b/i.test(String(row.type)) || row.parent === undefined) return true;
          const parent = String(row.parent).replace(/^id:/, '');
          variations.set(parent, [...(variations.get(parent) ?? []), row]);
          return false;
        });
        return parents.map((row) => {
          const own = [row.id, row.sku].flatMap((name) => variations.get(String(name)) ?? []);
          if (own.length === 0) return row;
          const shown = own.filter(({ published }) => readStock(published) !== false);
          const stocks = shown.map(({ instock }) => readStock(instock)).filter((stock) => typeof stock === 'boolean');
          const soldOut = readStock(row.instock) === false || (stocks.length > 0 && !stocks.includes(true));
          return {
            ...row,
            regularprice: row.regularprice ?? lowestPrice(own.map((one) => one.saleprice ?? one.regularprice)),
            ...(soldOut ? { instock: false } : {}),
          };
        });
      },
    };
  },
};

/** Magento: a row for another store view translates the one before it. */
const magento: JoinedTable = {
  fits: (names) => names.has('sku') && names.has('storeviewcode'),
  adds: ['id'],
  byComma: true,
  join() {
    const known = new Set<unknown>();
    return {
      push(row) {
        const translates = row.storeviewcode !== undefined && known.has(row.sku);
        known.add(row.sku);
        // The sku is the id that a shop's pages know; `product_type` tells how it is built.
        return translates ? [] : [{ ...row, id: row.sku, producttype: undefined }];
      },
      end: () => [],
    };
  },
};

/** BigCommerce: rows of variants and rules follow their product's. */
const bigCommerce: JoinedTable = {
  fits: (names) => names.has('itemtype') && names.has('productid'),
  join: () => ({
    push: (row) => (/^\s*(?:sku|rule|variant|image)\s*$/i.test(String(row.itemtype)) ? [] : [row]),
    end: () => [],
  }),
};

/** A row a variant, under the number of its product: rows of one product follow each other. */
const variantRows: JoinedTable = {
  fits: (names) => names.has('productid') && names.has('variantid') && !names.has('id'),
  adds: ['availability'],
  join() {
    let rows: NamedFields[] = [];
    const flush = (): NamedFields[] => {
      if (rows.length < 2) return rows.splice(0);
      const stocks = rows.map((row) =>
        STOCKS.map((name) => readStock(row[name])).find((one) => typeof one === 'boolean'),
      );
      const known = stocks.filter((stock) => stock !== undefined);
      const joined = { ...filled(rows), ...(known.length > 0 && { availability: known.some(Boolean) }) };
      rows = [];
      return [joined];
    };
    return {
      push(row) {
        const done = rows.length > 0 && rows[0].productid !== row.productid ? flush() : [];
        rows.push(row);
        return done;
      },
      end: flush,
    };
  },
};
const STOCKS = namesIn(PRODUCT_NAMES.stock);

const separate: JoinedTable = { fits: () => true, join: () => ({ push: (row) => [row], end: () => [] }) };

/** @param names plain names of the columns */
export function tableOf(names: readonly string[]): JoinedTable {
  const all = new Set(names);
  return [shopify, wooCommerce, magento, bigCommerce, variantRows, separate].find(({ fits }) => fits(all))!;
}

/** Each field as the first row that fills it has it. */
function filled(rows: readonly NamedFields[]): NamedFields {
  return Object.assign({}, ...rows.toReversed());
}
