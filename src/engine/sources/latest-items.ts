import type { VisitorContext } from './candidate-source.ts';

/** Which part of a history contributes. */
export interface Contributors {
  /** Distinct latest items, at most so many. */
  last: number;
  /** Only the running session contributes, where it has begun. */
  session: boolean;
}

/**
 * Positions in `context.items` of the latest distinct items that the source knows (rows up to `known`), newest first; of
 * a repeated item the latest.
 */
export function latestItems(context: VisitorContext, known: number, { last, session }: Contributors): Int32Array {
  const { items, sessionStart } = context;
  const from = session && sessionStart < items.length ? sessionStart : 0;
  const met = new Set<number>();
  const positions: number[] = [];
  for (let position = items.length - 1; position >= from && positions.length < last; position--) {
    const item = items[position];
    if (item < 1 || item > known || met.has(item)) continue;
    met.add(item);
    positions.push(position);
  }
  return Int32Array.from(positions);
}
