import { type InteractionName, SESSION_GAP_MS } from '../../contract/interaction.ts';
import type { ProductId } from '../../contract/product.ts';
import type { Sequences } from '../../contract/sequences.ts';

/** What shoppers did, as one sequence each: a shopper's interactions, or one session's, oldest first. */
export interface InteractionLog {
  /** Row `i` is `productIds[i − 1]`. */
  productIds: readonly ProductId[];
  shopperIds: readonly string[];
  sequences: Sequences;
  /** Index into `shopperIds` of each sequence. [sequences] */
  shoppers: Int32Array;
  /** Milliseconds, parallel to `sequences.items`; `null` where only the order is known. */
  times: Float64Array | null;
  /** Parallel to `sequences.items`; `null` where it is not known what was done. */
  names: readonly InteractionName[] | null;
}

/**
 * Questions to a ranker: each is a place in the log; what came before it in its sequence should rank its item high, and
 * where several items are wanted, those that follow it too.
 */
export interface Cases {
  log: InteractionLog;
  /** Indices into `log.sequences.items`. */
  targets: Int32Array;
  /** Index of the sequence of each target. */
  sequences: Int32Array;
  /** Where several items are wanted: index after the last one of each case. Default: the target alone. */
  ends?: Int32Array;
  /**
   * Where the visitor met what the ranker does not know of: index of the first item of each case that it knows. What
   * comes before it in the sequence is neither known nor wanted. Default: all is known.
   */
  starts?: Int32Array;
  /** What each shopper's friends are known to have met, where links are known. [shoppers] */
  friends?: readonly (readonly Int32Array[])[];
}

/** What is known of the visitor of one case. */
export interface KnownHistory {
  /** ItemIndex values, oldest first. */
  items: Int32Array;
  names: readonly InteractionName[];
  /** Position at which the running session starts. */
  sessionStart: number;
  /** What the visitor met beside it. Nothing learns from it; where seen items are not shown, neither are these. */
  unknown: Int32Array;
  /** What the visitor's friends are known to have met. */
  friends?: readonly Int32Array[];
}

/**
 * The log with its sequences cut short; those that become empty go.
 * @param endOf for each sequence the index in `sequences.items` at which it ends now
 */
export function truncate(
  log: InteractionLog,
  endOf: (sequence: number, start: number, end: number) => number,
): InteractionLog {
  const { items, offsets } = log.sequences;
  const places: number[] = [];
  const kept: number[] = [0];
  const shoppers: number[] = [];
  log.shoppers.forEach((shopper, i) => {
    const end = endOf(i, offsets[i], offsets[i + 1]);
    if (end <= offsets[i]) return;
    for (let at = offsets[i]; at < end; at++) places.push(at);
    kept.push(places.length);
    shoppers.push(shopper);
  });
  const { times, names } = log;
  return {
    productIds: log.productIds,
    shopperIds: log.shopperIds,
    sequences: { items: Int32Array.from(places, (at) => items[at]), offsets: Int32Array.from(kept) },
    shoppers: Int32Array.from(shoppers),
    times: times && Float64Array.from(places, (at) => times[at]),
    names: names && places.map((at) => names[at]),
  };
}

/** The log as it was at a moment. @param until milliseconds; what happened then or later goes */
export function upTo(log: InteractionLog, until: number): InteractionLog {
  const times = log.times ?? new Float64Array(0);
  return truncate(log, (_, start, end) => {
    let kept = start;
    while (kept < end && times[kept] < until) kept++;
    return kept;
  });
}

/** The history before case `index`. */
export function historyOf({ log, targets, sequences, starts, friends }: Cases, index: number): KnownHistory {
  const first = log.sequences.offsets[sequences[index]];
  const start = starts?.[index] ?? first;
  const end = targets[index];
  return {
    items: log.sequences.items.subarray(start, end),
    names: log.names?.slice(start, end) ?? Array<InteractionName>(end - start).fill('view_item'),
    sessionStart: sessionStart(log.times, start, end),
    unknown: log.sequences.items.subarray(first, start),
    ...(friends && { friends: friends[log.shoppers[sequences[index]]] }),
  };
}

function sessionStart(times: Float64Array | null, start: number, end: number): number {
  if (times === null) return 0;
  if (times[end] - times[end - 1] > SESSION_GAP_MS) return end - start;
  let at = end - 1;
  while (at > start && times[at] - times[at - 1] <= SESSION_GAP_MS) at--;
  return at - start;
}

/** The items that case `index` asks for, the target first. */
export function wantedOf({ log, targets, ends }: Cases, index: number): Int32Array {
  return log.sequences.items.subarray(targets[index], ends?.[index] ?? targets[index] + 1);
}

/** At most `limit` of the cases, evenly spread. */
export function sampleCases(cases: Cases, limit: number): Cases {
  const { ends, starts } = cases;
  const step = Math.max(1, cases.targets.length / limit);
  const chosen = Int32Array.from({ length: Math.min(limit, cases.targets.length) }, (_, i) => Math.floor(i * step));
  return {
    ...cases,
    targets: chosen.map((i) => cases.targets[i]),
    sequences: chosen.map((i) => cases.sequences[i]),
    ...(ends && { ends: chosen.map((i) => ends[i]) }),
    ...(starts && { starts: chosen.map((i) => starts[i]) }),
  };
}
