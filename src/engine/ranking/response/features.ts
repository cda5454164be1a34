import { SESSION_GAP_MS } from '../../../contract/interaction.ts';
import type { ItemActivity, ProductActivity, VisitorActivity } from './activity.ts';

/** One product at one moment of a visit. */
export interface Moment {
  visitor: VisitorActivity;
  products: ProductActivity;
  item: number;
  /** What the visitor did with the product before. */
  own: ItemActivity | undefined;
  /** Milliseconds. */
  now: number;
}

type Feature = (moment: Moment) => number;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Prior of a rate, so that few actions have little effect: as if so many views of an average product came before. */
const PRIOR_VIEWS = 20;

/** Logarithm of a share of actions, with one more for each product so that none is zero. */
const share = (count: number, total: number, items: number): number => Math.log((count + 1) / (total + items));
const rate = (actions: number, views: number, overall: number): number =>
  Math.log((actions + PRIOR_VIEWS * overall) / (views + PRIOR_VIEWS));
const overall = ({ total }: ProductActivity | VisitorActivity, action: 'carts' | 'purchases'): number =>
  (total[action] + 1) / (total.views + PRIOR_VIEWS);
const sinceLatest = ({ visitor, now }: Moment): number => Math.max(0, now - visitor.latestAt);
const inSession = (moment: Moment): boolean => sinceLatest(moment) <= SESSION_GAP_MS;
const hour = ({ now }: Moment): number => (2 * Math.PI * (now % DAY)) / DAY;

/** What is known of a product, a visitor, the moment, and the two together; all before what is to be foretold. */
const FEATURES: readonly Feature[] = [
  // Visitor: how long and how serious the history is.
  ({ visitor }) => Math.log1p(visitor.total.views),
  ({ visitor }) => Math.log1p(visitor.total.carts),
  ({ visitor }) => Math.log1p(visitor.total.purchases),
  ({ visitor, products }) => rate(visitor.total.carts, visitor.total.views, overall(products, 'carts')),
  ({ visitor, products }) => rate(visitor.total.purchases, visitor.total.views, overall(products, 'purchases')),
  ({ visitor }) => Math.log1p(visitor.days),
  // Product: how popular, and how often a look at it leads on.
  ({ products, item }) => share(products.of(item, 'views'), products.total.views, products.items),
  ({ products, item }) => share(products.of(item, 'carts'), products.total.carts, products.items),
  ({ products, item }) => share(products.of(item, 'purchases'), products.total.purchases, products.items),
  ({ products, item }) => rate(products.of(item, 'carts'), products.of(item, 'views'), overall(products, 'carts')),
  ({ products, item }) =>
    rate(products.of(item, 'purchases'), products.of(item, 'views'), overall(products, 'purchases')),
  // Context: where in a visit, and when.
  (moment) => (Number.isFinite(moment.visitor.latestAt) ? Math.log1p(sinceLatest(moment) / MINUTE) : 0),
  (moment) => (inSession(moment) ? 1 : 0),
  (moment) => (inSession(moment) ? Math.log1p(moment.visitor.session.views) : 0),
  (moment) => (inSession(moment) ? Math.log1p(moment.visitor.session.carts) : 0),
  (moment) => (inSession(moment) ? Math.log1p(moment.visitor.session.purchases) : 0),
  (moment) => Math.sin(hour(moment)),
  (moment) => Math.cos(hour(moment)),
  // Cross: what this visitor did with this product.
  ({ own }) => Math.log1p(own?.views ?? 0),
  ({ own }) => Math.log1p(own?.carts ?? 0),
  ({ own }) => Math.log1p(own?.purchases ?? 0),
  ({ own, now }) => (own === undefined ? 0 : 1 / (1 + Math.max(0, now - own.at) / HOUR)),
  ({ visitor, item }) => (visitor.latest[0] === item ? 1 : 0),
];

/** Features of one product at one moment. */
export const FEATURE_COUNT = FEATURES.length;

/** Writes the features from `at` on. */
export function writeFeatures(moment: Omit<Moment, 'own'>, target: Float32Array, at: number): void {
  const whole: Moment = { ...moment, own: moment.visitor.met.get(moment.item) };
  for (let i = 0; i < FEATURES.length; i++) target[at + i] = FEATURES[i](whole);
}
