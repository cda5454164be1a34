import { asksForGoods, isQuestion, placesIn, SPOKEN, withoutGeneric } from './languages.ts';
import type { SpokenPatterns, WholeIntent } from './patterns.ts';

/** What a visitor asks of the conversation, beside what they look for. */
export interface Utterance {
  /** A whole request of its own. */
  intent?: WholeIntent | 'similar' | 'about' | 'compare' | 'forget' | 'cheapest of these' | 'dearest of these';
  /** Places of products that were shown, from 0; −1 is the last. */
  places: readonly number[];
  /** Whether it speaks of the product that was spoken of. */
  it: boolean;
  /** In relation to what was shown. */
  price?: 'lower' | 'higher';
  otherColour: boolean;
  otherBrand: boolean;
  /** The same wish, for another thing: `what about mugs?`. */
  sameFor: boolean;
  /** What is left to be searched for, or asked of a product. */
  phrase: string;
  /** Words for what is not wanted, of which the search has no label. */
  without: readonly string[];
  /** Whether the phrase says no more than that something is wanted. */
  vague: boolean;
}

const NOTHING_SAID: Utterance = {
  places: [],
  it: false,
  otherColour: false,
  otherBrand: false,
  sameFor: false,
  phrase: '',
  without: [],
  vague: false,
};

/** Reads what a visitor said, without knowing the shop. */
export function readUtterance(said: string): Utterance {
  const spaced = said.replace(/\s+/g, ' ').trim();
  const whole = wholeIntentOf(spaced) ?? wholeIntentOf(bareOf(spaced));
  if (whole) return { ...NOTHING_SAID, intent: whole };
  const text = stripped(
    spaced,
    SPOKEN.flatMap(({ fillers }) => fillers),
  );
  const bare = bareOf(text);
  const intent = wholeIntentOf(bare);
  if (intent) return { ...NOTHING_SAID, intent };
  for (const { forget, indifferent } of SPOKEN) {
    const field = indifferent.exec(bare)?.slice(1).find(Boolean);
    if (field) return { ...NOTHING_SAID, intent: 'forget', phrase: field };
    if (forget.test(bare)) return { ...NOTHING_SAID, intent: 'forget', phrase: bare.replace(forget, '') };
  }
  return askingOf(bare, text) ?? wishOf(bare, text);
}

/** What is asked of products that were shown. */
function askingOf(bare: string, text: string): Utterance | undefined {
  const places = placesIn(bare);
  if (isSaid('compare', bare) || (places.length > 1 && isSaid('whichOf', bare))) {
    return { ...NOTHING_SAID, intent: 'compare', places, phrase: cut('compare', bare).trim() };
  }
  for (const which of ['cheapest', 'dearest'] as const) {
    if (isSaid(`${which}OfThese`, bare)) return { ...NOTHING_SAID, intent: `${which} of these` };
  }
  const rest = SPOKEN.reduce((left, { withoutPlaces }) => withoutPlaces(left), bare);
  if (isSaid('similar', bare) && isEmpty(phraseOf(cut('similar', rest)))) {
    return { ...NOTHING_SAID, intent: 'similar', places };
  }
  const it = isSaid('it', bare);
  if (places.length !== 1 && !it) return undefined;
  const asked = phraseOf(cut('about', rest));
  const related = (['lower', 'higher', 'otherColour', 'otherBrand'] as const).some((words) => isSaid(words, bare));
  const isAbout = isEmpty(cut('about', rest)) || (isQuestion(text) && !asksForGoods(text) && !related);
  return isAbout && (places.length === 1 || isQuestion(text))
    ? { ...NOTHING_SAID, intent: 'about', places, it: places.length === 0, phrase: asked }
    : undefined;
}

/** What is looked for. */
function wishOf(bare: string, text: string): Utterance {
  const places = placesIn(bare);
  const lower = isSaid('lower', bare);
  const higher = isSaid('higher', bare);
  const otherColour = isSaid('otherColour', bare);
  const otherBrand = isSaid('otherBrand', bare);
  let rest = places.length === 1 ? SPOKEN.reduce((left, { withoutPlaces }) => withoutPlaces(left), bare) : bare;
  for (const words of ['lower', 'higher', 'otherColour', 'otherBrand'] as const) rest = cut(words, rest);
  const without: string[] = [];
  for (const { unwanted } of SPOKEN) {
    if (unwanted === undefined) continue;
    without.push(...Array.from(rest.matchAll(unwanted), ([, word]) => word));
    rest = rest.replace(unwanted, ' ');
  }
  const phrase = phraseOf(rest);
  const related = lower || higher || otherColour || otherBrand;
  return {
    ...NOTHING_SAID,
    places: places.length === 1 ? places : [],
    ...(lower && { price: 'lower' as const }),
    ...(higher && !lower && { price: 'higher' as const }),
    otherColour,
    otherBrand,
    sameFor: isSaid('sameFor', text),
    phrase,
    without,
    vague: !related && without.length === 0 && isEmpty(withoutGeneric(phrase)),
  };
}

/** A phrase as it may be searched for, and what of it is left out so. */
export interface WayToSay {
  phrase: string;
  leftOut: readonly string[];
  /** The other one of two things of which either will do. */
  other?: string;
}

/** The whole phrase first, then without its story and what is not needed of it, then with one of two things of which either will do. */
export function waysToSay(phrase: string): WayToSay[] {
  const wish = phraseOf(cut('story', phrase));
  const core = tidied(cut('purpose', isEmpty(wish) ? phrase : wish));
  const purposes = SPOKEN.flatMap(({ purpose, purposeWords }) =>
    Array.from(phrase.matchAll(purpose), ([whole]) => withoutGeneric(whole.replace(purposeWords, '').trim())),
  ).filter((words) => !isEmpty(words));
  const ways: WayToSay[] = [
    { phrase, leftOut: [] },
    ...[core, withoutGeneric(core), core.replaceAll('色', ' ').trim()].map((way) => ({
      phrase: way,
      leftOut: purposes,
    })),
  ];
  for (const { either } of SPOKEN) {
    const [both, one, other] = either.exec(core) ?? [];
    if (both === undefined) continue;
    ways.push({ phrase: core.replace(both, one), leftOut: purposes, other });
    ways.push({ phrase: core.replace(both, other), leftOut: purposes, other: one });
  }
  return ways.filter((way, i) => !isEmpty(way.phrase) && ways.findIndex((one) => one.phrase === way.phrase) === i);
}

function wholeIntentOf(text: string): WholeIntent | undefined {
  for (const { whole } of SPOKEN) {
    const found = (Object.entries(whole) as [WholeIntent, RegExp][]).find(([, words]) => words.test(text));
    if (found) return found[0];
  }
  return undefined;
}

/** Names of the patterns that a text may hold anywhere. */
type Said = {
  [TName in keyof SpokenPatterns]: SpokenPatterns[TName] extends RegExp ? TName : never;
}[keyof SpokenPatterns];

const isSaid = (name: Said & string, text: string): boolean =>
  SPOKEN.some(({ [name]: words }) => new RegExp(words.source, words.flags.replace('g', '')).test(text));

const cut = (name: Said & string, text: string): string =>
  SPOKEN.reduce((left, { [name]: words }) => left.replace(words, ' '), text);

const bareOf = (text: string): string =>
  stripped(text, [/[\s?!.,;:~…？！。，；：]+$/u, /\s(?:please|thanks)$/iu, /[吗呢吧啊呀]$/u]);

/** What is looked for, without the words around it, as the search reads it. */
function phraseOf(text: string): string {
  const bare = stripped(
    text.trim(),
    SPOKEN.flatMap(({ leads, trails }) => [leads, trails]),
  );
  const rewritten = SPOKEN.flatMap(({ rewrites }) => rewrites).reduce(
    (phrase, [words, meant]) => phrase.replace(words, meant),
    bare,
  );
  return tidied(rewritten);
}

const tidied = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.;])/g, '$1')
    .trim();

/** The text without all that these find at its ends. */
function stripped(text: string, patterns: readonly RegExp[]): string {
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    for (const pattern of patterns) rest = rest.replace(pattern, '').trim();
  }
  return rest;
}

const isEmpty = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text);
