import type { Understood } from '../../contract/search.ts';
import type { LabelKind } from './labels.ts';
import type { Lexicon } from './lexicon.ts';
import { LONGEST_QUERY } from './query-words.ts';
import { isStopWord } from './stop-words.ts';
import type { Unit } from './units.ts';

const NUMBER = '(\\p{Nd}+(?:[.,]\\p{Nd}+)*(?:k(?!\\p{L})|万|千)?|[一二两三四五六七八九十百千万]+)';
const MARK = '(?:\\p{Sc}|\\b(?:USD|EUR|GBP|INR|CNY|RMB|Rs\\.?))?\\s*';
const CURRENCY =
  '(?:\\s*(?:\\p{Sc}|(?:euros?|eur|dollars?|usd|bucks|pounds?|gbp|yuan|rmb|cny|rupees?|inr|rs|yen|jpy|francs?|chf|won|krw|zł|pln|kr)(?![\\p{L}])|人民币|美元|欧元|日元|卢比|元|块钱|块|欧|刀|镑))';
const UNITS =
  '(?:mm|cm|m|km|mg|g|kg|ml|cl|l|v|w|kw|a|ah|mah|hz|mb|gb|tb|in|inch|inches|ft|oz|lbs?|%|years?|months?|persons?|people|pieces|pcs)(?![\\p{L}])';
/** What is measured otherwise is no price: `under 30 cm`. */
const NO_UNIT = `(?![\\p{Nd}\\p{L}%]|\\s*${UNITS})`;
/** The same in Chinese, where what is looked for may follow at once, or a further digit: `不超过30厘米`, `最多两人`. */
const NO_MEASURE = `(?![\\p{Nd}.,%％一二两三四五六七八九十百千万人个件只层岁年月周寸克斤升瓦伏码号页片位]|双(?!肩)|条(?!纹)|天(?!鹅)|米(?!色)|口(?!红)|格(?!子)|厘米|毫|公分|英寸|公斤|小时|分钟|\\s*${UNITS})`;
const DASH = '(?:-|–|—|~|～|to|and|到|至)';
const FROM = '(?:(?:price[sd]?|costing|cost|价格|售价)\\s*(?:is|in|在|为)?\\s*)?';

/** Around a price: a fifth to either side. */
const NEAR = 0.2;
type Bounds = (first: number, second: number) => { min?: number; max?: number };
const about: Bounds = (price) => ({ min: price * (1 - NEAR), max: price * (1 + NEAR) });
const pattern = (source: string) => new RegExp(source, 'giu');
/** Ways to say a price, the more particular before the others. */
const PRICES: readonly (readonly [RegExp, Bounds])[] = [
  [
    pattern(
      `(?:between|from)\\s+${MARK}${NUMBER}${CURRENCY}?\\s*${DASH}\\s*${MARK}${NUMBER}(?:${CURRENCY}|${NO_UNIT})`,
    ),
    (min, max) => ({ min, max }),
  ],
  [
    pattern(`${MARK}${NUMBER}${CURRENCY}?\\s*${DASH}\\s*${MARK}${NUMBER}${CURRENCY}(?:之间)?`),
    (min, max) => ({ min, max }),
  ],
  [pattern(`${MARK}${NUMBER}${CURRENCY}?\\s*(?:以下|以内|之内|以里|封顶)`), (max) => ({ max })],
  [pattern(`${MARK}${NUMBER}${CURRENCY}?\\s*(?:以上|(?<!一)起)`), (min) => ({ min })],
  [pattern(`${MARK}${NUMBER}${CURRENCY}\\s*(?:左右|上下)`), about],
  [pattern(`(?:大约|大概|约)\\s*${MARK}${NUMBER}${CURRENCY}`), about],
  [pattern(`预算\\s*(?:是|在|为)?\\s*${MARK}${NUMBER}(?:${CURRENCY}|${NO_MEASURE})`), (max) => ({ max })],
  [
    pattern(
      `(?:不超过|不高于|不大于|不多于|(?<!不)(?:低于|少于|小于)|最多)\\s*${MARK}${NUMBER}(?:${CURRENCY}|${NO_MEASURE})`,
    ),
    (max) => ({ max }),
  ],
  [
    pattern(`(?:不低于|不少于|不小于|(?<!不)(?:高于|超过|大于)|至少)\\s*${MARK}${NUMBER}(?:${CURRENCY}|${NO_MEASURE})`),
    (min) => ({ min }),
  ],
  [
    pattern(
      `\\b(?:under|below|(?<!\\bnot |\\bno )less than|up ?to|at most|max\\.?|maximum|cheaper than|(?:no|not) (?:more than|over|above)|not exceeding|within|(?:a )?budget(?: of)?)\\s+${MARK}${NUMBER}(?:${CURRENCY}|${NO_UNIT})`,
    ),
    (max) => ({ max }),
  ],
  [
    pattern(
      `\\b(?:over|above|more than|at least|min\\.?|minimum|starting (?:at|from)|(?:not|no) less than|from)\\s+${MARK}${NUMBER}(?:${CURRENCY}|${NO_UNIT})`,
    ),
    (min) => ({ min }),
  ],
  [pattern(`[<≤]=?\\s*${MARK}${NUMBER}(?:${CURRENCY}|${NO_UNIT})`), (max) => ({ max })],
  [pattern(`[>≥]=?\\s*${MARK}${NUMBER}(?:${CURRENCY}|${NO_UNIT})`), (min) => ({ min })],
  [pattern(`${MARK}${NUMBER}${CURRENCY}?\\s+(?:or|and) (?:less|under|below|cheaper)\\b`), (max) => ({ max })],
  [pattern(`${MARK}${NUMBER}${CURRENCY}?\\s+(?:or|and) (?:more|over|above|up)\\b`), (min) => ({ min })],
  [pattern(`\\b(?:around|about|approximately|roughly|circa)\\s+${MARK}${NUMBER}${CURRENCY}`), about],
  [pattern(`\\b(?:around|about|approximately|roughly|circa)\\s+\\p{Sc}\\s*${NUMBER}`), about],
];
/** Bounds without a word of money: of numbers that not both stand in texts of products. */
const BARE_RANGE = pattern(`${FROM}${NUMBER}\\s*${DASH}\\s*${NUMBER}${NO_UNIT}`);

const ORDERS = [
  [
    /\b(?:the )?(?:cheapest|lowest[ -]priced?|least expensive)(?: (?:ones?|first))?\b|\b(?:sort(?:ed)? )?(?:by )?price,?:? (?:from )?(?:low(?:est)? (?:to high(?:est)?|first)|ascending)\b|\blow(?:est)? to high(?:est)?(?: price)?\b|最便宜的?|最低价的?|价格最低的?|(?:按)?价格(?:从低到高|由低到高|升序)(?:排序?|排列)?|从便宜到贵/giu,
    'price-ascending',
  ],
  [
    /\b(?:the )?(?:most expensive|dearest|priciest|highest[ -]priced?)(?: (?:ones?|first))?\b|\b(?:sort(?:ed)? )?(?:by )?price,?:? (?:from )?(?:high(?:est)? (?:to low(?:est)?|first)|descending)\b|\bhigh(?:est)? to low(?:est)?(?: price)?\b|最贵的?|最高价的?|价格最高的?|(?:按)?价格(?:从高到低|由高到低|降序)(?:排序?|排列)?|从贵到便宜/giu,
    'price-descending',
  ],
  [
    /\b(?:the )?(?:newest|latest|most recent(?:ly added)?|new arrivals?|just in)(?: first)?\b|最新(?:上市|上架|到货)?的?|新品|新到货?的?/giu,
    'newest',
  ],
] as const;
/** What stands before a thing that is not wanted, and may be repeated: `without leather or wool`. */
const NEGATION =
  /(?:\b(?:without|except(?: for)?|excluding|exclude|other than|anything but|but (?:not|no)|not|no|non|minus)(?:[\s-]+(?:made (?:of|from)|in|any|a|an|the|for))*(?:\s+|-)|(?:不要|不想要|别要|不含|不带|不是|不用|没有|除了|去掉|排除|非|无)\s*|(?<=\s)-(?=\p{L}))/giu;
/** Of these, those after which any word is not wanted, also one that the shop has no name for: `wireless` is 无线. */
const STRONG = /^(?:without|exclud|minus|-|不要|不想要|别要|不含|不带|去掉|排除)/iu;
/** Of these, those after which `and` goes on with what is not wanted. */
const EACH = /^(?:without|exclud|except|minus|other than|anything but|不要|不想要|别要|不含|不带|除了|去掉|排除)/iu;
/** An age: nothing in it is a name. */
const AGE = /(?<!\p{Nd})\p{Nd}{1,3}[\s-]*(?:years?|yrs?|months?)[\s-]olds?\b/giu;
/** What stands after it: `leather-free`, `皮革除外`. */
const FREE = /^(?:[- ]free\b|的?(?:除外|以外|之外|不要))/iu;
/** Between things of which none is wanted; `and` only after a word that can mean no other. */
const ALSO_NOT = /^\s*(?:,|\/|、|或者?|和|\b(?:or|nor)\b)\s*(?:的)?\s*(?:(?:any|a|an|the)\s+)?$/iu;
const AND_NOT = /^\s*and\s+(?:(?:any|a|an|the)\s+)?$/iu;
const LINK = /^(?:or|nor|and|any|an?|the|或|者|和|的)$/iu;
/** A size is named beside its value. */
const SIZE_BEFORE = /(?:\b(?:in )?(?:size|sz)\.?:?\s*(?:(?:eu|us|uk)\s*)?|(?:尺码|尺寸|码数|鞋码)[:：]?\s*)$/iu;
const SIZE_AFTER = /^\s*(?:码|号(?!码)|尺码)的?/u;
const SIZE_VALUE = /^(?:\p{Nd}{1,3}(?:[.,]5)?|x{0,4}[sl]|m|\p{Nd}xl|xs|均)$/iu;

/** What a text says beside the words to be found: prices, an order, what is not wanted, and the shop's own names for things. */
export function understand(given: string, lexicon: Lexicon): Understood[] {
  const text = given.slice(0, LONGEST_QUERY);
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
    for (const match of text.matchAll(order)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const followed = by !== 'newest' || lexicon.dated;
      // Where no product has a date, `new arrivals` can be what the shop calls something.
      if (!isFree(start, end) || (!followed && lexicon.isWord(match[0]))) continue;
      found.push({ kind: 'order', by, range: [start, end], ...(!followed && { followed }) });
    }
  }

  if (!found.some(({ kind }) => kind === 'price')) {
    for (const match of text.matchAll(BARE_RANGE)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const [min, max] = [numberOf(match[1]), numberOf(match[2])];
      if (min < max && isFree(start, end) && !(lexicon.isWord(match[1]) && lexicon.isWord(match[2]))) {
        found.push({ kind: 'price', range: trim(text, start, end), min, max });
      }
    }
  }

  // `无线` is a word of the shop's, and no wish to go without 线.
  const negations = Array.from(
    text.matchAll(NEGATION),
    (match) => [match.index, match.index + match[0].length] as const,
  ).filter(([start, end]) => end - start > 1 || !lexicon.isWord(text.slice(start, end + 1)));
  const said = (start: number, end: number) => negations.every(([from, to]) => end <= from || start >= to);
  const ages = Array.from(text.matchAll(AGE), (match) => [match.index, match.index + match[0].length] as const);
  const units = lexicon
    .unitsOf(text)
    .filter(
      ({ start, end }) =>
        isFree(start, end) && said(start, end) && ages.every(([from, to]) => end <= from || start >= to),
    );
  /** Where the running list of unwanted things ends, and how it began. */
  let unwanted: { end: number; strong: boolean; each: boolean } | undefined;
  /** What is named by itself, and not by words that are used for it. */
  const named = new Set<Understood>();
  for (let i = 0; i < units.length; ) {
    const { start, end: firstEnd } = units[i];
    const negated = negations.find(([, to]) => to === start)?.[0];
    const goesOn =
      unwanted !== undefined &&
      (ALSO_NOT.test(text.slice(unwanted.end, start)) ||
        (unwanted.each && AND_NOT.test(text.slice(unwanted.end, start))));
    const size = sizeAt(text, units[i], lexicon);
    const name = size ? undefined : lexicon.nameAt(text, units, i);
    const at = size ? undefined : (name ?? lexicon.usageAt(text, units, i));
    let to = at?.to ?? i + 1;
    // Of a word of characters all are meant.
    while (at === undefined && units[to]?.inner && units[to].start === units[to - 1].end) to++;
    const end = units[to - 1].end;
    const free = FREE.exec(text.slice(end))?.[0].length ?? 0;
    const exclude = negated !== undefined || goesOn || (free > 0 && at !== undefined);
    const strong = negated === undefined ? goesOn && unwanted!.strong : STRONG.test(text.slice(negated));
    const each = negated === undefined ? goesOn && unwanted!.each : EACH.test(text.slice(negated));
    const range = [negated ?? size?.start ?? start, size?.end ?? end + (exclude ? free : 0)] as const;
    const from = i;
    i = to;
    if (at === undefined && LINK.test(text.slice(start, end))) continue;
    unwanted = undefined;
    if (size) found.push({ kind: 'size', name: text.slice(start, firstEnd), exclude, range });
    else if (at?.meaning.whole) {
      for (const label of at.meaning.labels) {
        const one: Understood = { ...label, exclude, range };
        found.push(one);
        if (name) named.add(one);
      }
      const other = name && !exclude ? withSharedHead(text, units, from, to, lexicon) : undefined;
      if (other) {
        found.push(other);
        named.add(other);
      }
    } else if (exclude && (at !== undefined || (strong && isWord(units[to - 1])))) {
      found.push({ kind: 'word', name: text.slice(start, end), exclude, range });
    } else if (at !== undefined) {
      found.push({ kind: 'category', name: at.meaning.labels[0].name, exclude: false, part: true, range });
      continue;
    } else continue;
    if (exclude) unwanted = { end: range[1], strong, each };
  }
  return agreeing(found, named, text, lexicon).sort((a, b) => a.range[0] - b.range[0]);
}

/** `road or touring frames` are road frames, too. @param from the units of the name that stands whole */
function withSharedHead(
  text: string,
  units: readonly Unit[],
  from: number,
  to: number,
  lexicon: Lexicon,
): Understood | undefined {
  const [other, link] = [units[from - 2], units[from - 1]];
  if (other === undefined || !/^(?:or|and)$/i.test(text.slice(link.start, link.end))) return undefined;
  for (let head = from + 1; head < to; head++) {
    const whole = [other, ...units.slice(head, to)];
    const at = lexicon.nameAt(text, whole, 0);
    if (at?.to === whole.length) return { ...at.meaning.labels[0], exclude: false, range: [other.start, other.end] };
  }
  return undefined;
}

/**
 * Without categories that cannot be meant beside one that is named: those that other words are used for, where no product is
 * both (`jeans 32 waist`, and waist pouches); and the name before another (`bike lights`), which says what these are for.
 */
function agreeing(
  found: readonly Understood[],
  named: ReadonlySet<Understood>,
  text: string,
  lexicon: Lexicon,
): Understood[] {
  const wanted = found.filter((one) => one.kind === 'category' && !one.exclude) as Category[];
  const byName = wanted.filter((one) => named.has(one));
  if (byName.length === 0) return [...found];
  const meetsNone = (one: Category) => byName.every((other) => other !== one && !lexicon.meet(one, other));
  const left = new Set<Understood>(found);
  for (const one of wanted) {
    if (!named.has(one)) {
      if ('part' in one || meetsNone(one)) left.delete(one);
      continue;
    }
    const next = byName.find(({ range }) => range[0] > one.range[0] && text.slice(one.range[1], range[0]) === ' ');
    // `hats boots` are two things: in the plural a word says nothing of the next one.
    if (next === undefined || /s$/i.test(text.slice(...one.range)) || lexicon.meet(one, next)) continue;
    left.delete(one);
    next.range = [one.range[0], next.range[1]];
  }
  return [...left];
}

type Category = Extract<Understood, { kind: LabelKind | 'size' }> & { kind: 'category' };

/** A value that is named as a size, which products have. */
function sizeAt(text: string, unit: Unit, lexicon: Lexicon): { start: number; end: number } | undefined {
  const value = text.slice(unit.start, unit.end);
  if (!SIZE_VALUE.test(value.normalize('NFKC'))) return undefined;
  const before = SIZE_BEFORE.exec(text.slice(0, unit.start))?.[0].length ?? 0;
  const after = SIZE_AFTER.exec(text.slice(unit.end))?.[0].length ?? 0;
  return before + after > 0 && lexicon.isSize(value)
    ? { start: unit.start - before, end: unit.end + after }
    : undefined;
}

const isWord = ({ key }: Unit): boolean => (key.length > 1 || !/[a-z\d]/.test(key)) && !isStopWord(key);

/** `１９,９０` is 19.9, `1,000` is 1000, `一百五` is no number here, `一百五十` is 150. NaN where there is none. */
function numberOf(text: string): number {
  const plain = text.normalize('NFKC');
  if (plain === '') return Number.NaN;
  if (!/\d/.test(plain)) return chineseNumber(plain);
  const [, digits, times = ''] = /^([\d.,]+)(\D*)$/.exec(plain)!;
  return (
    MULTIPLES[times.toLowerCase()] *
    Number(/[.,]\d{3}$/.test(digits) ? digits.replaceAll(/[.,]/g, '') : digits.replace(',', '.'))
  );
}

/** `1.5k`, `2万`. */
const MULTIPLES: Readonly<Record<string, number>> = { '': 1, k: 1_000, 千: 1_000, 万: 10_000 };

const DIGITS = '一二三四五六七八九';
const TENS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
function chineseNumber(text: string): number {
  let [sum, part, digit] = [0, 0, 0];
  for (const character of text.replaceAll('两', '二')) {
    if (character === '万') {
      sum = (sum + part + digit) * 10_000;
      [part, digit] = [0, 0];
    } else if (character in TENS) {
      part += (digit || 1) * TENS[character];
      digit = 0;
    } else digit = DIGITS.indexOf(character) + 1;
  }
  return sum + part + digit;
}

function trim(text: string, start: number, end: number): [number, number] {
  const part = text.slice(start, end);
  return [start + part.length - part.trimStart().length, end - (part.length - part.trimEnd().length)];
}
