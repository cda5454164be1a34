import type { Product } from '../../contract/product.ts';
import type { Wish } from '../state/conversation.ts';

/** A way to ask what is wanted, and what it may be answered with. */
export type Division =
  | { by: 'category' | 'brand' | 'tag'; names: readonly string[] }
  | { by: 'price' /** Borders between three parts, rising. */; borders: readonly [number, number] };

const MOST_OPTIONS = 6;
/** What a question is worth where it divides as well as another: what a thing is comes before what it is like. */
const WORTH = { category: 1.2, price: 1, brand: 0.7, tag: 0.6 } as const;
/** Shares of the products between which a tag says something, and below which a question is not worth its room. */
const [RARE, COMMON] = [0.05, 0.7];
const LEAST_WORTH = 0.3;
/** The dearest must cost so many times the cheapest that it is worth asking. */
const SPREAD = 1.4;

/** The question that divides these products best; undefined where none does. */
export function divide(products: readonly Product[], { parts, price }: Wish): Division | undefined {
  if (products.length < 4) return undefined;
  const named = new Set(parts.map(({ kind }) => kind));
  const candidates: { division: Division; worth: number }[] = [];
  const add = (by: 'category' | 'brand' | 'tag', counts: ReadonlyMap<string, number>): void => {
    const best = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_OPTIONS);
    if (best.length < 2) return;
    candidates.push({
      division: { by, names: best.map(([name]) => name) },
      worth: WORTH[by] * separation(best.map(([, count]) => count / products.length)),
    });
  };
  const depth = Math.max(0, ...products.map(({ categories = [] }) => categories.length));
  for (let level = 0; level < depth; level++) {
    const counts = count(products.map(({ categories = [] }) => categories.slice(level, level + 1)));
    // The first level at which they differ: a narrower one would leave most of them out.
    if (counts.size > 1) {
      add('category', counts);
      break;
    }
  }
  if (!named.has('brand')) add('brand', count(products.map(({ brand }) => (brand === undefined ? [] : [brand]))));
  const tags = count(products.map(({ tags = [] }) => [...new Set(tags)]));
  const telling = [...tags].filter(([, products_]) => {
    const share = products_ / products.length;
    return share >= RARE && share <= COMMON;
  });
  add('tag', new Map(telling));
  const prices = products.flatMap((product) => product.price ?? []).sort((a, b) => a - b);
  const [least, most] = [prices[0], prices[prices.length - 1]];
  if (price === undefined && prices.length >= products.length / 2 && most >= SPREAD * least) {
    const borders = [1, 2].map((third) => round(prices[Math.floor((third * prices.length) / 3)])) as [number, number];
    if (least < borders[0] && borders[0] < borders[1] && borders[1] < most) {
      const shares = [0, 1, 2].map(
        (part) =>
          prices.filter((one) => (part === 0 || one >= borders[part - 1]) && (part === 2 || one < borders[part]))
            .length / products.length,
      );
      candidates.push({ division: { by: 'price', borders }, worth: WORTH.price * separation(shares) });
    }
  }
  candidates.sort((a, b) => b.worth - a.worth);
  return candidates[0]?.worth >= LEAST_WORTH ? candidates[0].division : undefined;
}

function count(lists: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of lists.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** How likely it is that two products get different answers, of those that get one. */
function separation(shares: readonly number[]): number {
  const covered = shares.reduce((sum, share) => sum + share, 0);
  const alike = shares.reduce((sum, share) => sum + (share / covered) ** 2, 0);
  return Math.min(1, covered) * (1 - alike);
}

/** A number that a person would name: 1, 2, 2.5 or 5 with as many zeros, or a multiple of five. */
function round(value: number): number {
  if (value < 1) return value;
  const step = value < 10 ? 1 : value < 100 ? 5 : 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.round(value / step) * step;
}
