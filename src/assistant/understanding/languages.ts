import type { AnswerLanguage } from '../answer.ts';
import { CHINESE } from './chinese.ts';
import { ENGLISH } from './english.ts';
import type { SpokenPatterns, Topic } from './patterns.ts';

/** Every text is read in all of them: languages are mixed within a text too. */
export const SPOKEN: readonly SpokenPatterns[] = [ENGLISH, CHINESE];

/** Chinese where the text has Chinese characters. */
export const languageOf = (text: string): AnswerLanguage | undefined =>
  /\p{Script=Han}/u.test(text) ? 'zh' : undefined;

/** Whether a text may be a question about the shop, and not about what it sells. */
export const isQuestion = (text: string): boolean => SPOKEN.some(({ question }) => question.test(text.trim()));

/** … and whether it asks for something that the shop sells. */
export const asksForGoods = (text: string): boolean => SPOKEN.some(({ goods }) => goods.test(text.trim()));

/** What a question to the shop, or its answer, is about. */
export const topicsOf = (text: string): Set<Topic> =>
  new Set(
    SPOKEN.flatMap(({ topics }) =>
      (Object.entries(topics) as [Topic, RegExp][]).flatMap(([topic, words]) => (words.test(text) ? [topic] : [])),
    ),
  );

/** The text without words that only say that something is wanted. */
export const withoutGeneric = (text: string): string =>
  SPOKEN.reduce((rest, spoken) => spoken.withoutGeneric(rest), text);

export const placesIn = (text: string): number[] =>
  SPOKEN.flatMap((spoken) => spoken.placesIn(text)).filter((place) => place >= -1);

/** Things that are compared, as they were named. */
export const thingsIn = (phrase: string): string[] =>
  SPOKEN.reduce<string[]>((things, { between }) => things.flatMap((thing) => thing.split(between)), [phrase])
    .map((thing) => thing.replace(/^(?:the|a|an)\s+/iu, '').trim())
    .filter((thing) => /[\p{L}\p{N}]/u.test(thing));

/** What of the wish a text names: `the price`. */
export const fieldOf = (text: string): keyof SpokenPatterns['fields'] | undefined => {
  for (const { fields } of SPOKEN) {
    const found = (Object.entries(fields) as [keyof SpokenPatterns['fields'], RegExp][]).find(([, words]) =>
      words.test(text.trim()),
    );
    if (found) return found[0];
  }
  return undefined;
};

/** Whether a thing that is compared is named as the one that costs least, or most. */
export const extremeIn = (thing: string): 'cheapest' | 'dearest' | undefined =>
  (['cheapest', 'dearest'] as const).find((which) => SPOKEN.some(({ [which]: words }) => words.test(thing.trim())));

/** Whether a thing that is compared is the product that is spoken of. */
export const isPronoun = (thing: string): boolean => SPOKEN.some(({ pronoun }) => pronoun.test(thing.trim()));
