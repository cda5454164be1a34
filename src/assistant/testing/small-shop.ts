import type { Product } from '../../contract/product.ts';
import { createEngine } from '../../engine/engine.ts';
import { placementsPart } from '../../engine/placements/placements-part.ts';
import { openSearch } from '../../engine/search/product-search.ts';
import type { AssistantShop } from '../shop.ts';

const COLOURS = [
  ['red', '红色'],
  ['blue', '蓝色'],
  ['green', '绿色'],
  ['oat', '燕麦色'],
] as const;
const MATERIALS = [
  ['leather', '皮革'],
  ['canvas', '帆布'],
  ['wool', '羊毛'],
] as const;
const THINGS = [
  ['bag', 'Bags', '手提包'],
  ['hat', 'Hats', '帽子'],
  ['boot', 'Boots', '靴子'],
] as const;

/** 36 products: each thing in each colour and material, from 10 to 80, each kind of thing dearer than the one before. */
export const PRODUCTS: readonly Product[] = THINGS.flatMap(([thing, category, zhThing], t) =>
  COLOURS.flatMap(([colour, zhColour], c) =>
    MATERIALS.map(([material, zhMaterial], m) => ({
      id: `${colour}-${material}-${thing}`,
      title: `${material} ${thing}, ${colour}`,
      categories: ['Things to wear', category],
      brand: m === 0 ? 'Halden' : 'Norrby',
      price: 10 + 20 * t + 5 * c + 2 * m,
      currency: 'EUR',
      tags: [colour, material],
      weight: `${100 + 10 * m} g`,
      zh: { title: `${zhMaterial}${zhThing} · ${zhColour}`, brand: m === 0 ? '哈尔登' : '诺尔比' },
    })),
  ),
);

/** The shop as its engine answers, in this thread. */
export async function openShop(
  products: readonly Product[] = PRODUCTS,
): Promise<AssistantShop & { close: () => Promise<void> }> {
  const engine = createEngine({ placements: placementsPart, search: openSearch });
  await engine.open({ database: `assistant-${crypto.randomUUID()}` });
  await engine.stageProducts(products);
  await engine.commitProducts();
  return {
    search: ({ signal: _, ...query }) => engine.search(query),
    recommend: ({ signal: _, ...query }) => engine.recommend(query),
    close: () => engine.close(),
  };
}
