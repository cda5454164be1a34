import type { Understood } from '../../contract/search.ts';
import type { Lexicon } from './lexicon.ts';
import { isStopWord } from './stop-words.ts';
import { type Unit, unitsOf } from './units.ts';

const NUMBER = '(\\p{Nd}+(?:[.,]\\p{Nd}+)?)';
const MARK = '(?:[€$£¥￥]|\\bUSD|\\bEUR)?\\s*';
const CURRENCY =
  '(?:\\s*(?:[€$£]|(?:euros?|eur|dollars?|usd|bucks|pounds?|gbp|yuan|rmb|cny)(?![\\p{L}])|人民币|美元|欧元|元|块钱|块|欧|刀|镑))';
/** What is measured otherwise is no price: `under 30 cm`. */
const NO_UNIT =
  '(?![\\p{Nd}\\p{L}%]|\\s*(?:mm|cm|m|km|mg|g|kg|ml|cl|l|v|w|kw|a|ah|mah|hz|mb|gb|tb|in|inch|inches|ft|oz|lbs?|%|years?|months?|persons?|people|pieces|pcs)(?![\\p{L}]))';
const LONG_DASH = '(?:-|–|—|~|to|and|到|至)';

type Bounds = (first: number, second: number) => { min?: number; max?: number };
const pattern = (source: string) => new RegExp(source, 'giu');
/** Ways to say a price, the more particular before the others. */
const PRICES: readonly (readonly [RegExp, Bounds])[] = [
  [
    pattern(
      `(?:between|from)\\s+${MARK}${NUMBER}${CURRENCY}?\\s*${LONG_DASH}\\s*${MARK}${NUMBER}(?:${CURRENCY}|${NO_UNIT})`,
    ),
    (min, max) => ({ min, max }),
  ],
  [
    pattern(`${MARK}${NUMBER}${CURRENCY}?\\s*${LONG_DASH}\\s*${MARK}${NUMBER}${CURRENCY}(?:之间)?`),
    (min, max) => ({ min, max }),
  ],
  [pattern(`${MARK}${NUMBER}${CURRENCY}?\\s*(?:以下|以内|之内|以里)`), (max) => ({ max })],
  [pattern(`${MARK}${NUMBER}${CURRENCY}?\\s*(?:以上|起)`), (min) => ({ min })],
  [pattern(`${MARK}${NUMBER}${CURRENCY}\\s*左右`), (about) => ({ min: about * 0.8, max: about * 1.2 })],
  [pattern(`(?:不超过|不高于|低于|少于|小于|最多)\\s*${MARK}${NUMBER}${CURRENCY}?`), (max) => ({ max })],
  [pattern(`(?:不低于|高于|超过|大于|至少)\\s*${MARK}${NUMBER}${CURRENCY}?`), (min) => ({ min })],
  [
    pattern(
      `\\b(?:under|below|less than|up to|at most|max|maximum|cheaper than|(?:no|not) more than|within)\\s+${MARK}${NUMBER}(?:${CURRENCY}|${NO_UNIT})`,
    ),
    (max) => ({ max }),
  ],
  [
    pattern(
      `\\b(?:over|above|more than|at least|min|minimum|starting at|from)\\s+${MARK}${NUMBER}(?:${CURRENCY}|${NO_UNIT})`,
    ),
    (min) => ({ min }),
  ],
];
const ORDERS = [
  [/\b(?:the )?(?:cheapest|lowest priced?)\b|最便宜的?|价格最低的?|最低价的?/giu, 'price-ascending'],
  [/\b(?:the )?(?:most expensive|dearest|highest priced?)\b|最贵的?|价格最高的?|最高价的?/giu, 'price-descending'],
  [
    /\b(?:the )?(?:newest|latest|most recent(?:ly added)?|new arrivals?|just in)\b|最新(?:上市|上架|到货)?的?|新品|新到货?的?/giu,
    'newest',
  ],
] as const;
/** What stands before a thing that is not wanted, and may be repeated: `without leather or wool`. */
const NEGATION =
  /(?:\b(?:without|except|excluding|but not|not|no|non)(?:[\s-]+(?:made of|in|any|a|an|the))*(?:\s+|-)|(?:不要|不含|不带|不是|没有|除了|非|无)\s*)/giu;
/** Of these, those after which any word is not wanted, also one that the shop has no name for: `wireless` is 无线. */
const STRONG = /^(?:without|不要|不含|不带)/iu;
/** What stands after it: `leather-free`. */
const FREE = /^-free\b/iu;

/** What a text says beside the words to be found: prices, an order, what is not wanted, and the shop's own names for things. */
export function understand(text: string, lexicon: Lexicon): Understood[] {
  const found: Understood[] = [];
  const isFree = (start: number, end: number) => found.every(({ range: [from, to] }) => end <= from || start >= to);

  for (const [price, bounds] of PRICES) {
    for (const match of text.matchAll(price)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const { min, max } = bounds(numberOf(match[1]), numberOf(match[2] ?? ''));
      if (!isFree(start, end) || (min !== undefined && max !== undefined && min > max)) continue;
      found.push({
        kind: 'price',
        range: trim(text, start, end),
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
      });
    }
  }
  for (const [order, by] of ORDERS) {
    // Where no product has a date, these are words like others.
    if (by === 'newest' && !lexicon.dated) continue;
    for (const match of text.matchAll(order)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (isFree(start, end)) found.push({ kind: 'order', by, range: [start, end] });
    }
  }

  const units = unitsOf(text);
  const negations = new Map<number, number>();
  for (const match of text.matchAll(NEGATION)) negations.set(match.index + match[0].length, match.index);
  for (let i = 0; i < units.length; ) {
    const negated = negations.get(units[i].start);
    const at = lexicon.nameAt(units, i);
    const to = at?.to ?? i + 1;
    const end = units[to - 1].end;
    const free = FREE.exec(text.slice(end))?.[0].length;
    const start = negated ?? units[i].start;
    const range = [start, end + (free ?? 0)] as const;
    if (!isFree(...range)) {
      i++;
      continue;
    }
    const exclude = negated !== undefined || free !== undefined;
    if (at !== undefined) found.push({ ...at.named.label, exclude, range });
    else if (negated !== undefined && STRONG.test(text.slice(negated)) && isWord(units[i])) {
      found.push({ kind: 'word', name: text.slice(units[i].start, end), exclude: true, range });
    }
    i = to;
  }
  return found.sort((a, b) => a.range[0] - b.range[0]);
}

const isWord = ({ key }: Unit): boolean => key.length > 1 && !isStopWord(key);

/** `１９,９０` is 19.9, `1,000` is 1000. NaN where there is none. */
function numberOf(text: string): number {
  const plain = text.normalize('NFKC');
  if (plain === '') return Number.NaN;
  return Number(/[.,]\d{3}$/.test(plain) ? plain.replace(/[.,]/, '') : plain.replace(',', '.'));
}

function trim(text: string, start: number, end: number): [number, number] {
  const part = text.slice(start, end);
  return [start + part.length - part.trimStart().length, end - (part.length - part.trimEnd().length)];
}
