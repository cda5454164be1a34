import { firstOf, isFields } from './field-values.ts';

type Fields = Record<string, unknown>;

/** Entries that keep what they say of a product in one of their fields → that, with the entry's id. */
interface WrappedEntry {
  fits(entry: Fields): boolean;
  open(entry: Fields): Fields;
}

/** commercetools: what visitors see is `current`, the master variant has the price; projections have the same without a wrapper. */
const commercetools: WrappedEntry = {
  fits: ({ masterData, masterVariant }) => isFields(masterData) || isFields(masterVariant),
  open(entry) {
    const data = (entry.masterData ?? entry) as Fields;
    const current = isFields(data.current) ? data.current : data;
    const master = isFields(current.masterVariant) ? current.masterVariant : {};
    const [price = {}] = (Array.isArray(master.prices) ? master.prices : [master.price]).filter(isFields);
    const reduced = isFields(price.discounted) ? price.discounted.value : undefined;
    const { productType: _reference, ...own } = { ...entry, ...current };
    return {
      ...own,
      id: entry.id,
      price: reduced ?? price.value,
      compare_at_price: reduced === undefined ? undefined : price.value,
      images: master.images,
      sku: master.sku,
      in_stock: isFields(master.availability) ? master.availability.isOnStock : undefined,
      attributes: master.attributes,
      ...(data.published === false && { hidden: true }),
    };
  },
};

/** Search engines: Elasticsearch's `_source`, Typesense's `document`. */
const searchHit: WrappedEntry = {
  fits: ({ _source, document }) => isFields(_source) || isFields(document),
  open: ({ _id, _source, document }) => ({ id: _id, ...((_source ?? document) as Fields) }),
};

/** Contentful: fields by language. */
const contentful: WrappedEntry = {
  fits: ({ sys, fields }) => isFields(sys) && isFields(fields),
  open: ({ sys, fields }) => ({ id: (sys as Fields).id, ...(fields as Fields) }),
};

/** JSON:API and its kin (Strapi, Spree, Shopware, Klaviyo): a kind, an id, and attributes. */
const jsonApi: WrappedEntry = {
  fits: (entry) => isFields(entry.attributes) && firstOf(entry, ['name', 'title', 'offerId']) === undefined,
  open({ id, attributes, type: _kind, relationships: _links, ...entry }) {
    const own = attributes as Fields;
    // A catalogue's key before its own: what pages know is the shop's id.
    return { ...entry, ...own, id: (/^\$/.test(String(id)) ? own.external_id : undefined) ?? id ?? own.id };
  },
};

/** Akeneo: each value is a list, one a language and channel. */
const akeneo: WrappedEntry = {
  fits: ({ identifier, uuid, values }) => (identifier ?? uuid) !== undefined && isFields(values),
  open: ({ values, ...entry }) => ({
    ...Object.fromEntries(Object.entries(values as Fields).map(([name, all]) => [name, dataOf(all)])),
    ...entry,
    id: entry.identifier ?? entry.uuid,
  }),
};

function dataOf(all: unknown): unknown {
  const [one] = Array.isArray(all) ? all : [all];
  if (!isFields(one)) return all;
  const links = isFields(one._links) ? one._links : {};
  return isFields(links.download) ? links.download.href : one.data;
}

/** Shopware: what is empty is said in the translation. */
const shopware: WrappedEntry = {
  fits: ({ translated }) => isFields(translated),
  open: ({ translated, ...entry }) => ({
    ...entry,
    ...Object.fromEntries(Object.entries(translated as Fields).filter(([, value]) => value !== null && value !== '')),
  }),
};

/** Stripe: a price that holds its product. */
const stripePrice: WrappedEntry = {
  fits: ({ object, product }) => object === 'price' && isFields(product),
  open: ({ product, ...price }) => ({ ...(product as Fields), price }),
};

/** Square: an item with its variations; pictures and categories are objects of their own. */
const square: WrappedEntry = {
  fits: ({ item_data }) => isFields(item_data),
  open({ id, is_deleted, item_data }) {
    const item = item_data as Fields;
    const variations = Array.isArray(item.variations) ? item.variations.filter(isFields) : [];
    const data = variations.map((one) => one.item_variation_data).filter(isFields);
    const money = data.map((one) => one.price_money).find(isFields);
    return {
      ...item,
      id,
      deleted: is_deleted,
      ...(money && { price: { unit_amount: money.amount, currency: money.currency } }),
    };
  },
};

const WRAPPED: readonly WrappedEntry[] = [
  commercetools,
  searchHit,
  contentful,
  akeneo,
  shopware,
  stripePrice,
  square,
  jsonApi,
];

/** What an entry says of a product, however deep it lies. */
export function openedEntry(entry: Fields): Fields {
  const opened = WRAPPED.find(({ fits }) => fits(entry))?.open(entry) ?? entry;
  return { ...attributesIn(opened), ...opened };
}

/** What shops tell of products in lists of a name and a value; what else such lists say may be anything. */
const ATTRIBUTES = /^(?:brand|manufacturer|colou?r|size|material|gender|pattern)$/i;

function attributesIn({ attributes }: Fields): Fields {
  if (!Array.isArray(attributes)) return {};
  const named = attributes.filter(isFields).map((one) => [firstOf(one, ['code', 'key', 'name']), one.value] as const);
  return Object.fromEntries(
    named
      .filter(([name]) => typeof name === 'string' && ATTRIBUTES.test(name))
      .map(([name, value]) => [String(name), value]),
  );
}
