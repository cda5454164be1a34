import { VitrineError } from '../../contract/errors.ts';
import { Random } from '../../learning/training/random.ts';
import type { Cases, InteractionLog } from '../evaluation/interaction-log.ts';
import { givenSplit, randomSplit } from '../evaluation/part-split.ts';
import { leaveOneOut, type Split, sessionSplit, timeSplit } from '../evaluation/splits.ts';
import { VALIDATIONS } from '../log/split-log.ts';
import type { Options, Resolved } from '../options/option.ts';

export const PROTOCOLS = ['leave-one-out', 'session', 'time-split', 'given', 'random'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Options that say how a log is read and split to be measured by. */
export const PROTOCOL_OPTIONS = {
  protocol: {
    type: 'choice',
    values: PROTOCOLS,
    meaning:
      'leave-one-out: last interaction of each shopper (default); session: every next item of held-out sessions (default ' +
      'for a folder of sessions); time-split: last interaction of each shopper who came after a cut in time; given: all ' +
      "that a shopper has in test.txt (default for a folder that is split); random: all of a shopper's random tenth; the " +
      'order of a history counts for nothing',
  },
  validation: {
    type: 'choice',
    values: VALIDATIONS,
    default: 'given',
    meaning:
      'what is chosen by, of a folder that is split already. given: valid.txt, and without one as by ends; ends: the last ' +
      'tenth of each line of train.txt: where the test is what shoppers did last, and valid.txt is not; that is then ' +
      'trained on in the end alone',
  },
  cut: { type: 'date', meaning: 'time-split: the cut; default after nine tenths of the interactions' },
} as const satisfies Options;

/** A log as it is measured by: with what it holds apart itself, where it does. */
export interface MeasuredLog {
  log: InteractionLog;
  /** Cases that came with it. */
  test?: Cases;
  /** What each interaction is for, of `PARTS`, where it came split. */
  parts?: Uint8Array;
}

/** What a log is measured by. @throws VitrineError `bad-options` */
export function protocolFor(
  { test, parts }: MeasuredLog,
  { protocol, validation }: Pick<Resolved<typeof PROTOCOL_OPTIONS>, 'protocol' | 'validation'>,
): Protocol {
  const byDefault = parts !== undefined ? 'given' : test === undefined ? 'leave-one-out' : 'session';
  const chosen = protocol ?? byDefault;
  if (validation === 'ends' && chosen !== 'given') {
    throw new VitrineError('bad-options', `The validation by ends says nothing of ${chosen}.`, {
      remedy: 'It is for a folder that is split already.',
    });
  }
  return chosen;
}

/** What a sequence is under this protocol: all that a visitor did, or one session. */
export function unitOf(protocol: Protocol): 'visitor' | 'session' {
  return protocol === 'session' ? 'session' : 'visitor';
}

/**
 * Splits a log.
 * @param cut of `time-split`: ISO 8601
 * @throws VitrineError `bad-options` where the log has not what the protocol needs
 */
export function splitBy(
  protocol: Protocol,
  { log, test, parts }: MeasuredLog,
  { cut, seed }: { cut?: string | undefined; seed: number },
): Split {
  switch (protocol) {
    case 'random': {
      const random = new Random(seed);
      return randomSplit(log, () => random.unit());
    }
    case 'given': {
      if (parts !== undefined) return givenSplit(log, parts);
      const remedy = 'Give a folder with train.txt and test.txt, or another protocol.';
      throw new VitrineError('bad-options', 'The log is not split.', { remedy });
    }
    case 'leave-one-out':
      return leaveOneOut(log);
    case 'session':
      return sessionSplit(log, test);
    case 'time-split': {
      if (log.times !== null) return timeSplit(log, cut === undefined ? undefined : Date.parse(cut));
      throw new VitrineError('bad-options', 'The log has no times.', { remedy: 'Name its column of times.' });
    }
  }
}
