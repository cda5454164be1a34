import type { TextRange } from '../../contract/search.ts';
import { analyse } from './analyse.ts';

/** The stretches of a text that the terms of a query matched, in order, none of which touch. */
export function highlight(text: string, terms: ReadonlySet<string>): TextRange[] {
  const found = analyse(text)
    .filter(({ term }) => terms.has(term))
    .sort((a, b) => a.start - b.start);
  const ranges: [number, number][] = [];
  for (const { start, end } of found) {
    const last = ranges.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
}
