/** Visitors by how much is known of them, in interactions before the question: these many at most. */
const SEGMENTS = { new: 4, light: 19, heavy: Number.POSITIVE_INFINITY } as const;
export type Segment = keyof typeof SEGMENTS;
export const SEGMENT_NAMES = Object.keys(SEGMENTS) as Segment[];

/** `new` up to 4 interactions, `light` up to 19, `heavy` from 20. */
export function segmentOf(historyLength: number): Segment {
  return SEGMENT_NAMES.find((name) => historyLength <= SEGMENTS[name])!;
}
