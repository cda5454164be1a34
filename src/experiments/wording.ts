import { type Verdict, visitorsStillNeeded } from './verdict.ts';

/** What a verdict is about. */
export interface VerdictNames {
  control: string;
  variant: string;
  /** What is compared, such as `value by visitor`. */
  what: string;
}

/** An open verdict that needs more than this many times the visitors so far gives no number of further visitors. */
const MOST_TIMES = 10;

const share = (value: number, digits = 1): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(digits)} %`;
const amount = (value: number): string => `${value < 0 ? '−' : '+'}${Number(Math.abs(value).toPrecision(3))}`;
/** To two digits: it is an estimate. */
const round = (visitors: number): string => Number(visitors.toPrecision(2)).toLocaleString('en');

/** A verdict in one plain sentence or two, in the two languages that the shelf speaks. */
export function verdictInWords(verdict: Verdict, names: VerdictNames, language: 'en' | 'zh' = 'en'): string {
  const { outcome, visitors, difference, interval, relative, alpha } = verdict;
  const [middle, low, high] = (
    relative === undefined ? [difference, ...interval] : [relative.difference, ...relative.interval]
  ).map(relative === undefined ? amount : (value) => share(value));
  const words = {
    names,
    seen: visitors.toLocaleString('en'),
    sure: `${Number((100 * (1 - alpha)).toFixed(2))} %`,
    middle,
    low,
    high,
    known: verdict.error > 0,
    more: waitFor(verdict),
  };
  return language === 'zh' ? inChinese(outcome, words) : inEnglish(outcome, words);
}

interface Words {
  names: VerdictNames;
  seen: string;
  sure: string;
  middle: string;
  low: string;
  high: string;
  known: boolean;
  /** Visitors still needed; `undefined` where so many would be needed that a number says nothing. */
  more: string | undefined;
}

function waitFor(verdict: Verdict): string | undefined {
  const more = visitorsStillNeeded(verdict);
  return more > MOST_TIMES * verdict.visitors ? undefined : round(more);
}

function inEnglish(outcome: Verdict['outcome'], { names, seen, sure, middle, low, high, known, more }: Words): string {
  const { control, variant, what } = names;
  if (outcome !== 'open') {
    return `${variant} is ${outcome} than ${control}: ${what} ${middle} (with ${sure} certainty between ${low} and ${high}), seen of ${seen} visitors.`;
  }
  if (!known)
    return `No difference between ${variant} and ${control} is certain yet: too little is known of ${seen} visitors.`;
  const wait =
    more === undefined
      ? 'as small as the difference is so far, it would take over ten times as many visitors.'
      : `if it stays so, about ${more} more visitors are needed.`;
  return `No difference between ${variant} and ${control} is certain yet: ${what} ${middle} (with ${sure} certainty between ${low} and ${high}), seen of ${seen} visitors; ${wait}`;
}

function inChinese(outcome: Verdict['outcome'], { names, seen, sure, middle, low, high, known, more }: Words): string {
  const { control, variant, what } = names;
  const range = `${what} ${middle}（${sure} 的把握在 ${low} 与 ${high} 之间），基于 ${seen} 位访客`;
  if (outcome !== 'open') return `${variant} ${outcome === 'better' ? '优于' : '不如'} ${control}：${range}。`;
  if (!known) return `目前还看不出 ${variant} 与 ${control} 的差别：${seen} 位访客的数据太少。`;
  const wait =
    more === undefined ? '差别这样小，需要十倍以上的访客才能看出。' : `若差别保持不变，大约还需要 ${more} 位访客。`;
  return `目前还看不出 ${variant} 与 ${control} 的差别：${range}；${wait}`;
}
