import { SESSION_GAP_MS } from '../../contract/interaction.ts';
import type { Sequences } from '../../contract/sequences.ts';
import type { InteractionLog } from './interaction-log.ts';

/** Jensen–Shannon distances (base 2, the root of the divergence): 0 for the same, 1 where nothing is in common. */
export interface LogDistances {
  /** Of how long sessions are. */
  lengths: number;
  /** Of how often each item is met. */
  popularity: number;
  /** Of which group of items comes after which within a session. */
  transitions: number;
}

/**
 * How far one log is from another of the same items.
 * @param groups of the items, by row: single pairs of items are too rare to be compared; with as many groups as two real
 * halves of a log can be told apart by, the distance would be that of chance
 */
export function logDistances(a: Sequences, b: Sequences, groups: Int32Array): LogDistances {
  const kinds = Math.max(...groups) + 1;
  const both = (count: (sequences: Sequences) => Map<number, number>) => distance(count(a), count(b));
  return {
    lengths: both(({ offsets }) => tally(offsets.subarray(1), (end, i) => end - offsets[i])),
    popularity: both(({ items }) => tally(items, (item) => item)),
    transitions: both(({ items, offsets }) => {
      const starts = new Set(offsets);
      return tally(items, (item, at) => (starts.has(at) ? -1 : groups[items[at - 1]] * kinds + groups[item]));
    }),
  };
}

function tally(values: Int32Array, keyOf: (value: number, index: number) => number): Map<number, number> {
  const counts = new Map<number, number>();
  values.forEach((value, i) => {
    const key = keyOf(value, i);
    if (key >= 0) counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return counts;
}

/** Jensen–Shannon distance of two tallies. 1 where one of them is empty. */
export function distance(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  const [sumA, sumB] = [a, b].map((counts) => [...counts.values()].reduce((sum, count) => sum + count, 0));
  if (sumA === 0 || sumB === 0) return 1;
  let divergence = 0;
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const p = (a.get(key) ?? 0) / sumA;
    const q = (b.get(key) ?? 0) / sumB;
    const middle = (p + q) / 2;
    if (p > 0) divergence += (p / 2) * Math.log2(p / middle);
    if (q > 0) divergence += (q / 2) * Math.log2(q / middle);
  }
  return Math.sqrt(Math.max(0, divergence));
}

/** A log's sequences cut at pauses of over 30 minutes. */
export function sessionsOf({
  sequences: { items, offsets },
  times,
}: Pick<InteractionLog, 'sequences' | 'times'>): Sequences {
  if (times === null) return { items, offsets };
  const ends: number[] = [0];
  for (let sequence = 0; sequence + 1 < offsets.length; sequence++) {
    for (let at = offsets[sequence] + 1; at < offsets[sequence + 1]; at++) {
      if (times[at] - times[at - 1] > SESSION_GAP_MS) ends.push(at);
    }
    if (offsets[sequence + 1] > offsets[sequence]) ends.push(offsets[sequence + 1]);
  }
  return { items, offsets: Int32Array.from(ends) };
}

/** From so many items on a session that occurs elsewhere is taken for a copy. */
const COPY_LENGTH = 5;

/** Of the sessions of at least five items: how many there are, and how many stand as they are, one item after the other, in `training`. */
export function copiesIn(training: Sequences, sessions: Sequences): { sessions: number; copies: number } {
  const places = new Map<string, number[]>();
  const sequenceEnds: number[] = [];
  eachSequence(training, (start, end) => {
    for (let at = start; at + COPY_LENGTH <= end; at++) {
      const key = training.items.subarray(at, at + COPY_LENGTH).join();
      const known = places.get(key);
      if (known === undefined) places.set(key, [at]);
      else known.push(at);
      sequenceEnds[at] = end;
    }
  });
  let asked = 0;
  let copies = 0;
  eachSequence(sessions, (start, end) => {
    if (end - start < COPY_LENGTH) return;
    asked++;
    const own = sessions.items.subarray(start, end);
    const candidates = places.get(own.subarray(0, COPY_LENGTH).join()) ?? [];
    const isCopy = candidates.some(
      (at) => at + own.length <= sequenceEnds[at] && own.every((item, i) => training.items[at + i] === item),
    );
    if (isCopy) copies++;
  });
  return { sessions: asked, copies };
}

function eachSequence({ offsets }: Sequences, visit: (start: number, end: number) => void): void {
  for (let sequence = 0; sequence + 1 < offsets.length; sequence++) visit(offsets[sequence], offsets[sequence + 1]);
}
