import type { Catalogue } from '../catalogue/catalogue.ts';
import type { InteractionName, StoredInteraction } from '../contract/interaction.ts';
import { interestsOf } from '../contract/interests.ts';
import type { Product } from '../contract/product.ts';
import type { InterestKind, NamedInterest, VisitorProfile } from '../contract/visitor-profile.ts';
import type { Declared } from './declared.ts';

const HALF_LIFE_MS = 30 * 24 * 60 * 60 * 1000;
/** Looks that an interaction counts; all others count one. */
const LOOKS: Partial<Record<InteractionName, number>> = { add_to_cart: 3, add_to_wishlist: 3, purchase: 5 };
/** Interests of a kind that were not declared, and products that one comes from. */
const MOST = 10;
const SOURCES = 5;
/** What an interest has to be above, against the catalogue: what every product has is no interest. */
const LEAST_LIFT = 1.2;
/** Share of what was done that lies below the band of prices, and above it. */
const OUTSIDE = 0.1;
const KINDS: readonly InterestKind[] = ['category', 'brand', 'tag'];

/**
 * What is known about a visitor, in words. The engine loads this when it is first asked, as a script of its own
 * (workers/profile.ts).
 * @param entries of the history, oldest first
 * @param now milliseconds since 1970
 */
export function profileOf(
  entries: readonly StoredInteraction[],
  catalogue: Catalogue,
  declared: Declared | undefined,
  now: number,
): VisitorProfile {
  const found = new Map<string, { kind: InterestKind; name: string; weight: number; from: string[] }>();
  const prices: WeightedPrice[] = [];
  let all = 0;
  let interactions = 0;
  for (const { product: id, name, at } of interestsOf(entries).reverse()) {
    const product = catalogue.product(catalogue.itemOf(id) ?? 0);
    if (product === undefined) continue;
    const weight = (LOOKS[name] ?? 1) * 0.5 ** (Math.max(0, now - at) / HALF_LIFE_MS);
    all += weight;
    interactions++;
    if (product.price !== undefined) prices.push({ price: product.price, currency: product.currency, weight });
    for (const kind of KINDS) {
      for (const label of labelsOf(product, kind)) {
        const key = `${kind} ${label}`;
        const interest = found.get(key) ?? { kind, name: label, weight: 0, from: [] };
        interest.weight += weight;
        if (interest.from.length < SOURCES && !interest.from.includes(id)) interest.from.push(id);
        found.set(key, interest);
      }
    }
  }
  const common = countLabels(catalogue, new Set(found.keys()));
  const said = new Map((declared?.all() ?? []).map((one) => [`${one.kind} ${one.name}`, one]));
  const known = [...found].map(([key, { kind, name, weight, from }]): NamedInterest => {
    const wish = said.get(key)?.wish;
    const share = weight / all;
    return { kind, name, share, lift: share / common(key), from, ...(wish && { declared: wish }) };
  });
  const only = [...said].flatMap(([key, { kind, name, wish }]): NamedInterest[] =>
    found.has(key) ? [] : [{ kind, name, share: 0, lift: 0, from: [], declared: wish }],
  );
  const strongest = known.filter((one) => !one.declared && one.lift >= LEAST_LIFT).sort(byStrength);
  return {
    interests: [
      ...[...known.filter((one) => one.declared), ...only],
      ...KINDS.flatMap((kind) => strongest.filter((one) => one.kind === kind).slice(0, MOST)).sort(byStrength),
    ],
    ...bandOf(prices),
    interactions,
  };
}

const byStrength = (a: NamedInterest, b: NamedInterest): number => b.share - a.share || b.lift - a.lift;

function labelsOf({ categories, brand, tags }: Product, kind: InterestKind): readonly string[] {
  if (kind === 'category') return [...new Set(categories)];
  return kind === 'brand' ? (brand ? [brand] : []) : [...new Set(tags)];
}

/** The share of the catalogue that has each of these. */
function countLabels(catalogue: Catalogue, wanted: ReadonlySet<string>): (key: string) => number {
  const counts = new Map<string, number>();
  if (wanted.size > 0) {
    for (const row of catalogue.order) {
      const product = catalogue.product(row);
      for (const kind of product ? KINDS : []) {
        for (const label of labelsOf(product!, kind)) {
          const key = `${kind} ${label}`;
          if (wanted.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
        }
      }
    }
  }
  return (key) => (counts.get(key) ?? 1) / Math.max(1, catalogue.order.length);
}

interface WeightedPrice {
  price: number;
  currency: string | undefined;
  weight: number;
}

/** Of the currency that weighs most: numbers of several currencies make no band. */
function bandOf(prices: readonly WeightedPrice[]): Pick<VisitorProfile, 'price'> {
  if (prices.length === 0) return {};
  const weights = new Map<string | undefined, number>();
  for (const { currency, weight } of prices) weights.set(currency, (weights.get(currency) ?? 0) + weight);
  const [[currency, all]] = [...weights].sort(([, a], [, b]) => b - a);
  const sorted = prices.filter((one) => one.currency === currency).sort((a, b) => a.price - b.price);
  const at = (share: number): number => {
    let below = 0;
    for (const { price, weight } of sorted) {
      below += weight;
      if (below >= share * all) return price;
    }
    return sorted.at(-1)!.price;
  };
  return { price: { min: at(OUTSIDE), max: at(1 - OUTSIDE), ...(currency && { currency }) } };
}
