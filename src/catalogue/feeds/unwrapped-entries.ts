import { isFields } from './field-values.ts';

type Fields = Record<string, unknown>;

const DEEPEST = 8;

/** A node of a connection, an element of a list, a product group as its variants, a page as what it is about. */
export function unwrapped(entry: Fields): unknown[] {
  if (isFields(entry.node) && entry.id === undefined) return [entry.node];
  const type = typesOf(entry);
  if (type === undefined) return entry['@graph'] === undefined ? [entry] : graphProducts(entry);
  if (/ProductGroup$/.test(type) && Array.isArray(entry.hasVariant) && entry.hasVariant.length > 0) {
    const { hasVariant, ...group } = entry;
    const id = entry.productGroupID ?? entry['@id'];
    return hasVariant.map((variant) => ({ ...group, sku: undefined, itemGroupId: id, ...(variant as Fields) }));
  }
  if (/Product|ProductModel|Vehicle|Book$/.test(type)) return [entry];
  return graphProducts(entry);
}

const typesOf = (entry: Fields): string | undefined =>
  entry['@type'] === undefined
    ? undefined
    : String(Array.isArray(entry['@type']) ? entry['@type'].join() : entry['@type']);

/**
 * Products within what schema.org calls otherwise: lists, pages, graphs.
 * @param seen what was looked into already: the page of a product may be what the product is on
 */
export function graphProducts(value: unknown, seen = new Set<unknown>(), depth = 0): unknown[] {
  if (depth > DEEPEST || seen.has(value)) return [];
  if (Array.isArray(value)) return value.flatMap((inner) => graphProducts(inner, seen, depth + 1));
  if (!isFields(value)) return [];
  seen.add(value);
  const type = typesOf(value);
  if (type !== undefined && /Product/.test(type)) return unwrapped(value);
  const within = [
    '@graph',
    'itemListElement',
    'item',
    'mainEntity',
    'mainEntityOfPage',
    'itemOffered',
    'hasPart',
    'about',
  ];
  return within.flatMap((name) => graphProducts(value[name], seen, depth + 1));
}
