import type { TextRange } from '../../contract/search.ts';
import { type Tree, tree } from './tree.ts';

/** A text whose ranges are marked: pieces of text, never HTML. */
export function markedText(text: string, ranges: readonly TextRange[]): (Tree | string)[] {
  const pieces: (Tree | string)[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start > at) pieces.push(text.slice(at, start));
    pieces.push(tree('mark', {}, text.slice(start, end)));
    at = end;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}
