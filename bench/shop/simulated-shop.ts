import type { Product } from '../../src/contract/product.ts';
import type { Sequences } from '../../src/contract/sequences.ts';
import { randomOf } from '../harness/random.ts';

/** A shop made up for measuring: as many products as asked for, and a log of shoppers who keep to a kind of product. */
export interface SimulatedShop {
  products: Product[];
  /** One a shopper; rows are places in `products` + 1. */
  sequences: Sequences;
  /** Products that one more visitor views, in order: places in `products`. */
  visit: number[];
}

const KIND_SIZE = 50;
const LENGTHS = [4, 12] as const;
const SYLLABLES = 'am ber bir ce dar del em fjor gro ha iri ju kel lin ma nor'.split(' ');
const WORDS = SYLLABLES.length ** 3;
const TITLE_LENGTH = 5;

export function simulateShop(count: number, seed: number, visitLength = 1000): SimulatedShop {
  const { uniform, normal } = randomOf(seed);
  const below = (n: number): number => Math.floor(uniform() * n);
  /** A few words in most titles, most words in few: Zipf's law. */
  const word = (): string => {
    const rank = Math.floor(WORDS ** uniform()) - 1;
    return [rank % 16, Math.floor(rank / 16) % 16, Math.floor(rank / 256)].map((place) => SYLLABLES[place]).join('');
  };
  const kinds = Math.ceil(count / KIND_SIZE);

  const products = Array.from({ length: count }, (_, place): Product => {
    const kind = place % kinds;
    return {
      id: `sku-${place}`,
      title: Array.from({ length: TITLE_LENGTH }, word).join(' '),
      categories: [`Department ${kind % 20}`, `Kind ${kind}`],
      brand: `Brand ${below(200)}`,
      price: Math.round(Math.exp(3 + normal()) * 100) / 100,
      currency: 'EUR',
      url: `/p/${place}`,
      image: `/i/${place}.webp`,
    };
  });

  /** One of its kind, the first ones far more often (a power law). */
  const ofKind = (kind: number): number => {
    const members = Math.ceil((count - kind) / kinds);
    return kind + kinds * Math.floor(members * uniform() ** 3);
  };
  const walk = (length: number): number[] => {
    let kind = below(kinds);
    return Array.from({ length }, () => {
      if (uniform() < 0.1) kind = below(kinds);
      return ofKind(kind);
    });
  };

  const items: number[] = [];
  const offsets = [0];
  for (let shopper = 0; shopper < count; shopper++) {
    for (const place of walk(LENGTHS[0] + below(LENGTHS[1] - LENGTHS[0]))) items.push(place + 1);
    offsets.push(items.length);
  }
  return {
    products,
    sequences: { items: Int32Array.from(items), offsets: Int32Array.from(offsets) },
    visit: walk(visitLength),
  };
}
