import { groupedEstimate } from './metrics/estimate.ts';

/** One place of a list that was shown. */
export interface LoggedPlace {
  product: string;
  /** With what chance the ranking that was in use puts this product at this place, for this visitor: above 0, at most 1. */
  propensity: number;
  /** What came of it: 1 for a click, or money. */
  reward: number;
}

export interface LoggedList {
  /** Lists of one visitor are taken together. Absent: the list is alone. */
  visitor?: string;
  /** What rewards depend on, such as the placement of the list or the group of the visitor. */
  context?: string;
  places: readonly LoggedPlace[];
  /** What the other ranking would have at each place: a product, or products with their chances, which sum to 1. */
  target: readonly (string | Readonly<Record<string, number>>)[];
}

/** A value by list, with half the width of its 95 % interval. */
export interface Estimated {
  mean: number;
  interval: number;
}

export interface Replay {
  lists: number;
  visitors: number;
  /** What the ranking in use brought. */
  logged: Estimated;
  /**
   * What the other one would bring, by inverse propensity scores: without a bias, and noisy (Horvitz & Thompson, 1952; place by
   * place, as Li et al., "Offline evaluation of ranking policies with click models", 2018, whose assumption it is that
   * what a place brings depends on its own product only).
   */
  ips: Estimated;
  /** … with the weights of each place made to average 1 (self-normalised: Swaminathan & Joachims, 2015): a small bias, less noise. */
  snips: Estimated;
  /**
   * … with a model of the rewards, which is corrected by what was seen (doubly robust: Dudík, Langford & Li, 2011): without a
   * bias where propensities are right, however wrong the model; the less wrong, the less noise. The rewards of a list are
   * foretold from the other half of the visitors.
   */
  doublyRobust: Estimated;
  /** Average of the weights by place: 1 where propensities are right and whatever the other ranking shows can be shown. */
  weight: Estimated;
  /** Lists that would tell as much if they were shown by the other ranking itself (Kish, 1965). */
  effectiveLists: number;
}

/** What another ranking would have brought, from lists that were shown by one that draws: nobody is asked again. */
export function replay(lists: readonly LoggedList[]): Replay {
  const groups = groupsOf(lists);
  const halves = [0, 1].map((half) => new RewardModel(lists.filter((_, i) => groups[i] % 2 !== half)));
  const weights = lists.map(({ places, target }) =>
    places.map(({ product, propensity }, place) => chanceOf(target[place], product) / propensity),
  );
  const by = (value: (list: LoggedList, i: number) => number): Estimated => groupedEstimate(lists.map(value), groups);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const flat = weights.flat();
  return {
    lists: lists.length,
    visitors: new Set(groups).size,
    logged: by(({ places }) => sum(places.map(({ reward }) => reward))),
    ips: by(({ places }, i) => sum(places.map(({ reward }, place) => weights[i][place] * reward))),
    snips: selfNormalised(lists, weights, groups),
    doublyRobust: by(({ context, places, target }, i) => {
      const model = halves[groups[i] % 2];
      return sum(
        places.map(({ product, reward }, place) => {
          const foretold = sum(
            chancesOf(target[place]).map(([other, chance]) => chance * model.rewardOf(context, other, place)),
          );
          return foretold + weights[i][place] * (reward - model.rewardOf(context, product, place));
        }),
      );
    }),
    weight: by((_, i) => sum(weights[i]) / Math.max(1, weights[i].length)),
    effectiveLists: (lists.length * sum(flat) ** 2) / Math.max(1, flat.length * sum(flat.map((weight) => weight ** 2))),
  };
}

/** Each place's own ratio, summed; the interval is a jackknife's. */
function selfNormalised(
  lists: readonly LoggedList[],
  weights: readonly (readonly number[])[],
  groups: readonly number[],
): Estimated {
  const places = Math.max(0, ...weights.map((list) => list.length));
  let mean = 0;
  const influence = new Float64Array(lists.length);
  for (let place = 0; place < places; place++) {
    let total = 0;
    let rewards = 0;
    for (let i = 0; i < lists.length; i++) {
      const weight = weights[i][place] ?? 0;
      total += weight;
      rewards += weight === 0 ? 0 : weight * lists[i].places[place].reward;
    }
    if (total === 0) continue;
    // Lists may be of different lengths: a place counts as often as it was there.
    const present = weights.filter((list) => list.length > place).length;
    const value = rewards / total;
    mean += (value * present) / lists.length;
    for (let i = 0; i < lists.length; i++) {
      const weight = weights[i][place] ?? 0;
      // As if the list had been left out: by few lists of great weight, the ratio is nearer to them than to the truth.
      const share = weight / total;
      if (weight > 0 && share < 1) {
        influence[i] += (present * share * (lists[i].places[place].reward - value)) / (1 - share);
      }
    }
  }
  return { mean, interval: groupedEstimate(influence, groups).interval };
}

/** Visitors by number; lists without one stand for themselves. */
function groupsOf(lists: readonly LoggedList[]): number[] {
  const numbers = new Map<string, number>();
  let next = 0;
  return lists.map(({ visitor }) => {
    if (visitor === undefined) return next++;
    const known = numbers.get(visitor);
    if (known !== undefined) return known;
    numbers.set(visitor, next);
    return next++;
  });
}

type Target = LoggedList['target'][number] | undefined;

const chancesOf = (target: Target): [product: string, chance: number][] =>
  target === undefined ? [] : typeof target === 'string' ? [[target, 1]] : Object.entries(target);

function chanceOf(target: Target, product: string): number {
  if (typeof target === 'string') return target === product ? 1 : 0;
  return target !== undefined && Object.hasOwn(target, product) ? target[product] : 0;
}

/** Views that a mean of few is drawn towards the coarser one by. */
const SHRINKAGE = 10;

/** Rewards as averages: of a product at a place in a context, drawn to that of the product there, and of the place. */
class RewardModel {
  readonly #means = new Map<string, { sum: number; count: number }>();

  constructor(lists: readonly LoggedList[]) {
    for (const { context, places } of lists) {
      places.forEach(({ product, reward }, place) => {
        for (const key of keysOf(context, product, place)) {
          const mean = this.#means.get(key);
          if (mean === undefined) this.#means.set(key, { sum: reward, count: 1 });
          else {
            mean.sum += reward;
            mean.count++;
          }
        }
      });
    }
  }

  rewardOf(context: string | undefined, product: string, place: number): number {
    return keysOf(context, product, place).reduce((coarser, key) => {
      const { sum, count } = this.#means.get(key) ?? { sum: 0, count: 0 };
      return (sum + SHRINKAGE * coarser) / (count + SHRINKAGE);
    }, 0);
  }
}

/** From the coarsest to the finest; the context's length keeps apart what would read alike. */
const keysOf = (context: string | undefined, product: string, place: number): string[] => [
  `${place}`,
  `${place} ${product}`,
  `${place}|${context?.length ?? 0}|${context ?? ''}${product}`,
];
