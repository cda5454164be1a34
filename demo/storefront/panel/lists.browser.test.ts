import { expect, test } from 'vitest';
import type { Shop } from '../shop.ts';
import { listsSection } from './lists.ts';

test('each source that gave to a list is shown with its share and a colour of its own, known to the shop or not', async () => {
  const item = (shares: Record<string, number>) => ({
    id: 'p',
    product: { id: 'p', title: 'P' },
    score: 1,
    reasons: [],
    shares,
  });
  const items = [item({ rules: 0.5, companions: 0.5 }), item({ companions: 0.8, successors: 0.2 })];
  const list = { id: 'l', placement: 'home', items, model: 'companions+rules+successors', fallback: false, took: 1 };
  const { root, refresh } = listsSection({ lists: new Map([['home', { list, trip: 2 }]]) } as unknown as Shop);
  document.body.append(root);
  await refresh?.();
  const keys = [...root.querySelectorAll<HTMLElement>('.share-legend li')];
  expect(keys.map(({ textContent }) => textContent)).toEqual([
    'companions 65 %',
    'bought together 25 %',
    'looked at next 10 %',
  ]);
  const parts = [...root.querySelectorAll<HTMLElement>('.share-bar span')];
  expect(parts.map(({ style }) => style.flexGrow)).toEqual(['0.65', '0.25', '0.1']);
  const colours = keys.map(({ style }) => style.getPropertyValue('--share'));
  expect(new Set(colours).size).toBe(3);
  expect(parts.map(({ style }) => style.getPropertyValue('--share'))).toEqual(colours);
  root.remove();
});
