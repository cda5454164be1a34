import type { RecommendationList } from '../../src/contract/recommendation.ts';
import { createExperiments } from '../../src/experiments/create-experiments.ts';
import type { Experiment } from '../../src/experiments/experiment.ts';
import { interleave } from '../../src/experiments/interleaving.ts';
import { listEvent } from '../../src/experiments/list-events.ts';
import { randomOf } from '../harness/random.ts';

const DAY = 24 * 60 * 60 * 1000;
const BEGIN = Date.parse('2026-03-02T08:00:00Z');
const PRODUCTS = Array.from({ length: 60 }, (_, i) => ({
  id: `p${i + 1}`,
  title: `Product ${i + 1}`,
  price: 5 + ((i * 37) % 95),
}));

export const EXPERIMENTS: Experiment[] = [
  {
    name: 'home-sale-first',
    variants: [
      { name: 'control', weight: 0.5 },
      { name: 'sale-first', weight: 0.5 },
    ],
  },
];

/**
 * What the pages of a shop would collect in so many days, as JSON lines: visitors come back, see a list on the home page and
 * one beside a product, choose, and buy. Under `sale-first` those who choose buy more often, by `lift`; of the cart's
 * interleaved list the second ranking is the better one.
 */
export function* collectedEvents({
  visitors,
  days,
  lift,
  seed,
}: {
  visitors: number;
  days: number;
  lift: number;
  seed: number;
}) {
  const random = randomOf(seed);
  const chance = (share: number): boolean => random.uniform() < share;
  for (let number = 0; number < visitors; number++) {
    const visitor = `visitor-${number}`;
    let at = BEGIN + Math.floor(random.uniform() * (days - 1) * DAY);
    const exposures: { name: string; params: object }[] = [];
    const experiments = createExperiments({
      visitor,
      experiments: EXPERIMENTS,
      url: '',
      onExposure: (event) => exposures.push(event),
    });
    const collected = ({ name, params }: { name: string; params: object }, extra: object = {}): string => {
      at += 1_000 + Math.floor(random.uniform() * 60_000);
      return JSON.stringify({
        name,
        params: { ...params, ...extra },
        client_id: visitor,
        timestamp_micros: at * 1_000,
      });
    };
    const visits = 1 + Number(chance(0.4)) + Number(chance(0.2));
    for (let visit = 0; visit < visits; visit++) {
      if (visit > 0) at += Math.floor((0.2 + 2 * random.uniform()) * DAY);
      const { query, variant } = experiments.assign('home-sale-first');
      for (const exposure of exposures.splice(0)) yield collected(exposure);
      const home = { ...listOf(`${visitor}-home-${visit}`, 'home', variant === 'sale-first'), variant: query.variant };
      yield collected(listEvent('view_item_list', home, firstOf(home, 6)));
      if (chance(0.3)) {
        yield* choose(home, variant === 'sale-first' ? 0.2 * (1 + lift) : 0.2);
        const related = listOf(`${visitor}-related-${visit}`, 'related', false);
        yield collected(listEvent('view_item_list', related, firstOf(related, 4)));
        if (chance(0.15)) yield* choose(related, 0.1);
      }
      if (chance(0.2)) {
        const cart = interleave(
          {
            'in-use': listOf(`${visitor}-a-${visit}`, 'cart', false),
            learned: listOf(`${visitor}-b-${visit}`, 'cart', false),
          },
          { experiment: 'cart-ranking', limit: 6 },
        );
        yield collected(listEvent('view_item_list', cart));
        const liked = cart.items.filter(({ team }) => chance(team === 'learned' ? 0.16 : 0.1));
        for (const { id } of liked.slice(0, 2)) yield collected(listEvent('select_item', cart, [id]));
      }
      // Bought without any list: what a search or an advertisement brought.
      if (chance(0.02)) {
        const { id, price } = PRODUCTS[Math.floor(random.uniform() * PRODUCTS.length)];
        yield collected(purchase(`${visitor}-t${visit}-0`, id, price));
      }
    }

    function* choose(list: RecommendationList, buys: number): Generator<string> {
      const { id, product } = list.items[Math.min(list.items.length - 1, Math.floor(random.uniform() ** 2 * 6))];
      yield collected(listEvent('select_item', list, [id]));
      if (!chance(2 * buys)) return;
      // As shops send it: the cart names no list.
      yield collected({ name: 'add_to_cart', params: { items: [{ item_id: id, price: product.price, quantity: 1 }] } });
      if (chance(0.5)) yield collected(purchase(`${list.id}-t`, id, product.price as number));
    }
  }

  function listOf(id: string, placement: string, saleFirst: boolean): RecommendationList {
    const items = Array.from({ length: 8 }, () => PRODUCTS[Math.floor(random.uniform() * PRODUCTS.length)]);
    const distinct = [...new Set(items)];
    return {
      id,
      placement,
      model: 'knn',
      fallback: false,
      took: 1,
      items: distinct.map((product, i) => ({
        id: product.id,
        product,
        score: -i,
        reasons: [],
        shares: {},
        ...(saleFirst && i < 2 ? { rule: 'spring-sale' } : {}),
      })),
    };
  }
}

const firstOf = ({ items }: RecommendationList, count: number): string[] => items.slice(0, count).map(({ id }) => id);

const purchase = (transaction: string, product: string, price: number): { name: string; params: object } => ({
  name: 'purchase',
  params: { transaction_id: transaction, currency: 'EUR', items: [{ item_id: product, price, quantity: 1 }] },
});
