import { describe, expect, test } from 'vitest';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import { candidatesOf, findGaps } from './gaps.ts';
import { brandOf, type KindKey, type Kinds, kindsOf, pathOf } from './kinds.ts';

const catalogue = (() => {
  const builder = new CatalogueBuilder();
  const add = (id: string, categories: string[], brand?: string) =>
    builder.add({ id, categories, ...(brand === undefined ? {} : { brand }) });
  add('1', ['Kitchen', 'Cups'], 'Aster');
  add('2', ['Kitchen', 'Cups'], 'Birch');
  add('3', ['Kitchen', 'Pans'], 'Birch');
  add('4', ['Kitchen', 'Pans'], 'Cedar');
  add('5', ['Garden', 'Spades'], 'Dale');
  add('6', ['Garden', 'Spades']);
  builder.add({ id: '7', brand: 'Aster' });
  return builder.build();
})();

const kinds = kindsOf(catalogue, [0, 5, 5, 5, 5, 5, 5, 5]);
const named = ({ paths, brands }: Kinds, key: KindKey): string =>
  `${brands[brandOf(key)].names[0]} ${paths[pathOf(key)].names.at(-1)}`;

describe('kinds of products', () => {
  test('a category counts all its products, a kind those that have both', () => {
    expect(kinds.paths.map(({ names, rows }) => [names.at(-1), rows.length])).toEqual([
      ['Cups', 2],
      ['Pans', 2],
      ['Spades', 2],
    ]);
    expect(kinds.brands.find(({ names }) => names[0] === 'Aster')).toMatchObject({ rows: [1, 7], interactions: 10 });
    expect([...kinds.held.keys()].map((key) => named(kinds, key))).toEqual([
      'Aster Cups',
      'Birch Cups',
      'Birch Pans',
      'Cedar Pans',
      'Dale Spades',
    ]);
  });

  test('candidates are what nobody makes yet, by brands of the same shelf', () => {
    expect(candidatesOf(kinds).map((key) => named(kinds, key))).toEqual(['Cedar Cups', 'Aster Pans']);
  });
});

describe('gaps', () => {
  /** Cups and Cedar appeal to the same visitors, Pans and Aster do not. */
  const made = Float32Array.from(
    [
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 0],
      [0, 0],
      [1, 0],
    ].flat(),
  );

  test('the kind whose category and brand draw the same visitors comes first', () => {
    const gaps = findGaps(kinds, made, 2);
    expect(gaps.map(({ key }) => named(kinds, key))).toEqual(['Cedar Cups', 'Aster Pans']);
    expect(gaps[0].score).toBeGreaterThan(gaps[1].score);
  });

  test('of two alike, the one that is met more comes first; without vectors too', () => {
    const loved = kindsOf(catalogue, [0, 50, 0, 0, 0, 0, 0, 50]);
    const gaps = findGaps(loved, new Float32Array(2 * catalogue.rows), 2);
    expect(gaps.map(({ key }) => named(loved, key))).toEqual(['Aster Pans', 'Cedar Cups']);
  });
});
