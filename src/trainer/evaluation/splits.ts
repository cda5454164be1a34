import { type Cases, type InteractionLog, truncate, upTo } from './interaction-log.ts';

/** What is learned from and what is asked. Options and weights are chosen on `tuning`; `final` is looked at once. */
export interface Split {
  tuning: Stage;
  final: Stage;
}

export interface Stage {
  train: InteractionLog;
  cases: Cases;
}

/**
 * Leave-one-out, as the literature on sequential recommendation has it: a shopper's last interaction is the test, the
 * one before it validation, the rest is trained on, for both. The test's history includes the validation item.
 * Sequences under three interactions are trained on only.
 */
export function leaveOneOut(log: InteractionLog): Split {
  const long = (start: number, end: number): boolean => end - start >= 3;
  const train = truncate(log, (_, start, end) => (long(start, end) ? end - 2 : end));
  const casesAt = (back: number): Cases => casesOf(log, (start, end) => (long(start, end) ? [end - back] : []));
  return { tuning: { train, cases: casesAt(2) }, final: { train, cases: casesAt(1) } };
}

/** For a pack that is to be shipped: a shopper's last interaction is validation; the final training has all. */
export function lastOut(log: InteractionLog): Stage {
  const train = truncate(log, (_, start, end) => (end - start >= 3 ? end - 1 : end));
  return { train, cases: casesOf(log, (start, end) => (end - start >= 3 ? [end - 1] : [])) };
}

/** Latest interactions that the shoppers of a fold are asked for in validation: few of them have to tell much. */
const ASKED_IN_VALIDATION = 10;

/**
 * Cross-validation over visitors (Stone 1974; Marlin 2004 calls it strong generalisation): each is held out once, and
 * asked for the last interaction by a model that never saw them. The next fold is validation, asked for several; the
 * final training has it back. For small sets: one fold's training tells little.
 * @param folds at least 3
 */
export function visitorFolds(log: InteractionLog, folds: number): Split[] {
  // Shoppers are numbered as they came, which may mean something: a multiplier without a common factor mixes them.
  const foldOf = (shopper: number): number => Math.floor((Math.imul(shopper, 0x9e3779b1) >>> 0) / (2 ** 32 / folds));
  return Array.from({ length: folds }, (_, fold) => {
    const validation = (fold + 1) % folds;
    const without = (...held: number[]): InteractionLog =>
      truncate(log, (sequence, start, end) => (held.includes(foldOf(log.shoppers[sequence])) ? start : end));
    const lastOf = (asked: number, most: number): Cases =>
      casesOf(log, (start, end, sequence) => {
        const count = foldOf(log.shoppers[sequence]) === asked ? Math.min(most, end - start - 1) : 0;
        return Array.from({ length: Math.max(0, count) }, (_, i) => end - count + i);
      });
    return {
      tuning: { train: without(fold, validation), cases: lastOf(validation, ASKED_IN_VALIDATION) },
      final: { train: without(fold), cases: lastOf(fold, 1) },
    };
  });
}

/** Share of the sessions, or of the time, that a split holds out where nothing else is said. */
const HELD_OUT = 0.1;

/**
 * Sessions: of each held-out session every item but the first is asked, from what came before it in the session. The
 * last tenth of the training sessions is validation; the final training has them back.
 * @param test the sessions to ask about; default: the last tenth of the log
 */
export function sessionSplit(log: InteractionLog, test?: Cases): Split {
  const final = test === undefined ? lastSessionsOut(log) : { train: log, cases: test };
  return { tuning: lastSessionsOut(final.train), final };
}

export function lastSessionsOut(log: InteractionLog): Stage {
  const count = log.shoppers.length;
  const first = count - Math.max(1, Math.floor(count * HELD_OUT));
  const train = truncate(log, (sequence, start, end) => (sequence < first ? end : start));
  const cases = casesOf(log, (start, end, sequence) =>
    sequence < first ? [] : Array.from({ length: end - start - 1 }, (_, i) => start + 1 + i),
  );
  return { train, cases };
}

/**
 * Global time split: everything before the cut is trained on; of each shopper who came after it the last interaction is
 * asked, from everything before that. The tenth before the cut is validation: of each shopper who came in it the latest
 * interactions are asked, up to ten, since one of each is too few to learn a ranker from.
 * @param cut milliseconds; default: nine tenths of the interactions lie before it
 * @throws RangeError where the log has no times
 */
export function timeSplit(log: InteractionLog, cut?: number): Split {
  if (log.times === null) throw new RangeError('A split by time needs a log with times.');
  const at = cut ?? quantile(log.times, 1 - HELD_OUT);
  const final = cutAt(log, at);
  return {
    tuning: cutAt(final.train, quantile(final.train.times ?? log.times, 1 - HELD_OUT), ASKED_IN_VALIDATION),
    final,
  };
}

/** @param most what is asked of a shopper at most, the latest interactions since the cut */
function cutAt(log: InteractionLog, cut: number, most = 1): Stage {
  const times = log.times ?? new Float64Array(0);
  const cases = casesOf(log, (start, end) => {
    const asked: number[] = [];
    for (let at = Math.max(start + 1, end - most); at < end; at++) if (times[at] >= cut) asked.push(at);
    return asked;
  });
  return { train: upTo(log, cut), cases };
}

function quantile(values: Float64Array, share: number): number {
  return values.slice().sort()[Math.floor((values.length - 1) * share)];
}

/** @param choose the indices asked about in the sequence from `start` to `end` */
function casesOf(log: InteractionLog, choose: (start: number, end: number, sequence: number) => number[]): Cases {
  const { offsets } = log.sequences;
  const targets: number[] = [];
  const sequences: number[] = [];
  for (let sequence = 0; sequence + 1 < offsets.length; sequence++) {
    for (const target of choose(offsets[sequence], offsets[sequence + 1], sequence)) {
      targets.push(target);
      sequences.push(sequence);
    }
  }
  return { log, targets: Int32Array.from(targets), sequences: Int32Array.from(sequences) };
}
