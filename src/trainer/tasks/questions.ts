import { VitrineError } from '../../contract/errors.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { taughtBy } from '../evaluation/relabel.ts';
import { type Split, visitorFolds } from '../evaluation/splits.ts';
import type { Options, Resolved } from '../options/option.ts';
import { type MeasuredLog, PROTOCOL_OPTIONS, type Protocol, protocolFor, splitBy } from './protocol.ts';

export const QUESTION_OPTIONS = {
  ...PROTOCOL_OPTIONS,
  folds: {
    type: 'whole',
    least: 3,
    meaning:
      'cross-validation over shoppers instead of a protocol: each is held out once, and asked for the last interaction ' +
      'by models that never saw them; for small sets',
  },
} as const satisfies Options;

/** What is learned from, and what is asked. */
export interface Questions {
  protocol: Protocol;
  /** One, or one a fold. */
  splits: readonly Split[];
}

/**
 * @param teacher log that is learned from instead; what is asked stays
 * @throws VitrineError `bad-options`
 */
export function questionsOf(
  measured: MeasuredLog,
  options: Resolved<typeof QUESTION_OPTIONS>,
  { teacher, seed }: { teacher?: InteractionLog | undefined; seed: number },
): Questions {
  const protocol = protocolFor(measured, options);
  const { folds, cut } = options;
  const ofLog = folds === undefined ? [splitBy(protocol, measured, { cut, seed })] : visitorFolds(measured.log, folds);
  const splits = teacher === undefined ? ofLog : ofLog.map((split) => taughtBy(teacher, split));
  if (splits.every(({ final }) => final.cases.targets.length > 0)) return { protocol, splits };
  const remedy = 'Give a longer log, or another protocol.';
  throw new VitrineError('bad-options', 'Nobody can be asked about.', { remedy });
}
