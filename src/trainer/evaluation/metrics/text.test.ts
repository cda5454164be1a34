import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bleu, rougeL, textQuality, textTokens } from './text.ts';

const words = (text: string): string[] => text.split(' ');

test('words are told from signs, in lower case', () => {
  expect(textTokens('Navy-Blue T-shirt,\nwomen’s 1.6 g')).toEqual([
    ...['navy', '-', 'blue', 't', '-', 'shirt', ',', 'women’s', '1.6', 'g'],
  ]);
});

test('BLEU: a word counts as often as the reference has it', () => {
  // Papineni et al. 2002, example 2: of seven "the" two count; no pair of words is right.
  expect(bleu([words('the the the the the the the')], [words('the cat is on the mat')])).toBe(0);
});

test('BLEU: the geometric mean of clipped precisions over the whole corpus, short candidates held back', () => {
  const candidates = [words('a b c d e'), words('a b c d')];
  const references = [words('a b c d f g'), words('a b c d')];
  // 8 of 9 words, 6 of 7 pairs, 4 of 5 triples, 2 of 3 fours are right; 9 words stand against 10.
  const precisions = (8 / 9) * (6 / 7) * (4 / 5) * (2 / 3);
  expect(bleu(candidates, references)).toBeCloseTo(Math.exp(1 - 10 / 9) * precisions ** 0.25, 12);
});

test('ROUGE-L: the examples of Lin 2004', () => {
  const reference = words('police killed the gunman');
  expect(rougeL(words('police kill the gunman'), reference)).toBeCloseTo(0.75, 12);
  expect(rougeL(words('the gunman kill police'), reference)).toBeCloseTo(0.5, 12);
  expect(rougeL([], reference)).toBe(0);
});

test('both are 1 for the same texts, and within 0 and 1 for any', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 4, maxLength: 12 })
    .map((list) => list.join(' '));
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (pairs) => {
      const made = pairs.map(([one]) => one);
      expect(textQuality(made, made)).toEqual({ bleu4: 1, rougeL: 1 });
      for (const value of Object.values(
        textQuality(
          made,
          pairs.map(([, other]) => other),
        ),
      )) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 50 },
  );
});
