import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storeTerms, Vocabulary } from './vocabulary.ts';

/** Short words of few letters, so that many are near each other. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '鞋'), minLength: 1, maxLength: 7 });
const words = fc.uniqueArray(word, { maxLength: 60 }).map((list) => list.sort());
const of = (terms: readonly string[]) => new Vocabulary(storeTerms(terms));

/** Optimal string alignment, plainly (Boytsov 2011). */
function edits(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = table[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      table[i][j] = Math.min(change, table[i - 1][j] + 1, table[i][j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.length][b.length];
}

test('terms are found by their number, and what is no term is not', () => {
  fc.assert(
    fc.property(words, word, (terms, other) => {
      const vocabulary = of(terms);
      terms.forEach((term, number) => {
        expect(vocabulary.numberOf(term)).toBe(number);
        expect(vocabulary.at(number)).toBe(term);
      });
      expect(vocabulary.numberOf(other)).toBe(terms.indexOf(other));
    }),
  );
});

test('terms with a beginning are those that have it', () => {
  fc.assert(
    fc.property(words, word, (terms, beginning) => {
      const { from, to } = of(terms).withPrefix(beginning);
      expect(terms.slice(from, to)).toEqual(terms.filter((term) => term.startsWith(beginning)));
    }),
  );
});

test('near terms are those that as many edits make, no fewer and no more', () => {
  fc.assert(
    fc.property(words, word, fc.integer({ min: 1, max: 2 }), (terms, wanted, most) => {
      const near = terms
        .map((term, number) => ({ term: number, edits: edits(wanted, term) }))
        .filter((one) => one.edits <= most);
      expect(of(terms).near(wanted, most)).toEqual(near);
    }),
    { numRuns: 500 },
  );
});
