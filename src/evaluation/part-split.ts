import type { Cases, InteractionLog } from './interaction-log.ts';
import type { Split, Stage } from './splits.ts';

/** What an interaction is for. */
export const PARTS = { train: 0, validation: 1, test: 2 } as const;

/**
 * A split that came with the data, as the literature on collaborative filtering has it: all that a visitor did in the
 * part asked for is wanted, at once. The test's history includes the validation part, which is trained on in the end.
 * @param parts of `PARTS`, parallel to the log's interactions
 */
export function givenSplit(log: InteractionLog, parts: Uint8Array): Split {
  return {
    tuning: stageOf(log, parts, [PARTS.train], PARTS.validation),
    final: stageOf(log, parts, [PARTS.train, PARTS.validation], PARTS.test),
  };
}

/** Shares of the interactions that are validation and test. */
const HELD_OUT = 0.1;

/**
 * Interactions are split 8:1:1 at random, and stand in random order: for logs of what visitors like, where nothing comes
 * first. What is validation serves to choose by alone: at the test it is neither trained on nor known.
 * @param unit random numbers in [0, 1)
 */
export function randomSplit(log: InteractionLog, unit: () => number): Split {
  const { items, offsets } = log.sequences;
  const mixed = items.slice();
  for (let sequence = 0; sequence + 1 < offsets.length; sequence++) {
    for (let at = offsets[sequence + 1] - 1; at > offsets[sequence]; at--) {
      const other = offsets[sequence] + Math.floor(unit() * (at - offsets[sequence] + 1));
      [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
    }
  }
  const parts = Uint8Array.from(mixed, () => {
    const draw = unit();
    if (draw < HELD_OUT) return PARTS.test;
    return draw < 2 * HELD_OUT ? PARTS.validation : PARTS.train;
  });
  const unordered = { ...log, sequences: { items: mixed, offsets }, times: null, names: null };
  return {
    tuning: stageOf(unordered, parts, [PARTS.train], PARTS.validation),
    final: stageOf(unordered, parts, [PARTS.train], PARTS.test),
  };
}

/** Trains on these parts, and asks visitors who did something in the part `wanted` for all of that. */
function stageOf(log: InteractionLog, parts: Uint8Array, known: readonly number[], wanted: number): Stage {
  const whole = only(log, parts, [...known, wanted]);
  const train = only(log, parts, known);
  const starts = train.sequences.offsets;
  const { offsets } = whole.sequences;
  const asked = Int32Array.from(log.shoppers.keys()).filter(
    (sequence) => offsets[sequence + 1] - offsets[sequence] > starts[sequence + 1] - starts[sequence],
  );
  const cases: Cases = {
    log: whole,
    targets: asked.map((sequence) => offsets[sequence] + starts[sequence + 1] - starts[sequence]),
    sequences: asked,
    ends: asked.map((sequence) => offsets[sequence + 1]),
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
