import { expect, test } from 'vitest';
import { readAddress } from './field-values.ts';

test.each([
  'data:image/jpeg;base64,/9j/4AAQSkZJRg==',
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E',
])('a picture inside the feed is one address, whatever stands in it: %s', (address) => {
  expect(readAddress(address)).toBe(address);
});

test('of several addresses the first is taken', () => {
  expect(readAddress('https://x/1.jpg, https://x/2.jpg')).toBe('https://x/1.jpg');
});
