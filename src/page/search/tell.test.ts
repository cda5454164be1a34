import { expect, test } from 'vitest';
import type { Understood } from '../../contract/search.ts';
import { english } from '../wording/locale.ts';
import { tellDropped, tellPart } from './tell.ts';

const range = [0, 1] as const;
test.each<[Omit<Understood, 'range'> & object, string]>([
  [{ kind: 'category', name: 'Pots', exclude: false } as never, 'Pots'],
  [{ kind: 'brand', name: 'Iwa', exclude: true } as never, 'not Iwa'],
  [{ kind: 'word', name: 'blue', exclude: true } as never, 'not blue'],
  [{ kind: 'size', name: 'M', exclude: false } as never, 'size M'],
  [{ kind: 'size', name: 'M', exclude: true } as never, 'not M'],
  [{ kind: 'price', max: 20 } as never, 'up to 20'],
  [{ kind: 'price', min: 10 } as never, 'from 10'],
  [{ kind: 'price', min: 10, max: 20 } as never, '10 to 20'],
  [{ kind: 'order', by: 'price-ascending' } as never, 'cheapest first'],
  [{ kind: 'order', by: 'price-descending' } as never, 'most expensive first'],
  [{ kind: 'order', by: 'newest' } as never, 'newest first'],
])('%o is told as %s', (part, told) => {
  expect(tellPart({ ...part, range } as unknown as Understood, english).toLowerCase()).toBe(told.toLowerCase());
});

test('words that the nearest products do without are told in quotes', () => {
  expect(tellDropped(['blue', 'oak'], 'en', english)).toMatch(/blue.*oak/);
});
