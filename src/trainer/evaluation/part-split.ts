import type { Cases, InteractionLog } from './interaction-log.ts';
import type { Split, Stage } from './splits.ts';

/** What an interaction is for; one that is `unplaced` may have come after what is validated by, and is known at the test alone. */
export const PARTS = { train: 0, validation: 1, test: 2, unplaced: 3 } as const;

/**
 * A split that came with the data, as the literature on collaborative filtering has it: all that a visitor did in the
 * part asked for is wanted, at once. The test's history includes the validation part, which is trained on in the end.
 * @param parts of `PARTS`, parallel to the log's interactions
 */
export function givenSplit(log: InteractionLog, parts: Uint8Array): Split {
  return {
    tuning: stageOf(log, parts, [PARTS.train], PARTS.validation),
    final: stageOf(log, parts, [PARTS.train, PARTS.validation, PARTS.unplaced], PARTS.test),
  };
}

/** Shares of a visitor's interactions that are validation and test: whole ones, and one at least. */
const HELD_OUT = 0.1;
/** Visitors with fewer interactions than this are trained on only. */
const FEWEST = 3;

/**
 * Each visitor's interactions are split 8:1:1 at random, and stand in random order: for logs of what visitors like, where
 * nothing comes first. What is validation serves to choose by alone: at the test it is neither trained on nor known, and
 * left out of lists as what is known is. This is the protocol of RecBole's benchmarks (Zhao et al., "RecBole: towards a
 * unified, comprehensive and efficient framework for recommendation algorithms", 2021: ratio-based, in random order,
 * grouped by user, full sort).
 * @param unit random numbers in [0, 1)
 */
export function randomSplit(log: InteractionLog, unit: () => number): Split {
  const { items, offsets } = log.sequences;
  const mixed = items.slice();
  const parts = new Uint8Array(items.length).fill(PARTS.train);
  for (let sequence = 0; sequence + 1 < offsets.length; sequence++) {
    for (let at = offsets[sequence + 1] - 1; at > offsets[sequence]; at--) {
      const other = offsets[sequence] + Math.floor(unit() * (at - offsets[sequence] + 1));
      [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
    }
    const [start, end] = [offsets[sequence], offsets[sequence + 1]];
    if (end - start < FEWEST) continue;
    const each = Math.max(1, Math.floor((end - start) * HELD_OUT));
    parts.fill(PARTS.validation, end - 2 * each, end - each);
    parts.fill(PARTS.test, end - each, end);
  }
  const unordered = { ...log, sequences: { items: mixed, offsets }, times: null, names: null };
  return {
    tuning: stageOf(unordered, parts, [PARTS.train], PARTS.validation),
    final: stageOf(unordered, parts, [PARTS.train], PARTS.test, [PARTS.validation]),
  };
}

/**
 * Trains on the parts `known`, and asks visitors who did something in the part `wanted` for all of that.
 * @param unknown parts that visitors met, of which nothing is known
 */
function stageOf(
  log: InteractionLog,
  parts: Uint8Array,
  known: readonly number[],
  wanted: number,
  unknown: readonly number[] = [],
): Stage {
  const whole = only(log, parts, [...unknown, ...known, wanted]);
  const train = only(log, parts, known);
  const [met, trained, beside] = [whole, train, only(log, parts, unknown)].map(({ sequences: { offsets } }) =>
    offsets.subarray(1).map((end, i) => end - offsets[i]),
  );
  const { offsets } = whole.sequences;
  const asked = Int32Array.from(log.shoppers.keys()).filter((i) => met[i] > trained[i] + beside[i]);
  const cases: Cases = {
    log: whole,
    targets: asked.map((sequence) => offsets[sequence] + beside[sequence] + trained[sequence]),
    sequences: asked,
    ends: asked.map((sequence) => offsets[sequence + 1]),
    ...(unknown.length > 0 && { starts: asked.map((sequence) => offsets[sequence] + beside[sequence]) }),
  };
  return { train, cases };
}

/** The interactions of these parts, in the order of the parts. Sequences stay, though they become empty. */
function only(log: InteractionLog, parts: Uint8Array, wanted: readonly number[]): InteractionLog {
  const { items, offsets } = log.sequences;
  const places: number[] = [];
  const newOffsets = Int32Array.from(offsets);
  for (let sequence = 0; sequence + 1 < offsets.length; sequence++) {
    for (const part of wanted) {
      for (let at = offsets[sequence]; at < offsets[sequence + 1]; at++) if (parts[at] === part) places.push(at);
    }
    newOffsets[sequence + 1] = places.length;
  }
  const { times, names } = log;
  return {
    ...log,
    sequences: { items: Int32Array.from(places, (at) => items[at]), offsets: newOffsets },
    times: times && Float64Array.from(places, (at) => times[at]),
    names: names && places.map((at) => names[at]),
  };
}
