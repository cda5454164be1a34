import type { Heading, Reason, RecommendationList, RecommendedProduct } from '../../contract/recommendation.ts';
import { nearestName } from '../../contract/validation/nearest-name.ts';
import type { VisitorContext } from '../sources/candidate-source.ts';
import { again } from './again.ts';
import { boughtTogether } from './bought-together.ts';
import { cart } from './cart.ts';
import { lookingSimilar } from './looking-similar.ts';
import { arrivals } from './new.ts';
import type { Placement, Plan, Shelf } from './placement.ts';
import { related } from './related.ts';
import { trending } from './trending.ts';

/** Every placement but `home`, which is the engine's own ranking. */
const PLACEMENTS: readonly Placement[] = [related, lookingSimilar, boughtTogether, cart, again, trending, arrivals];

/** Sources of placements, and the reason that each gives. */
const REASONS: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ['trending', { kind: 'trending' }],
  ['new', { kind: 'new' }],
  ['again', { kind: 'again', bought: true }],
  ['viewed', { kind: 'again', bought: false }],
]);
/** Sources that speak for all visitors alike. */
const IMPERSONAL: ReadonlySet<string> = new Set(['trending', 'new', 'popular', 'spread']);

/** A placement, as the engine works with it. */
export interface OpenPlacement extends Pick<Placement, 'defaults'> {
  plan(shelf: Shelf): Promise<OpenPlan>;
}

interface OpenPlan extends Plan {
  context: VisitorContext;
  /** The list with its heading, and with the reasons that only placements give. */
  finish<TList extends Pick<RecommendationList, 'items' | 'model' | 'fallback'>>(
    list: TList,
  ): TList & { heading: Heading };
}

/**
 * The placement of this name. The engine brings this in with the first list that asks for one, as a script of its own
 * (workers/placements.ts); an error would not be recognised over there, so it is told in words.
 * @returns the placement, or what is wrong with the name
 */
export function placementNamed(name: string): OpenPlacement | string {
  const placement = PLACEMENTS.find((placement) => placement.name === name);
  if (placement === undefined) {
    const names = ['home', ...PLACEMENTS.map(({ name }) => name)];
    return `The placement ${name} is not known; the nearest name is ${nearestName(name, names)}`;
  }
  return {
    defaults: { ...placement.defaults },
    async plan(shelf) {
      const plan = await placement.plan(shelf);
      const heading = { kind: placement.name, ...plan.heading };
      return {
        context: shelf.context,
        ...plan,
        finish: (list) => ({
          ...list,
          heading,
          items: shelf.query.explain ? list.items.map((item) => withReasons(item, plan.reasons)) : list.items,
          fallback: list.fallback || list.model.split('+').every((source) => IMPERSONAL.has(source)),
        }),
      };
    },
  };
}

function withReasons(item: RecommendedProduct, reasons: Plan['reasons']): RecommendedProduct {
  const own = Object.keys(item.shares).flatMap((source) =>
    source === 'usual' ? (reasons?.(item.id) ?? []) : (REASONS.get(source) ?? []),
  );
  return own.length > 0 ? { ...item, reasons: own } : item;
}
