import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { StoredInteraction } from '../../contract/interaction.ts';
import type { Product } from '../../contract/product.ts';
import { profileOf } from '../../engine/profile.ts';
import type { Describer } from '../../learning/generators/describer/describer.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import type { Advance } from '../run-context.ts';
import type { FactCheck } from './fact-check.ts';

/** How often a text begins with what its visitor's history shares most. */
export interface OrderFigures {
  /** Visitors whose last product shares a fact with what they did before. */
  visitors: number;
  /** Of them, whose text states the fact first that most of their history has: of the text to them, and of that to everybody. */
  sharedMostFirst: number;
  sharedMostFirstForEverybody: number;
  /** Texts to a visitor with something that the product's record does not say. */
  textsThatInvent: number;
}

/** Visitors that are measured, evenly over the log. */
const MOST = 500;

/**
 * Describes to each visitor of a log the last product that they turned to, by a profile of what they did before it. What the
 * history shares most is counted here in another way: the share of its products that have the fact, and none of the profile's weights.
 */
export async function measureOrder(
  describer: Describer,
  catalogue: Catalogue,
  { sequences, productIds, shopperIds, times, names }: InteractionLog,
  check: FactCheck,
  advance: Advance,
): Promise<OrderFigures> {
  const every = Math.max(1, Math.ceil(shopperIds.length / MOST));
  const productOf = (at: number): Product | undefined =>
    catalogue.product(catalogue.itemOf(productIds[sequences.items[at] - 1]) ?? 0);
  const figures = { visitors: 0, first: 0, everybody: 0, invent: 0 };
  for (let shopper = 0; shopper < shopperIds.length; shopper += every) {
    await advance(shopper, shopperIds.length);
    const [from, last] = [sequences.offsets[shopper], sequences.offsets[shopper + 1] - 1];
    const product = last > from ? productOf(last) : undefined;
    if (product === undefined) continue;
    const history = Array.from({ length: last - from }, (_, i): StoredInteraction => {
      const at = from + i;
      const product = productIds[sequences.items[at] - 1];
      return { product, name: names?.[at] ?? 'view_item', at: times?.[at] ?? 0, seq: i + 1, session: 1 };
    });
    const before = Array.from({ length: last - from }, (_, i) => productOf(from + i)).filter(
      (one) => one !== undefined,
    );
    const wanted = sharedMost(product, before);
    if (wanted.size === 0) continue;
    figures.visitors++;
    const profile = profileOf(history, catalogue, undefined, times?.[last] ?? 0);
    const { text } = describer.describe(product, { profile });
    if (wanted.has(firstLabelIn(text, product) ?? '')) figures.first++;
    if (wanted.has(firstLabelIn(describer.describe(product).text, product) ?? '')) figures.everybody++;
    if (check.inventedIn(text, product).length > 0) figures.invent++;
  }
  const { visitors, first, everybody, invent } = figures;
  const of = (count: number): number => count / Math.max(1, visitors);
  return {
    visitors,
    sharedMostFirst: of(first),
    sharedMostFirstForEverybody: of(everybody),
    textsThatInvent: invent,
  };
}

/** Signs that mean something to a regular expression. */
const SIGNS = /[.*+?^${}()|[\]\\]/g;

const labelsOf = ({ brand, categories = [], tags = [] }: Product): string[] =>
  [brand, categories.at(-1), ...tags].filter((label) => label !== undefined).map((label) => label.toLowerCase());

/** Labels of the product that most of the products before it have, all of them where several are alike; none where none has one. */
function sharedMost(product: Product, before: readonly Product[]): Set<string> {
  const counts = labelsOf(product).map(
    (label) => [label, before.filter((one) => labelsOf(one).includes(label)).length] as const,
  );
  const most = Math.max(0, ...counts.map(([, count]) => count));
  return new Set(most === 0 ? [] : counts.filter(([, count]) => count === most).map(([label]) => label));
}

/** The label of the product that its text names before all others. */
function firstLabelIn(text: string, product: Product): string | undefined {
  const said = text.toLowerCase();
  const places = labelsOf(product).map((label) => {
    const name = new RegExp(`(?<![\\p{L}\\p{N}])${label.replace(SIGNS, '\\$&')}(?![\\p{L}\\p{N}])`, 'u');
    return [label, said.search(name)] as const;
  });
  return places.filter(([, place]) => place >= 0).sort(([, a], [, b]) => a - b)[0]?.[0];
}
