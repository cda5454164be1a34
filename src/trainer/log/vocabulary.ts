import { LOG_NAMES, namesIn, ORDER_COLUMNS } from '../../reading/column-names.ts';
import { CODES, MEANINGS } from './event-words.ts';
import { LONGEST_ID, NOBODY } from './identity.ts';

/** What columns and words of a log mean, for readers in other languages: `log.vocabulary.json`. */
export function logVocabulary(): object {
  const words: Record<string, string[]> = {};
  for (const [word, meaning] of MEANINGS) {
    words[meaning] ??= [];
    words[meaning].push(word);
  }
  const columns = Object.fromEntries(Object.entries(LOG_NAMES).map(([column, names]) => [column, namesIn(names)]));
  return { columns, orders: namesIn(ORDER_COLUMNS), words, codes: CODES, nobody: NOBODY.source, longestId: LONGEST_ID };
}
