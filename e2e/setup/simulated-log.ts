import type { Product } from 'vitrine';

/** One shopper's products, oldest first. */
export interface Shopper {
  id: string;
  products: string[];
}

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Simulated shoppers who mostly go on to a product of the same kind, near the last one. */
export function simulateShoppers(products: readonly Product[], count: number, seed: number): Shopper[] {
  const next = random(seed);
  const pick = (limit: number): number => Math.floor(next() * limit);
  const kinds = new Set(products.map(({ categories }) => categories?.at(-1))).size;
  return Array.from({ length: count }, (_, shopper) => {
    const seen: string[] = [];
    let row = pick(products.length);
    for (let click = 5 + pick(8); click > 0; click--) {
      const id = products[row].id;
      if (seen.at(-1) !== id) seen.push(id);
      const near = (row + kinds * (1 + pick(3))) % products.length;
      row = next() < 0.8 ? near : pick(products.length);
    }
    return { id: `shopper-${shopper}`, products: seen };
  });
}

/** As a shop's event log in CSV: a minute between views, shoppers one after the other. */
export function toCsv(shoppers: readonly Shopper[]): string {
  let minute = 0;
  const rows = shoppers.flatMap(({ id, products }) =>
    products.map((product) => `${id},${product},view_item,${Date.UTC(2026, 0, 1) + 60_000 * minute++}`),
  );
  return ['user,item,event,time', ...rows].join('\n');
}
