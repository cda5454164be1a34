import type { InteractionLog } from '../../src/evaluation/interaction-log.ts';
import { PARTS } from '../../src/evaluation/part-split.ts';
import { Rows } from './rows.ts';
import { sequenceLog } from './sequence-log.ts';

/** Where no validation part is given, every so many-th training interaction of a visitor is one. */
const VALIDATION_STEP = 10;

/**
 * A log that is split already: files of `user item item …` a line, each user's items in the part that the file is for.
 * @param validation default: every tenth item of each line of the training file
 */
export function readSplit(
  train: readonly string[],
  validation: readonly string[] | undefined,
  test: readonly string[],
): { log: InteractionLog; parts: Uint8Array } {
  const shoppers = new Rows();
  const sequences: string[][] = [];
  const parts: number[][] = [];
  const add = (lines: readonly string[], partOf: (place: number) => number): void => {
    for (const line of lines) {
      const [user, ...items] = line.split(/\s+/);
      const shopper = shoppers.rowOf(user);
      sequences[shopper] ??= [];
      parts[shopper] ??= [];
      sequences[shopper].push(...items);
      parts[shopper].push(...items.map((_, place) => partOf(place)));
    }
  };
  const heldBack = (place: number): boolean =>
    validation === undefined && place % VALIDATION_STEP === VALIDATION_STEP - 1;
  add(train, (place) => (heldBack(place) ? PARTS.validation : PARTS.train));
  add(validation ?? [], () => PARTS.validation);
  add(test, () => PARTS.test);
  return { log: sequenceLog(sequences, shoppers.names, new Rows()), parts: Uint8Array.from(parts.flat()) };
}
