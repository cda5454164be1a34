import type { FeatureIndex } from '../../catalogue/feature-index.ts';
import { type Cases, historyOf, type InteractionLog } from './interaction-log.ts';
import { categoryDivergence } from './metrics/category-calibration.ts';
import { intraListDiversity, similarityByShoppers } from './metrics/diversity.ts';
import { countExposure, gini } from './metrics/exposure.ts';
import { countShoppers, meanPopularity, novelty, popularityLift } from './metrics/popularity.ts';

/** Lists whose products are compared with each other, at most, evenly spread: each is dozens of comparisons. */
const MOST_COMPARED = 5000;

/** Measures lists by what is known of products and shoppers, whoever made the lists. */
export class BeyondAccuracy {
  readonly #popularity: ReturnType<typeof countShoppers>;
  readonly #similarity: ReturnType<typeof similarityByShoppers>;
  readonly #basis: 'content' | 'shoppers';

  /**
   * @param train what popularity is counted in, and likeness where no features are given
   * @param features of the products; without them there is no likeness by content and no calibration of categories
   */
  constructor(
    train: InteractionLog,
    readonly features?: FeatureIndex,
  ) {
    this.#popularity = countShoppers(train);
    this.#basis = features === undefined ? 'shoppers' : 'content';
    this.#similarity = features === undefined ? similarityByShoppers(train) : (a, b) => features.similarity(a, b);
  }

  /**
   * Of the first `k` of each list: `novelty`, `popularity` (mean number of shoppers who met a product) and
   * `popularity-lift`, `gini` of exposure, `diversity-content` or `diversity-shoppers` by what likeness is measured, and,
   * where categories are known, `category-divergence`. One that cannot be had is absent.
   */
  measure(cases: Cases, lists: readonly Int32Array[], k: number): Record<string, number> {
    const means = new Means();
    const step = Math.ceil(lists.length / MOST_COMPARED);
    lists.forEach((whole, index) => {
      const list = whole.subarray(0, k);
      const history = historyOf(cases, index).items;
      if (list.length > 0) {
        means.add('novelty', novelty(list, this.#popularity));
        means.add('popularity', meanPopularity(list, this.#popularity));
        if (index % step === 0) means.add(`diversity-${this.#basis}`, intraListDiversity(list, this.#similarity));
        if (this.features) means.add('category-divergence', this.#divergence(this.features, history, list));
      }
      if (history.length > 0) means.add('history', meanPopularity(history, this.#popularity));
    });
    const { history, ...found } = means.taken();
    const lift = popularityLift(found.popularity, history);
    const measured: Record<string, number> = {
      ...found,
      ...(Number.isFinite(lift) && { 'popularity-lift': lift }),
      gini: gini(countExposure(lists, k, cases.log.productIds.length)),
    };
    return Object.fromEntries(Object.entries(measured).map(([name, value]) => [`${name}@${k}`, value]));
  }

  #divergence(features: FeatureIndex, history: Int32Array, list: Int32Array): number {
    const categoriesOf = (item: number): ArrayLike<number> =>
      item < features.rows
        ? features.featuresOf(item).filter((feature) => features.kindOf(feature) === 'category')
        : new Uint32Array(0);
    return categoryDivergence(history, list, categoriesOf);
  }
}

/** Means of what could be had. */
class Means {
  readonly #sums = new Map<string, { sum: number; count: number }>();

  add(name: string, value: number): void {
    if (Number.isNaN(value)) return;
    const { sum, count } = this.#sums.get(name) ?? { sum: 0, count: 0 };
    this.#sums.set(name, { sum: sum + value, count: count + 1 });
  }

  taken(): Record<string, number> {
    return Object.fromEntries(Array.from(this.#sums, ([name, { sum, count }]) => [name, sum / count]));
  }
}
