import { get } from 'svelte/store';
import { expect, test } from 'vitest';
import type { LiveList } from './live-list.ts';
import { recommendations } from './svelte.ts';
import { testBinding } from './testing/behaviour.ts';
import { createDouble, settle } from './testing/recommender-double.ts';

testBinding('Svelte', (recommender, query) => {
  let shown: LiveList | undefined;
  const store = recommendations(recommender, query);
  const unmount = store.subscribe((live) => {
    shown = live;
  });
  // As the action `use:store.watch` does, once the element is there.
  store.watch({} as Element);
  return { shown: () => shown as LiveList, ask: store.ask, unmount };
});

test('who only looks, as rendering on a server does, asks for nothing', async () => {
  const { recommender, questions, listeners } = createDouble();
  const store = recommendations(recommender);
  expect(get(store)).toMatchObject({ list: undefined, pending: true });
  await settle();
  expect(questions).toHaveLength(0);
  expect(listeners()).toBe(0);
});
