import { expect, test } from 'vitest';
import type { StoredInteraction } from '../../contract/interaction.ts';
import type { BrowseEvent } from '../../contract/visitor-event.ts';
import { SearchMemory } from './search-memory.ts';

const MINUTE = 60_000;
const wordsOf = (text: string): string[] => text.split(' ').filter(Boolean);
const search = (words: string, minute: number): BrowseEvent => ({ name: 'search', words, at: minute * MINUTE });
let seq = 0;
const event = (name: StoredInteraction['name'], product: string, minute: number): StoredInteraction => ({
  name,
  product,
  at: minute * MINUTE,
  seq: ++seq,
  session: 1,
});
const view = (product: string, minute: number) => event('view_item', product, minute);

const memoryOf = (searches: BrowseEvent[], interactions: StoredInteraction[] = []): SearchMemory =>
  new SearchMemory(searches.toReversed(), interactions, wordsOf);

test('a click counts for the search before it, within half an hour, the first most', () => {
  const memory = memoryOf(
    [search('red dress', 1), search('boots', 5)],
    [view('early', 0), view('a', 2), view('b', 3), view('a', 4), view('boot', 6), view('later', 40)],
  );
  expect([...memory.chosenAfter('red dress')]).toEqual([
    ['a', 1],
    ['b', 0.5],
  ]);
  expect([...memory.chosenAfter('boots').keys()]).toEqual(['boot']);
  expect(memory.chosenAfter('').size).toBe(0);
});

test('searches with half of the words in common count by what they have in common, in any form of the words', () => {
  const memory = memoryOf([search('red dresses', 1)], [view('a', 2)]);
  expect(memory.chosenAfter('dress').get('a')).toBe(0.5);
  expect(memory.chosenAfter('dress red').get('a')).toBe(1);
  expect(memory.chosenAfter('blue long dress').size).toBe(0);
});

test('a later search counts more, and several add up to 1 at most', () => {
  const memory = memoryOf(
    [search('dress', 1), search('dress', 5), search('dress', 9)],
    [view('a', 2), view('b', 6), view('a', 10)],
  );
  expect(memory.chosenAfter('dress').get('a')).toBe(1);
  expect(memory.chosenAfter('dress').get('b')).toBeCloseTo(0.9);
});

test('what the visitor dismissed or took back is no choice', () => {
  const memory = memoryOf([search('dress', 1)], [view('a', 2), event('dismiss', 'a', 3)]);
  expect(memory.chosenAfter('dress').size).toBe(0);
});

test('the words of the session before are told newest first, those of this search left out', () => {
  const memory = memoryOf([search('old coat', 0), search('red dress', 31), search('wool', 40), search('shoes', 45)]);
  expect(memory.earlierWords('shoes', 46 * MINUTE)).toEqual([
    { word: 'wool', weight: 1 },
    { word: 'red', weight: 0.5 },
    { word: 'dress', weight: 0.5 },
  ]);
  expect(memory.earlierWords('shoes', 80 * MINUTE)).toEqual([]);
});
