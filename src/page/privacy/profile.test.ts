import { expect, test } from 'vitest';
import { identityOf, readProfile, unreadable } from './profile.ts';

const NOW = Date.UTC(2026, 0, 1);
const TIME = '2025-01-01T00:00:00.000Z';
const SEEN = { time: TIME, name: 'view_item', product: 'a' };

const profile = (parts: object = {}): object => ({
  format: 'vitrine-profile',
  version: 1,
  interactions: [SEEN],
  browsing: [],
  ...parts,
});

test('what does not call itself a profile of this version is refused, with what helps', () => {
  expect(() => readProfile(profile({ format: 'other' }), NOW)).toThrow(
    expect.objectContaining({
      code: 'profile-unreadable',
      message: 'The profile cannot be read. It does not call itself a profile.',
      remedy: 'Give a file as it was exported.',
    }),
  );
  expect(() => readProfile(profile({ version: 2 }), NOW)).toThrow(
    expect.objectContaining({
      code: 'profile-version',
      message: 'The profile is not of version 1.',
      remedy: 'Update the shop, or export again from a shop of this version.',
    }),
  );
  expect(unreadable('It is empty')).toMatchObject({ remedy: 'Give a file as it was exported.' });
});

test.each([
  ['a time that is none', { time: 'yesterday' }, 'a time since 1970'],
  ['a time before 1970', { time: '1969-12-31T23:59:59.999Z' }, 'a time since 1970'],
  ['a product without a name', { product: '' }, 'not empty'],
  ['a quantity of none', { quantity: 0 }, 'quantity'],
  ['a text that is too long', { list: 'x'.repeat(513) }, 'list'],
])('%s is refused, and the message says where', (_, wrong, said) => {
  expect(() => readProfile(profile({ interactions: [{ ...SEEN, ...wrong }] }), NOW)).toThrow(said);
});

test('the first moment of 1970 is a time, and one to come is now', () => {
  const [first, last] = readProfile(
    profile({
      interactions: [
        { ...SEEN, time: '2999-01-01' },
        { ...SEEN, time: '1970-01-01T00:00:00Z' },
      ],
    }),
    NOW,
  ).events;
  expect([first.at, last.at]).toEqual([0, NOW]);
});

test('an event is the same as another by its id, and without one by what it says', () => {
  const at = 5.5;
  expect(identityOf({ id: 'e', name: 'view_item', product: 'a', at })).toBe('e');
  // The store numbers browsing that came without a name: that is a name in one browser alone.
  const numbered = { id: 7, name: 'search', words: 'pan', at } as unknown as Parameters<typeof identityOf>[0];
  expect(identityOf(numbered)).toBe('["search",5,"pan"]');
  expect(identityOf({ name: 'view_item', product: 'a', at })).toBe('["view_item",5,"a"]');
  expect(identityOf({ name: 'view_category', category: 'pots', at })).toBe('["view_category",5,"pots"]');
  expect(identityOf({ name: 'page_view', page: '/a', at })).toBe('["page_view",5,"/a"]');
  expect(identityOf({ name: 'view_item_list', products: ['a'], at })).toBe('["view_item_list",5,["a"]]');
});
