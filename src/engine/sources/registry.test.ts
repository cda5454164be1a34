import { expect, expectTypeOf, test } from 'vitest';
import type { BuiltInSource } from '../../contract/recommendation.ts';
import { SOURCES } from './registry.ts';
import { isPersonal, SOURCE_NAMES } from './source-names.ts';

test('no name comes twice, and editors complete each of them', () => {
  expect(new Set(SOURCE_NAMES).size).toBe(SOURCES.length);
  expectTypeOf<(typeof SOURCES)[number]['name']>().toEqualTypeOf<BuiltInSource>();
});

test('a source that nobody described speaks for the visitor who asked it', () => {
  expect(isPersonal('popular')).toBe(false);
  expect(isPersonal('rules')).toBe(true);
  expect(isPersonal('the shop’s own')).toBe(true);
});
