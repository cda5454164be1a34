import fc from 'fast-check';
import { expect, test } from 'vitest';
import { topicsOf } from './languages.ts';
import { readUtterance, waysToSay } from './read-utterance.ts';

test.each([
  ['go back', { intent: 'back' }],
  ['Thanks, that helps!', { intent: 'thanks' }],
  ['谢谢', { intent: 'thanks' }],
  ['any brand is fine', { intent: 'forget', phrase: 'brand' }],
  ['颜色无所谓', { intent: 'forget', phrase: '颜色' }],
  ['compare the first and the third', { intent: 'compare', places: [0, 2] }],
  ['第二个和第三个哪个便宜', { intent: 'compare', places: [1, 2] }],
  ['which of these is the cheapest?', { intent: 'cheapest of these' }],
  ['这些里面哪个最贵', { intent: 'dearest of these' }],
  ['anything similar to the second one?', { intent: 'similar', places: [1] }],
  ['the last one', { intent: 'about', places: [-1] }],
  ['is the second one dishwasher safe?', { intent: 'about', places: [1], phrase: 'dishwasher safe' }],
  ['第一个多少钱', { intent: 'about', places: [0] }],
  ['is it heavy?', { intent: 'about', it: true, phrase: 'heavy' }],
])('%s', (said, meant) => {
  expect(readUtterance(said)).toMatchObject(meant);
});

test.each([
  ['Hmm, could you show me a red bag under 50, please?', { phrase: 'red bag under 50' }],
  ['我想买一个茶壶', { phrase: '茶壶' }],
  ['cheaper, but not leather', { price: 'lower', phrase: 'without leather' }],
  ['别太贵的', { price: 'lower' }],
  ['not too expensive', { price: 'lower', phrase: '' }],
  ['another colour', { otherColour: true }],
  ['换个牌子', { otherBrand: true }],
  ['不要皮的', { without: ['皮'] }],
  ['nothing with stripes', { phrase: 'without stripes' }],
  ['hmm, what about mugs?', { sameFor: true, phrase: 'mugs' }],
  ['the first one in red', { places: [0], phrase: 'red' }],
  ['I have no idea what to get for my boss', { vague: true }],
  ['送妈妈什么好', { vague: true }],
])('%s is a wish', (said, meant) => {
  const utterance = readUtterance(said);
  expect(utterance.intent).toBeUndefined();
  expect(utterance).toMatchObject(meant);
});

test('what a thing is for, and one of two things, may be left out of a phrase', () => {
  expect(waysToSay('reading lamp for my desk')).toEqual([
    { phrase: 'reading lamp for my desk', leftOut: [] },
    { phrase: 'reading lamp', leftOut: ['desk'] },
  ]);
  expect(waysToSay('wooden toy for a child').at(1)).toEqual({ phrase: 'wooden toy', leftOut: [] });
  expect(waysToSay('露营用的提灯').at(1)).toEqual({ phrase: '提灯', leftOut: ['露营'] });
  expect(waysToSay('hat or scarf').slice(-2)).toEqual([
    { phrase: 'hat', leftOut: [], other: 'scarf' },
    { phrase: 'scarf', leftOut: [], other: 'hat' },
  ]);
});

test.each([
  ['do you ship to Norway?', ['delivery']],
  ['can I send it back and get a refund', ['returns']],
  ['支持支付宝吗', ['payment']],
  ['a leather bag', []],
])('%s is about %j', (said, topics) => {
  expect([...topicsOf(said)]).toEqual(topics);
});

test('whatever is said is read, and read twice alike', () => {
  const said = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 120 }),
    fc
      .array(fc.constantFrom('the', 'first', 'or', 'for', 'my', 'not', '不要', '的', '第一个', '哪个', ',', '？'), {
        maxLength: 40,
      })
      .map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(said, (text) => {
      const utterance = readUtterance(text);
      expect(readUtterance(text)).toEqual(utterance);
      for (const { phrase } of waysToSay(utterance.phrase)) expect(phrase).toMatch(/[\p{L}\p{N}]/u);
    }),
    { numRuns: 300 },
  );
});
