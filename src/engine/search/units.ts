import { analyse } from './analyse.ts';
import { stemOf } from './stem.ts';
import { isStopWord } from './stop-words.ts';

/** A word in any of its forms, or a character of a script without spaces. */
export interface Unit {
  key: string;
  start: number;
  end: number;
  /** Whether it is a character that another one of the same word stands before: 点 in 一点. */
  inner: boolean;
}

/** Words of English whose plurals no ending makes, and which name who things are for; and a colour that is spelt in two ways. */
const IRREGULAR = new Map([
  ['gray', 'grey'],
  ['women', 'woman'],
  ['men', 'man'],
  ['children', 'child'],
]);

/** A text by the units in which names and synonyms are compared, in its order. */
export function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  /** Where the latest two characters of one word end. */
  let pairEnd = -1;
  for (const { term, start, end, kind } of analyse(text)) {
    if (kind === 'pair') pairEnd = end;
    const isUnit = kind === 'word' || ((kind === 'part' || kind === 'single') && start >= (units.at(-1)?.end ?? 0));
    if (!isUnit) continue;
    const stem = stemOf(term);
    units.push({ key: IRREGULAR.get(stem) ?? stem, start, end, inner: end === pairEnd });
  }
  return units;
}

/** One text for units that are the same, together or apart: `T-shirt`, `T shirt` and `tshirt`. Stop words among others do not count. */
export function keyOf(units: readonly Unit[]): string {
  const counted = units.filter(({ key }) => !isStopWord(key));
  return (counted.length > 0 ? counted : units).map(({ key }) => key).join('');
}
