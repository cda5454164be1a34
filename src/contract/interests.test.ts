import { expect, test } from 'vitest';
import type { InteractionName } from './interaction.ts';
import { Interests } from './interests.ts';

/** `view:a` is `view_item` of product `a`; `|` starts a session. */
const NAMES: Record<string, InteractionName> = {
  view: 'view_item',
  select: 'select_item',
  cart: 'add_to_cart',
  wish: 'add_to_wishlist',
  buy: 'purchase',
  refund: 'refund',
  remove: 'remove_from_cart',
  dismiss: 'dismiss',
  undo: 'undo_dismiss',
};

function interestsOf(script: string): Interests {
  const interests = new Interests();
  let session = 1;
  for (const word of script.split(' ')) {
    const [name, product] = word.split(':');
    if (word === '|') session++;
    else interests.add({ name: NAMES[name], product, session });
  }
  return interests;
}

test.each([
  ['view:a cart:a buy:a', 'purchase:a'],
  ['view:a view:a wish:b', 'view_item:a add_to_wishlist:b'],
  ['view:a view:b view:a', 'view_item:a view_item:b view_item:a'],
  ['buy:a view:b refund:a', 'view_item:a view_item:b'],
  ['buy:a refund:a', 'view_item:a'],
  ['view:a refund:a', 'view_item:a'],
  ['cart:a refund:a', 'add_to_cart:a'],
  ['select:a view:a view:b', 'view_item:a view_item:b'],
  ['select:a view:b', 'select_item:a view_item:b'],
  ['view:a cart:a view:b remove:a', 'view_item:a view_item:b'],
  ['cart:a view:b cart:a remove:a', 'add_to_cart:a view_item:b view_item:a'],
  ['view:a remove:a', 'view_item:a'],
  ['view:a view:b cart:a dismiss:a', 'view_item:b'],
  ['dismiss:a view:a', 'view_item:a'],
  ['view:a view:b dismiss:a undo:a', 'view_item:b'],
])('%s', (script, expected) => {
  expect(
    interestsOf(script)
      .list.map(({ name, product }) => `${name}:${product}`)
      .join(' '),
  ).toBe(expected);
});

test('a run that goes on in the next session belongs to it', () => {
  expect(interestsOf('view:a | view:a view:b').list.map(({ session }) => session)).toEqual([2, 2]);
});

test('seen is what was of interest; a dismissal lasts until the visitor turns to the product, or takes it back', () => {
  const interests = interestsOf('view:a dismiss:a dismiss:b cart:c remove:c dismiss:d view:d dismiss:e undo:e');
  expect([...interests.seen]).toEqual(['a', 'c', 'd']);
  expect([...interests.dismissed]).toEqual(['a', 'b']);
});
