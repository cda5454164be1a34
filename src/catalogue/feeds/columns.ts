/**
 * Rows of a table → rows as `readProduct` takes them. A table has only text, so prices, stock and lists are read from
 * text here. Columns are known by the names that product feeds use (Google Merchant's first), in any spelling:
 * case, spaces, `_`, `-` and a `g:` in front do not matter. Columns of other names are left out.
 */
export type TableReader = (cells: readonly string[]) => Record<string, unknown>;

/** For each field of a product the columns that can hold it, best first. */
const NAMES = {
  id: ['id', 'productid', 'itemid', 'sku', 'stockcode', 'handle', 'mpn'],
  title: ['title', 'name', 'productname', 'itemname', 'productdisplayname', 'shortname'],
  path: ['producttype', 'categories', 'productcategory', 'googleproductcategory'],
  brand: ['brand', 'vendor', 'manufacturer', 'itembrand'],
  price: ['price', 'saleprice'],
  currency: ['currency'],
  image: ['imagelink', 'image', 'imageurl', 'imagesrc'],
  url: ['link', 'url', 'producturl'],
  description: ['description'],
  inStock: ['availability', 'instock', 'stock'],
} as const;

/** Columns of one category each, from broad to narrow, where no column holds a whole path. */
const TIERS = [
  'department',
  'mastercategory',
  'maincategory',
  'category',
  'itemcategory',
  'subcategory',
  'itemcategory2',
  'itemcategory3',
  'itemcategory4',
  'itemcategory5',
  'articletype',
];
/** Columns that each tell products apart by one word or a list of them. */
const TAGS = [
  'tags',
  'keywords',
  'color',
  'colour',
  'basecolour',
  'material',
  'pattern',
  'size',
  'gender',
  'agegroup',
  'season',
  'usage',
];
const PATH_SEPARATOR = /\s*[>|›]\s*/;

const KNOWN: ReadonlySet<string> = new Set([...Object.values(NAMES).flat(), ...TIERS, ...TAGS]);

const columnOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^\s*g:/, '')
    .replace(/[\s_-]/g, '');

/** Whether a column of this name is read. */
export function isColumn(name: string): boolean {
  const column = columnOf(name);
  return KNOWN.has(column) || column.includes('price');
}

/** @returns `undefined` where no column holds an id. */
export function readColumns(header: readonly string[]): TableReader | undefined {
  const columns = header.map(columnOf);
  const find = (names: readonly string[]) => names.map((name) => columns.indexOf(name)).find((at) => at >= 0) ?? -1;
  const at = Object.fromEntries(Object.entries(NAMES).map(([field, names]) => [field, find(names)]));
  if (at.id < 0) return undefined;
  const all = (names: readonly string[]) => names.map((name) => columns.indexOf(name)).filter((column) => column >= 0);
  const categoryColumns = at.path >= 0 ? [at.path] : all(TIERS);
  const tagColumns = all(TAGS);
  // `median_price_gbp`: where no column is named as prices usually are, the first that speaks of one.
  if (at.price < 0) at.price = columns.findIndex((name) => name.includes('price'));

  return (cells) => {
    const cell = (column: number) => cells[column]?.trim() || undefined;
    const categories = categoryColumns.flatMap((column) => cell(column)?.split(PATH_SEPARATOR) ?? []);
    const { price, currency } = readPriceText(cell(at.price));
    const tags = tagColumns.flatMap((column) => cell(column)?.split(/\s*[,;|]\s*/) ?? []);
    return {
      id: cell(at.id),
      title: cell(at.title),
      categories: categories.length > 0 ? categories : undefined,
      brand: cell(at.brand),
      price,
      currency: cell(at.currency) ?? currency,
      image: cell(at.image),
      url: cell(at.url),
      description: cell(at.description),
      tags: tags.length > 0 ? tags : undefined,
      inStock: readStock(cell(at.inStock)),
    };
  };
}

/**
 * `12.00 EUR`, `EUR 12`, `1,299.00`, `1.299,00 €`: the last point or comma followed by one or two digits is the decimal
 * one. Text without a number in it goes on as it is, to be refused with its reason.
 */
export function readPriceText(text: string | undefined): { price?: number | string; currency?: string } {
  if (text === undefined) return {};
  const currency = /\b[A-Z]{3}\b/.exec(text)?.[0];
  const digits = /^[^\d-]*(\d[\d.,'\s]*)[^\d]*$/.exec(text)?.[1].replace(/['\s]/g, '');
  if (digits === undefined) return { price: text };
  const [, whole, fraction = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(digits)!;
  const price = Number(`${whole.replace(/[.,]/g, '')}.${fraction || 0}`);
  return currency === undefined ? { price } : { price, currency };
}

function readStock(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  return !/^(out[ _-]?of[ _-]?stock|sold[ _-]?out|discontinued|false|no|0)$/i.test(text);
}
