import type { Product } from '../../contract/product.ts';
import type { ColourSense } from '../state/colours.ts';
import type { Wish } from '../state/conversation.ts';
import { withoutColours } from '../state/wishes.ts';

/**
 * Cheaper or dearer than what was shown: where a list was shown, than the middle of it; of one product, than that.
 * @param cheapest the order where no price is known
 */
export function withOtherPrice(wish: Wish, way: 'lower' | 'higher', shown: readonly Product[], cheapest: string): Wish {
  const prices = shown.flatMap(({ price }) => price ?? []).sort((a, b) => a - b);
  if (prices.length === 0) return way === 'lower' ? { ...wish, order: cheapest } : wish;
  const half = prices.length / 2;
  const middle = (prices[Math.ceil(half) - 1] + prices[Math.floor(half)]) / 2;
  // An order by price would show the same products again.
  const { order: _, ...rest } = wish;
  const price =
    way === 'lower'
      ? { min: wish.price?.min, max: cents(middle - 0.01) }
      : { min: cents(middle + 0.01), max: wish.price?.max };
  return { ...rest, price };
}

/** In another colour than the wish's own, or else than the product's. @param alone whether one product is spoken of */
export function withOtherColour(
  wish: Wish,
  { product, alone, colours }: { product: Product | undefined; alone: boolean; colours: ColourSense },
): Wish {
  const named = [
    ...wish.parts.filter(({ name, exclude }) => !exclude && colours.isColour(name)).map(({ name }) => name),
    ...wish.words.filter((word) => colours.isColour(word)),
  ];
  const own = product === undefined || (named.length > 0 && !alone) ? [] : colours.of(product);
  const rest = withoutColours(wish, colours);
  return { ...rest, without: [...new Set([...rest.without, ...named, ...own])] };
}

/** Of another brand than the wish's own, or else than those that were shown. */
export function withOtherBrand(wish: Wish, shown: readonly Product[]): Wish {
  const isBrand = ({ kind, exclude }: Wish['parts'][number]): boolean => kind === 'brand' && !exclude;
  const named = wish.parts.filter(isBrand).map(({ name }) => name);
  const others = named.length > 0 ? named : shown.flatMap(({ brand }) => brand ?? []);
  return {
    ...wish,
    parts: wish.parts.filter((part) => !isBrand(part)),
    without: [...new Set([...wish.without, ...others])],
  };
}

const cents = (value: number): number => Math.round(value * 100) / 100;
