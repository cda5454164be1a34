/** Words that a sentence needs and a product need not hold: English, and the single characters of Chinese. */
const STOP_WORDS = new Set(
  (
    'a an and are as at be by for from in is it its of on or that the this to with your my me i we you some any ' +
    '的 了 和 与 及 或 在 是 有 我 你 您 给 个'
  ).split(' '),
);

export const isStopWord = (term: string): boolean => STOP_WORDS.has(term);
