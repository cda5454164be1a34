import type { DemoProduct } from './catalogue.ts';

/** A product of the demo shop as a record in Chinese alone, with what of its title is a colour and what a material. */
export function inChinese({ id, zh, price, currency, inStock }: DemoProduct) {
  const [colour, material] = zh.tags;
  return { id, ...zh, price, currency, inStock, colour, material };
}
