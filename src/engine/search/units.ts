import { analyse } from './analyse.ts';
import { stemOf } from './stem.ts';

/** A word in any of its forms, or a character of a script without spaces. */
export interface Unit {
  key: string;
  start: number;
  end: number;
}

/** A text by the units in which names and synonyms are compared, in its order. */
export function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  for (const { term, start, end, kind } of analyse(text)) {
    const isUnit = kind === 'word' || ((kind === 'part' || kind === 'single') && start >= (units.at(-1)?.end ?? 0));
    if (isUnit) units.push({ key: stemOf(term), start, end });
  }
  return units;
}

/** One text for units that are the same, however they are written. */
export const keyOf = (units: readonly Unit[]): string => units.map(({ key }) => key).join(' ');
