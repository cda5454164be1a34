import { Random } from '../../src/learning/training/random.ts';
import { givenSplit, randomSplit } from '../../src/trainer/evaluation/part-split.ts';
import { leaveOneOut, type Split, sessionSplit, timeSplit } from '../../src/trainer/evaluation/splits.ts';
import type { ReadLog } from '../../src/trainer/log/read-log.ts';
import { VALIDATIONS } from '../../src/trainer/log/split-log.ts';
import { choice, type LogValues, logHints, wrong } from './arguments.ts';
import { readLogAloud } from './data.ts';

export const PROTOCOLS = ['leave-one-out', 'session', 'time-split', 'given', 'random'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Options that say how a log is read to be measured by. */
export interface ProtocolValues extends LogValues {
  protocol?: string | undefined;
  validation: string;
}

/** Reads a log for the protocol that is asked for, or that it is measured by. @throws VitrineError `bad-options` */
export async function readForProtocol(
  values: ProtocolValues,
  data: string,
): Promise<{ read: ReadLog; protocol: Protocol }> {
  const validation = choice('validation', values.validation, VALIDATIONS);
  const sessions = values.protocol === 'session';
  const read = await readLogAloud(data, { ...logHints(values), sessions, validation });
  const protocol = choice('protocol', values.protocol ?? protocolOf(read), PROTOCOLS);
  if (validation === 'ends' && protocol !== 'given') {
    throw wrong(`--validation ends says nothing of ${protocol}.`, 'It is for a folder that is split already.');
  }
  return { read, protocol };
}

/** What a log is measured by where nothing is said. */
function protocolOf({ test, parts }: ReadLog): Protocol {
  if (parts !== undefined) return 'given';
  return test === undefined ? 'leave-one-out' : 'session';
}

/** What a sequence is under this protocol: all that a visitor did, or one session. */
export function unitOf(protocol: Protocol): 'visitor' | 'session' {
  return protocol === 'session' ? 'session' : 'visitor';
}

/** Splits a log. @throws VitrineError `bad-options` where the log has not what the protocol needs */
export function splitBy(
  protocol: Protocol,
  { log, test, parts }: ReadLog,
  cut: number | undefined,
  seed: number,
): Split {
  if (protocol === 'random') {
    const random = new Random(seed);
    return randomSplit(log, () => random.unit());
  }
  if (protocol === 'given') {
    if (parts !== undefined) return givenSplit(log, parts);
    throw wrong('The log is not split.', 'Give a folder with train.txt and test.txt, or another protocol.');
  }
  if (protocol === 'leave-one-out') return leaveOneOut(log);
  if (protocol === 'session') return sessionSplit(log, test);
  if (log.times === null) throw wrong('The log has no times.', 'Name the column: --columns time=THE_COLUMN');
  return timeSplit(log, cut);
}
