import { firstOf, inLowestUnits, isFields, readPrice } from './field-values.ts';
import { openedEntry } from './opened-entries.ts';
import { readStock } from './stock-words.ts';

type Fields = Record<string, unknown>;

/** Entries as one platform has them → the same entries with the usual fields beside their own. */
interface PlatformEntry {
  fits(entry: Fields): boolean;
  /** The fields to add, or to put in place of the entry's own. */
  fields(entry: Fields): Fields;
}

/** schema.org Product: offers hold price and availability. */
const jsonLd: PlatformEntry = {
  fits: (entry) => entry['@type'] !== undefined,
  fields(entry) {
    const offers = listOf(entry.offers).flatMap((offer) => (isFields(offer) ? [offer, ...listOf(offer.offers)] : []));
    const priced = offers.filter(isFields).map((offer): Fields => {
      const specifications = listOf(offer.priceSpecification).filter(isFields);
      const struck = specifications.find(isStruckThrough);
      const specification = specifications.find((one) => one !== struck) ?? {};
      const price = firstOf({ ...specification, ...offer }, ['price', 'lowPrice']);
      return { ...specification, ...offer, price, compare_at_price: struck?.price };
    });
    const canBeBought = ({ availability }: Fields): boolean => readStock(availability) !== false;
    const stated = priced.filter(({ availability }) => availability !== undefined);
    const best = priced.find((offer) => canBeBought(offer) && offer.price !== undefined) ?? priced[0] ?? {};
    const parent = isFields(entry.isVariantOf) ? entry.isVariantOf : {};
    return {
      id: firstOf(entry, [
        'sku',
        'productID',
        'productGroupID',
        'mpn',
        'gtin13',
        'gtin',
        'gtin14',
        'gtin12',
        'gtin8',
        '@id',
        'url',
      ]),
      price: best.price,
      compare_at_price: best.compare_at_price,
      currency: best.priceCurrency,
      availability: (stated.find(canBeBought) ?? stated[0])?.availability,
      url: entry.url ?? best.url ?? (/^https?:/.test(String(entry['@id'])) ? entry['@id'] : undefined),
      itemGroupId: entry.inProductGroupWithID ?? parent.productGroupID,
    };
  },
};

/** Of a sale, by Google's convention: the price that is struck through. */
const isStruckThrough = ({ priceType }: Fields): boolean =>
  /(Strikethrough|Regular|List)Price$/.test(String(priceType));

/** Sylius: JSON-LD of its own words, prices in the smallest unit. */
const sylius: PlatformEntry = {
  fits: (entry) => isFields(entry.defaultVariantData) && entry.code !== undefined,
  fields({ code, defaultVariantData }) {
    const { price, originalPrice, inStock } = defaultVariantData as Fields;
    return {
      id: code,
      price: inLowestUnits(price, undefined).price,
      compare_at_price: inLowestUnits(originalPrice, undefined).price,
      in_stock: inStock,
    };
  },
};

/** Vendure: prices in the smallest unit, of a product or of its variants. */
const vendure: PlatformEntry = {
  fits: (entry) => [entry, ...listOf(entry.variants)].some((one) => isFields(one) && one.priceWithTax !== undefined),
  fields(entry) {
    const variants = [entry, ...listOf(entry.variants)]
      .filter(isFields)
      .filter((one) => one.priceWithTax !== undefined);
    const prices = variants.map(({ priceWithTax: price, currencyCode }) =>
      inLowestUnits(isFields(price) ? (price.value ?? price.min) : price, currencyCode),
    );
    const cheapest = prices.toSorted((a, b) => (a.price ?? 0) - (b.price ?? 0))[0];
    const stocks = variants.map(stockOfVariant).filter((stock) => stock !== undefined);
    return {
      price: cheapest.price,
      currency: cheapest.currency,
      ...(stocks.length > 0 && { in_stock: stocks.some(Boolean) }),
    };
  },
};

/** Google's Content API and Merchant API: the shop's own id is the offer's. */
const googleProduct: PlatformEntry = {
  fits: (entry) => entry.offerId !== undefined,
  fields: (entry) => ({
    ...(isFields(entry.attributes) ? entry.attributes : {}),
    ...(isFields(entry.productAttributes) ? entry.productAttributes : {}),
    id: entry.offerId,
  }),
};

/** WooCommerce's Store API has prices as whole numbers of the smallest unit. */
const wooStore: PlatformEntry = {
  fits: (entry) => isFields(entry.prices) && entry.prices.currency_minor_unit !== undefined,
  fields({ prices, permalink, is_purchasable, is_in_stock }) {
    const { price, regular_price, currency_minor_unit, currency_code } = prices as Fields;
    const whole = (units: unknown): number | undefined =>
      units === '' || units === undefined ? undefined : Number(units) / 10 ** Number(currency_minor_unit);
    return {
      price: whole(price),
      compare_at_price: whole(regular_price),
      currency: currency_code,
      url: permalink,
      in_stock: is_in_stock ?? is_purchasable,
    };
  },
};

/** Magento's REST and GraphQL APIs. */
const magento: PlatformEntry = {
  fits: (entry) =>
    Array.isArray(entry.custom_attributes) || isFields(entry.price_range) || isFields(entry.extension_attributes),
  fields(entry) {
    const attributes = listOf(entry.custom_attributes).filter(isFields);
    const { stock_item: item } = (entry.extension_attributes ?? {}) as { stock_item?: Fields };
    const { minimum_price: lowest } = (entry.price_range ?? {}) as { minimum_price?: Fields };
    const price = lowest && firstOf(lowest, ['final_price', 'regular_price']);
    return {
      ...Object.fromEntries(attributes.map(({ attribute_code, value }) => [String(attribute_code), value])),
      id: entry.sku ?? entry.id,
      ...(price === undefined ? {} : { price, compare_at_price: lowest?.regular_price }),
      ...(item === undefined ? {} : { is_in_stock: item.is_in_stock }),
      // 1 is "not visible individually": the part of a bundle or configurable product.
      ...(entry.visibility === 1 ? { hidden: true } : {}),
      ...(entry.status === 2 ? { disabled: true } : {}),
      images: entry.image ?? entry.small_image ?? listOf(entry.media_gallery_entries),
    };
  },
};

/** BigCommerce's API: stock counts where it is tracked. */
const bigCommerce: PlatformEntry = {
  fits: (entry) => entry.inventory_tracking !== undefined && entry.inventory_level !== undefined,
  fields: (entry) => ({
    availability:
      entry.availability !== 'disabled' &&
      (entry.inventory_tracking === 'none' || readStock(entry.inventory_level) !== false),
    url: isFields(entry.custom_url) ? entry.custom_url.url : entry.url,
    image: entry.primary_image ?? listOf(entry.images)[0],
    price: firstOf(entry, ['calculated_price', 'price']),
    compare_at_price: entry.price,
  }),
};

/** Saleor's GraphQL API. */
const saleor: PlatformEntry = {
  fits: (entry) => isFields(entry.pricing) && (entry.pricing.priceRange ?? entry.pricing.price) !== undefined,
  fields(entry) {
    const pricing = entry.pricing as Record<string, Fields | undefined>;
    const start = (pricing.priceRange?.start ?? pricing.price ?? {}) as Fields;
    const before = (pricing.priceRangeUndiscounted?.start ?? pricing.priceUndiscounted ?? {}) as Fields;
    const compared = start.gross ? before.gross : before.net;
    return {
      price: start.gross ?? start.net ?? start,
      compare_at_price: compared,
      images: entry.thumbnail ?? entry.media,
    };
  },
};

/** Products that hold their variants: Shopify, Medusa, and others. What the product does not say its variants do. */
const withVariants: PlatformEntry = {
  fits: (entry) => listOf(entry.variants).some(isFields),
  fields(entry) {
    const variants = listOf(entry.variants).filter(isFields);
    const [first] = variants;
    const own = firstOf(entry, ['price', 'priceRange', 'price_range', 'priceRangeV2']);
    const price = own ?? priceOfVariant(first);
    const stocks = variants.map(stockOfVariant).filter((stock) => stock !== undefined);
    return {
      price,
      ...(own === undefined ? { compare_at_price: regularPriceOfVariant(first) } : {}),
      ...(stocks.length > 0 && readStock(firstOf(entry, STOCKED)) !== false ? { in_stock: stocks.some(Boolean) } : {}),
      image: firstOf(entry, ['image', 'featuredImage', 'featured_image', 'thumbnail']) ?? listOf(entry.images)[0],
      // An unpublished product has no date of publishing.
      ...(entry.published_at === null && entry.admin_graphql_api_id !== undefined ? { hidden: true } : {}),
    };
  },
};

const STOCKED = ['inStock', 'in_stock', 'available', 'availableForSale', 'isAvailable', 'availability'];

function priceOfVariant(variant: Fields): unknown {
  const calculated = variant.calculated_price ?? variant.price ?? (variant.pricing as Fields | undefined)?.price;
  if (calculated !== undefined && calculated !== null) return (calculated as Fields).gross ?? calculated;
  // Squarespace's, Lightspeed's.
  const pricing = isFields(variant.pricing) && variant.pricing.basePrice !== undefined ? variant.pricing : undefined;
  if (pricing !== undefined) return pricing.onSale === true ? pricing.salePrice : pricing.basePrice;
  if (variant.priceIncl !== undefined) return variant.priceIncl;
  const price = listOf(variant.prices).find(isFields);
  // Medusa's first version counted in the smallest unit, and named its amounts so.
  const inCents = String(price?.id ?? '').startsWith('ma_') && Number.isInteger(price?.amount);
  return inCents ? { ...price, amount: (price!.amount as number) / 100 } : price;
}

/** What the variant costs outside its sale: Shopify's in two spellings, Medusa's. */
function regularPriceOfVariant(variant: Fields): unknown {
  const { calculated_price: calculated } = variant;
  if (isFields(calculated) && calculated.original_amount !== undefined) {
    return { amount: calculated.original_amount, currency_code: calculated.currency_code };
  }
  if (isFields(variant.pricing) && variant.pricing.onSale === true) return variant.pricing.basePrice;
  return firstOf(variant, ['compare_at_price', 'compareAtPrice', 'original_price', 'oldPriceIncl']);
}

/** @returns `undefined` where the variant does not tell */
function stockOfVariant(variant: Fields): boolean | undefined {
  const flag = readStock(firstOf(variant, [...STOCKED, 'is_in_stock', 'stock_status']));
  if (typeof flag === 'boolean') return flag;
  const { inventory_policy: policy, inventoryPolicy, allow_backorder: backorder, manage_inventory: managed } = variant;
  if (/^continue$/i.test(String(policy ?? inventoryPolicy)) || backorder === true || managed === false) return true;
  // Shopify counts only what its tracker follows.
  if (variant.inventory_management === null || variant.stockTracking === 'disabled') return true;
  if (isFields(variant.stock) && variant.stock.unlimited === true) return true;
  const count = readStock(
    firstOf(variant, [
      'inventory_quantity',
      'inventoryQuantity',
      'quantityAvailable',
      'inventory_level',
      'stock',
      'stockLevel',
      'quantity',
    ]),
  );
  return typeof count === 'boolean' ? count : undefined;
}

const PLATFORMS: readonly PlatformEntry[] = [
  sylius,
  vendure,
  jsonLd,
  googleProduct,
  wooStore,
  magento,
  bigCommerce,
  saleor,
  withVariants,
];

/** The entry with the usual fields, whatever platform it came from. */
export function withUsualFields(given: Fields): Fields {
  const entry = openedEntry(given);
  const platform = PLATFORMS.find(({ fits }) => fits(entry));
  if (platform === undefined) return entry;
  const fields = Object.entries(platform.fields(entry)).filter(([, value]) => value !== undefined);
  // First, so that of two spellings of one name (`inStock`, `in_stock`) these count.
  return { ...Object.fromEntries(fields), ...entry, ...Object.fromEntries(fields) };
}

/** A list as JSON and GraphQL have it: itself, one thing alone, `edges` of `node`, or `nodes`. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isFields(value)) return [];
  if (Array.isArray(value.nodes)) return value.nodes;
  if (Array.isArray(value.edges)) return value.edges.map((edge) => (isFields(edge) ? edge.node : edge));
  return [value];
}

/** The price of the cheapest of these, as `readPrice` takes it. */
export function lowestPrice(prices: readonly unknown[]): unknown {
  return prices.reduce((lowest, one) => {
    const price = readPrice(one).price;
    const least = readPrice(lowest).price;
    return price !== undefined && (least === undefined || price < least) ? one : lowest;
  }, undefined);
}
