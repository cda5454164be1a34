import type { InteractionLog } from '../../src/evaluation/interaction-log.ts';
import { PARTS } from '../../src/evaluation/part-split.ts';
import { Rows } from './rows.ts';
import { sequenceLog } from './sequence-log.ts';

/**
 * Where no validation part is given, the last tenth of each line of the training file is one. Tests of published splits are
 * often what a user did last, though they do not say so: items from between the others would then be far easier to tell.
 */
const VALIDATION_SHARE = 0.1;

/**
 * A log that is split already: files of `user item item …` a line, each user's items in the part that the file is for.
 * @param validation default: the last tenth of each line of the training file
 */
export function readSplit(
  train: readonly string[],
  validation: readonly string[] | undefined,
  test: readonly string[],
): { log: InteractionLog; parts: Uint8Array } {
  const shoppers = new Rows();
  const sequences: string[][] = [];
  const parts: number[][] = [];
  const add = (lines: readonly string[], partOf: (place: number, length: number) => number): void => {
    for (const line of lines) {
      const [user, ...items] = line.split(/\s+/);
      const shopper = shoppers.rowOf(user);
      sequences[shopper] ??= [];
      parts[shopper] ??= [];
      sequences[shopper].push(...items);
      parts[shopper].push(...items.map((_, place) => partOf(place, items.length)));
    }
  };
  const heldBack = (place: number, length: number): boolean =>
    validation === undefined && place >= length - Math.floor(length * VALIDATION_SHARE);
  add(train, (place, length) => (heldBack(place, length) ? PARTS.validation : PARTS.train));
  add(validation ?? [], () => PARTS.validation);
  add(test, () => PARTS.test);
  return { log: sequenceLog(sequences, shoppers.names, new Rows()), parts: Uint8Array.from(parts.flat()) };
}
