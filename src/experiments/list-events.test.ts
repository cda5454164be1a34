import { expect, test } from 'vitest';
import type { RecommendationList } from '../contract/recommendation.ts';
import { interleave } from './interleaving.ts';
import { listEvent } from './list-events.ts';

const LIST: RecommendationList = {
  id: 'l1',
  placement: 'home',
  variant: { experiment: 'e', variant: 'b' },
  items: [
    { id: 'p1', product: { id: 'p1', price: 12 }, score: 2, reasons: [], shares: {} },
    { id: 'p2', product: { id: 'p2' }, score: 1, rule: 'sale', reasons: [], shares: {} },
  ],
  model: 'knn',
  fallback: false,
  took: 1,
};

test('a list is told with its placement, variant and rules', () => {
  expect(listEvent('view_item_list', LIST)).toEqual({
    name: 'view_item_list',
    params: {
      item_list_id: 'l1',
      item_list_name: 'home',
      experiment: 'e',
      variant: 'b',
      items: [
        { item_id: 'p1', item_list_id: 'l1', index: 0, price: 12 },
        { item_id: 'p2', item_list_id: 'l1', index: 1, rule: 'sale' },
      ],
    },
  });
});

test('of products that were seen or chosen, each keeps its place on the list', () => {
  const { params } = listEvent('select_item', { ...LIST, variant: undefined }, ['p2', 'p9']);
  expect(params).toEqual({
    item_list_id: 'l1',
    item_list_name: 'home',
    items: [{ item_id: 'p2', item_list_id: 'l1', index: 1, rule: 'sale' }],
  });
});

test('an interleaved list is told with its experiment and teams, and without a variant', () => {
  const list = interleave(
    { ours: LIST, theirs: { ...LIST, id: 'l2', items: [...LIST.items].reverse() } },
    { experiment: 'x' },
  );
  const { params } = listEvent('view_item_list', list);
  expect(params).toMatchObject({ item_list_id: 'l1+l2', experiment: 'x' });
  expect(params).not.toHaveProperty('variant');
  expect(params.items.map(({ team }) => team).sort()).toEqual(['ours', 'theirs']);
});
