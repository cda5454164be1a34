import type { Cases } from './interaction-log.ts';

/**
 * The same questions to a ranker that knows only the latest items of each history: a visitor who has just begun.
 * @param known items known in case `index`, at least 1
 */
export function withKnown(
  { log, targets, sequences, ends, starts, friends }: Cases,
  known: (index: number) => number,
): Cases {
  const places: number[] = [];
  const offsets = [0];
  const begins: number[] = [];
  const asked = targets.map((target, index) => {
    const first = log.sequences.offsets[sequences[index]];
    const knownFrom = starts?.[index] ?? first;
    for (let at = first; at < knownFrom; at++) places.push(at);
    begins.push(places.length);
    const start = Math.max(knownFrom, target - known(index));
    for (let at = start; at < (ends?.[index] ?? target + 1); at++) places.push(at);
    offsets.push(places.length);
    return begins[index] + target - start;
  });
  const { times, names } = log;
  return {
    log: {
      ...log,
      sequences: {
        items: Int32Array.from(places, (at) => log.sequences.items[at]),
        offsets: Int32Array.from(offsets),
      },
      shoppers: sequences.map((sequence) => log.shoppers[sequence]),
      times: times && Float64Array.from(places, (at) => times[at]),
      names: names && places.map((at) => names[at]),
    },
    targets: asked,
    sequences: Int32Array.from(targets.keys()),
    ...(ends && { ends: Int32Array.from(offsets.slice(1)) }),
    ...(starts && { starts: Int32Array.from(begins) }),
    ...(friends && { friends }),
  };
}

/** The same questions, where only the last item or the last two are known, in turn. */
export function justBegun(cases: Cases): Cases {
  return withKnown(cases, (index) => 1 + (index % 2));
}
