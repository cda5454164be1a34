import type { ProductId } from '../../contract/product.ts';

/**
 * Whether a product's picture is kept from training: decided by its id alone, so that whoever measures keeps the same ones.
 * @param percent of the products
 */
export function isLeftOut(product: ProductId, percent: number): boolean {
  let hash = 0x811c9dc5; // FNV-1a
  for (let i = 0; i < product.length; i++) hash = Math.imul(hash ^ product.charCodeAt(i), 0x01000193);
  // What neighbouring ids differ in lies in the low bits only.
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) % 100 < percent;
}
