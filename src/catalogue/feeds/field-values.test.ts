import { expect, test } from 'vitest';
import { readAddress, readDate } from './field-values.ts';

test.each([
  'data:image/jpeg;base64,/9j/4AAQSkZJRg==',
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E',
])('a picture inside the feed is one address, whatever stands in it: %s', (address) => {
  expect(readAddress(address)).toBe(address);
});

test('of several addresses the first is taken', () => {
  expect(readAddress('https://x/1.jpg, https://x/2.jpg')).toBe('https://x/1.jpg');
});

test.each([
  ['2026-03-01', '2026-03-01'],
  ['2026-03-01 08:30:00', '2026-03-01T08:30:00'],
  ['2024-04-02T07:41:22-04:00', '2024-04-02T07:41:22-04:00'],
  [1_700_000_000, '2023-11-14T22:13:20.000Z'],
  ['1700000000000', '2023-11-14T22:13:20.000Z'],
  ['03/04/2024', undefined],
  ['2024-19-77', undefined],
  ['0000-00-00 00:00:00', undefined],
  [1e300, undefined],
  [true, undefined],
])('a date that can be read in one way alone is read: %s', (value, date) => {
  expect(readDate(value)).toBe(date);
});
