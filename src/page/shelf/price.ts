import type { Product } from '../../contract/product.ts';

/** The price as the language writes it; a currency that is not an ISO 4217 code is put beside the number. */
export function tellPrice({ price, currency }: Pick<Product, 'price' | 'currency'>, language: string): string {
  if (price === undefined) return '';
  try {
    return new Intl.NumberFormat(language, currency ? { style: 'currency', currency } : {}).format(price);
  } catch {
    return [price, currency].join(' ').trim();
  }
}

/** Of a sale, the part of the regular price that is taken off; 0 where the product is not on sale. */
export function reductionOf({ price, regularPrice }: Pick<Product, 'price' | 'regularPrice'>): number {
  return typeof regularPrice === 'number' && price !== undefined && regularPrice > price ? 1 - price / regularPrice : 0;
}
