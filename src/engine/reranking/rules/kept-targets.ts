import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { numbersOf, passing, rowsOf } from '../../../catalogue/filter.ts';
import { PADDING } from '../../../contract/product.ts';
import type { RuleTarget } from '../../../contract/recommendation.ts';
import { Bitset } from '../../../kernels/scoring/bitset.ts';

/** Targets kept of one catalogue, more than one list may have rules; the one that was asked for longest ago goes first. */
const MOST = 128;

/** What of a target is the same for every visitor and at any time. */
export interface KeptTarget {
  /** Rows with the conditions, whether or not they may be shown, in stock or not; `undefined` where there are no conditions. */
  readonly rows: Bitset | undefined;
  /** Products, categories and brands that the catalogue does not have. */
  readonly unknown: Readonly<Record<'products' | 'categories' | 'brands', readonly string[]>>;
}

const kept = new WeakMap<Catalogue, Map<string, KeptTarget>>();

/**
 * Reads a target, once a catalogue: a shop's rules are the same at every click, and prices of a whole catalogue take longer
 * than a list.
 */
export function keptTarget(catalogue: Catalogue, target: RuleTarget): KeptTarget {
  const { products, categories, brands, price } = target;
  const known = kept.get(catalogue) ?? new Map<string, KeptTarget>();
  kept.set(catalogue, known);
  const key = JSON.stringify([products, categories, brands, price]);
  const read = known.get(key) ?? readTarget(catalogue, target);
  known.delete(key);
  known.set(key, read);
  if (known.size > MOST) known.delete(known.keys().next().value!);
  return read;
}

function readTarget(catalogue: Catalogue, { products, categories, brands, price }: RuleTarget): KeptTarget {
  const { features } = catalogue;
  const without = (numbers: () => ReadonlyMap<string, number>, names: readonly string[] = []): string[] =>
    names.filter((name) => numbersOf(numbers(), name).length === 0);
  const conditions = { ...(categories && { categories }), ...(brands && { brands }), ...(price && { price }) };
  let rows: Bitset | undefined;
  return {
    get rows() {
      if (!products && Object.keys(conditions).length === 0) return undefined;
      rows ??= passing(catalogue, conditions, products ? rowsOf(catalogue, products) : everyRow(catalogue));
      return rows;
    },
    unknown: {
      products: (products ?? []).filter((id) => !catalogue.isListed(catalogue.itemOf(id) ?? PADDING)),
      categories: without(() => features.categories, categories),
      brands: without(() => features.brands, brands),
    },
  };
}

function everyRow({ rows }: Catalogue): Bitset {
  const every = new Bitset(rows);
  every.words.fill(~0);
  return every;
}
