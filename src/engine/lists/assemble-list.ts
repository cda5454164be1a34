import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { FeatureKind } from '../../catalogue/feature-kinds.ts';
import type { ProductId } from '../../contract/product.ts';
import type { Reason, RecommendationList, RecommendedProduct, SourceName } from '../../contract/recommendation.ts';
import type { VisitorContext } from '../sources/candidate-source.ts';
import { isPersonal, sourceNamed } from '../sources/source-names.ts';
import type { RankedItem } from './fallback-chain.ts';
import type { ResolvedQuery } from './resolve-query.ts';

/** A source that gave at least this share of a score has its reason given, beside the strongest one. */
const TOLD_SHARE = 0.25;
const WORDING = { category: 'category', brand: 'brand', price: 'price', word: 'words' } as const satisfies Record<
  FeatureKind,
  string
>;

/**
 * The list as the page gets it: the shop's records, reasons, and which sources made it.
 * @param probabilities parallel to `ranked`
 */
export function assembleList(
  catalogue: Catalogue,
  context: VisitorContext,
  ranked: readonly RankedItem[],
  { placement, explain, variant, like }: ResolvedQuery,
  probabilities: readonly RecommendedProduct['probability'][] = [],
): Omit<RecommendationList, 'took'> {
  const named = namesOf(catalogue);
  const items = ranked.map((one, place): RecommendedProduct => {
    const { item, score, shares, rule } = one;
    const product = (context.guests?.get(item) ?? catalogue.product(item))!;
    return {
      id: product.id,
      product,
      score,
      ...(rule !== undefined && { rule }),
      reasons: explain ? reasonsFor(catalogue, context, one, named, like) : [],
      shares,
      ...(probabilities[place] && { probability: probabilities[place] }),
    };
  });
  const sources = strongestFirst(ranked);
  const own = context.items.length > like.filter((id) => catalogue.itemOf(id) !== undefined).length;
  return {
    id: newId(),
    placement,
    items,
    ...(variant && { variant }),
    model: sources.join('+') || 'spread',
    fallback: !sources.some((source) => isPersonal(source) && (own || source === 'friends')),
  };
}

/** What a reason calls a product. Most reasons of a list name the same few: each is read once. */
function namesOf(catalogue: Catalogue): (item: number) => Named {
  const known = new Map<number, Named>();
  return (item) => {
    let named = known.get(item);
    if (named === undefined) {
      const product = catalogue.idOf(item)!;
      const title = catalogue.product(item)?.title;
      named = title === undefined ? { product } : { product, title };
      known.set(item, named);
    }
    return named;
  };
}

type Named = { product: ProductId; title?: string };

function reasonsFor(
  catalogue: Catalogue,
  context: VisitorContext,
  ranked: RankedItem,
  namedAs: (item: number) => Named,
  seeds: readonly ProductId[],
): Reason[] {
  const { strongest, because, shares, item, rule } = ranked;
  if (strongest === null) return rule === undefined ? [{ kind: 'spread' }] : [];
  const reasons: Reason[] = [];
  const gives = (kind: 'similar' | 'popular'): boolean =>
    reasonOf(strongest) === kind ||
    Object.entries(shares).some(([source, share]) => share! >= TOLD_SHARE && reasonOf(source) === kind);
  if (because >= 0) {
    const own = context.items[because];
    const named = namedAs(own);
    if (reasonOf(strongest) === 'because') {
      reasons.push(
        seeds.includes(named.product)
          ? { kind: 'seed', ...named, source: strongest }
          : { kind: 'because', interaction: context.names[because], ...named, source: strongest },
      );
    }
    if (gives('similar')) {
      const kinds = catalogue.features.sharedKinds(own, item);
      if (kinds.length > 0) reasons.push({ kind: 'similar', ...named, shares: kinds.map((kind) => WORDING[kind]) });
    }
  }
  if (gives('popular')) reasons.push({ kind: 'popular' });
  return reasons;
}

const reasonOf = (source: SourceName) => sourceNamed(source)?.reason ?? 'because';

function strongestFirst(ranked: readonly RankedItem[]): SourceName[] {
  const totals = new Map<SourceName, number>();
  for (const { shares } of ranked) {
    for (const [source, share] of Object.entries(shares) as [SourceName, number][]) {
      totals.set(source, (totals.get(source) ?? 0) + share);
    }
  }
  return [...totals.keys()].sort((a, b) => totals.get(b)! - totals.get(a)!);
}

/** 96 random bits. `crypto.randomUUID` is not there on a page without https. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join('-');
}
