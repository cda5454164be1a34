import { inChinese } from './chinese-facts.ts';
import type { FactKind, FactWords } from './fact-words.ts';
import type { Fact, ProductFacts } from './product-facts.ts';
import { isChinese, joinWords, LINE, splitWords } from './words.ts';

/** How words are written that are not written small: `t` as `T`, `uv` as `UV`. */
export type Writing = ReadonlyMap<string, string>;

/** Places for a product's own facts in a text that is free of them, by kind: how many of each a text can tell. */
export const SLOTS: Readonly<Record<FactKind, number>> = { brand: 1, colour: 4, material: 3, size: 2, number: 3 };

/** `{colour1}` */
export const slotOf = (kind: FactKind, place: number): string => `{${kind}${place + 1}}`;
const SLOT = /^\{([a-z]+)(\d)\}$/;
export const isSlot = (word: string): boolean => SLOT.test(word);

/** Ends a part of a sentence. */
const ENDS = /^[,.;\n。、!?]$/;
/** Ends a sentence. */
const STOPS = /^[.。!?]$/;
const JOINS = /^(?:and|or|&|\+|\/|with|in|of|,|和|与|及|或|配|跟|加|的|之)$/i;
/** Joins two of a kind. */
const COORDINATES = /^(?:and|&|\/|-|和|与|及|或|配|跟|加)$/i;

/**
 * A product's text as words, with slots where it tells what its record tells. What else it tells of brand, colour, material,
 * size and numbers is left out: by the word where the rest can stand (`2 pockets`, `synthetic upper`), with its part of the
 * sentence where not (`Warranty: 3 months`, `made of leather`). Whole sentences after the first go with their part, and with
 * any number: `It holds 350 ml and sits well in cold hands.`
 */
export function withSlots(text: string, facts: ProductFacts, known: FactWords): string[] {
  const words = splitWords(text);
  const mentions = known.mentions(words);
  const out: (string | undefined)[] = [...words];
  const open = new Map<number, FactKind>(); // words of facts that the record does not tell
  for (const { kind, from, to, value } of mentions) {
    const place = facts[kind].findIndex((fact) => fact.value === value);
    const isKnown = place >= 0 && place < SLOTS[kind];
    out.fill(undefined, from, to);
    if (isKnown) out[from] = slotOf(kind, place);
    else open.set(from, kind);
  }
  return withoutOpen(words, out, open);
}

/** The words of a text for a product: slots that it cannot fill are left out, as `withSlots` leaves out what is not told. */
export function fitSlots(words: readonly string[], facts: ProductFacts): readonly string[] {
  const open = new Map<number, FactKind>();
  const out = words.map((word, at) => {
    if (canFill([word], facts)) return word;
    open.set(at, SLOT.exec(word)?.[1] as FactKind);
    return undefined;
  });
  return open.size === 0 ? words : withoutOpen(words, out, open);
}

type Open = ReadonlyMap<number, FactKind>;

/** Leaves out what cannot stand without the words that are open. @param out the words, none where they are open; changed */
function withoutOpen(words: readonly string[], out: (string | undefined)[], open: Open): string[] {
  let start = 0;
  let sentence = 0;
  let broken = false;
  for (let end = 0; end <= words.length; end++) {
    const label = end > start && labelAt(words, end);
    if (end < words.length && !ENDS.test(words[end]) && !label) continue;
    if (prune(out, start, end, open)) broken = true;
    start = label ? end : end + 1;
    const stops = STOPS.test(words[end] ?? '');
    if (stops && broken && sentence > 0) out.fill(undefined, sentence, end);
    if (!stops && words[end] !== LINE) continue;
    sentence = start;
    broken = false;
  }
  return tidyWords(out.filter((word) => word !== undefined));
}

/** Words of a label before its colon. */
const LONGEST_LABEL = 3;

/** Whether a label begins there, as in lists without line breaks: `Shape: Oval Frame colour: Red`. */
function labelAt(words: readonly string[], at: number): boolean {
  if (!/^\p{Lu}/u.test(words[at] ?? '')) return false;
  const colon = words.slice(at, at + LONGEST_LABEL + 1).indexOf(':');
  return colon > 0 && words.slice(at, at + colon).every((word) => /^\p{L}/u.test(word));
}

/** Leaves out of one part of a sentence what was open in it. @returns whether a sentence of prose is broken by that */
function prune(out: (string | undefined)[], start: number, end: number, open: Open): boolean {
  const gaps: number[] = [];
  for (let at = start; at < end; at++) if (open.has(at)) gaps.push(at);
  if (gaps.length === 0) return false;
  const counts = gaps.some((gap) => open.get(gap) === 'number');
  const labelled = out.slice(start, end).includes(':');
  const next = (at: number): string | undefined => out.slice(at + 1, end).find((word) => word !== undefined);
  const stands = gaps.every((gap) => {
    const follower = next(gap);
    if (follower === undefined || !/^\p{L}/u.test(follower) || JOINS.test(follower)) return false;
    // Chinese puts what a thing is and does into one run of characters: only the first of it can be taken off.
    return !isChinese(follower) || (gap === start && open.get(gap) !== 'number');
  });
  if (labelled || !stands) {
    const coordinated = !labelled && gaps.every((gap) => bridged(out, gap, start, end));
    if (!coordinated) out.fill(undefined, start, end);
    return !labelled && (!coordinated || counts);
  }
  for (const gap of gaps) bridged(out, gap, start, end);
  return counts;
}

/** Takes out the word that joined what is gone to what is there (`white and — shirt`). @returns whether the rest can stand */
function bridged(out: (string | undefined)[], gap: number, start: number, end: number): boolean {
  const before = findBack(out, gap, start);
  if (before >= 0 && COORDINATES.test(out[before] as string) && findBack(out, before, start) >= 0) {
    out[before] = undefined;
    return true;
  }
  const after = out.findIndex((word, at) => at > gap && at < end && word !== undefined);
  if (after >= 0 && COORDINATES.test(out[after] as string)) {
    out[after] = undefined;
    return true;
  }
  return false;
}

function findBack(out: readonly (string | undefined)[], from: number, start: number): number {
  for (let at = from - 1; at >= start; at--) if (out[at] !== undefined) return at;
  return -1;
}

/** Without signs that stand alone where words were left out. */
function tidyWords(words: readonly string[]): string[] {
  const out: string[] = [];
  for (const word of words) {
    const last = out.at(-1) ?? LINE;
    if (ENDS.test(word)) {
      while (out.length > 0 && /^[,;、]$/.test(out[out.length - 1])) out.pop();
      if ((out.at(-1) ?? LINE) === LINE || (word !== LINE && STOPS.test(out.at(-1) ?? ''))) continue;
    } else if (last === LINE && JOINS.test(word)) continue;
    out.push(word);
  }
  while (out.length > 0 && /^(?:[,;、\n]|and|with|和|与|及|配)$/.test(out[out.length - 1])) out.pop();
  return out;
}

/**
 * A text from words with slots, in lower case. Lines begin with a capital.
 * @param writing of words that are not written small
 */
export function fillSlots(words: readonly string[], facts: ProductFacts, writing: Writing): string {
  const chinese = words.some(isChinese);
  const filled = words.map((word, at) => {
    const first = at === 0 || BEGINS.test(words[at - 1]);
    const [, kind, place] = SLOT.exec(word) ?? [];
    if (kind === undefined) return first ? capitalised(writing.get(word) ?? word) : (writing.get(word) ?? word);
    const written = writtenIn(chinese, facts[kind as FactKind][Number(place) - 1]);
    if (kind !== 'colour' && kind !== 'material') return written;
    return first ? capitalised(written.toLowerCase()) : written.toLowerCase();
  });
  return joinWords(filled);
}

/** A fact in the language of the text around it, where both languages have a word for it; else as the record writes it. */
function writtenIn(chinese: boolean, { written, value }: Fact): string {
  if (chinese) return isChinese(written) ? written : (inChinese(value) ?? written);
  return isChinese(written) && inChinese(value) !== undefined ? value : written;
}

/** After these a sentence begins. */
const BEGINS = /^[\n.!?:]$/;

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Whether the product has what the slots of a text ask for. */
export function canFill(words: Iterable<string>, facts: ProductFacts): boolean {
  for (const word of words) {
    const [, kind, place] = SLOT.exec(word) ?? [];
    if (kind !== undefined && facts[kind as FactKind][Number(place) - 1] === undefined) return false;
  }
  return true;
}
