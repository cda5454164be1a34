import type { Product } from '../../contract/product.ts';

/**
 * A product's title in the page's language: that of the shop's own field of this name (`zh: { title: … }`), where there is
 * one, else `title`, else its id.
 */
export function localTitle(product: Product, language: string): string {
  const own = (product as unknown as Record<string, { title?: unknown } | null | undefined>)[language.split('-')[0]];
  return typeof own?.title === 'string' ? own.title : (product.title ?? product.id);
}
