import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { PARTS } from '../evaluation/part-split.ts';
import { NameTable } from './name-table.ts';
import { sequenceLog } from './sequence-log.ts';

/** What is chosen by: the validation part that came with the data, or the ends of the training lines. */
export const VALIDATIONS = ['given', 'ends'] as const;
export type Validation = (typeof VALIDATIONS)[number];

/** Share of a training line that is its end. */
const VALIDATION_SHARE = 0.1;

/**
 * A log that comes already split: files with a line `user item item …` for each user, one file for each part.
 * @param by `ends`: the last tenth of each line of the training file is the validation part; the same where no validation
 * file is given. The test part of a published split is often what a user did last, although its authors do not say so;
 * validation items from the middle of a line would then be far easier to predict than test items. With `ends`, a validation
 * file that came with the data is used for the final training only: nobody knows where its items belong among the others, and
 * at the end of a line nothing that happened later may be known.
 */
export function readSplit(
  train: readonly string[],
  validation: readonly string[] | undefined,
  test: readonly string[],
  by: Validation,
): { log: InteractionLog; parts: Uint8Array } {
  const atEnds = by === 'ends' || validation === undefined;
  const shoppers = new NameTable();
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
  const atTheEnd = (place: number, length: number): boolean =>
    atEnds && place >= length - Math.floor(length * VALIDATION_SHARE);
  add(train, (place, length) => (atTheEnd(place, length) ? PARTS.validation : PARTS.train));
  add(validation ?? [], () => (atEnds ? PARTS.unplaced : PARTS.validation));
  add(test, () => PARTS.test);
  return { log: sequenceLog(sequences, shoppers.names, new NameTable()), parts: Uint8Array.from(parts.flat()) };
}
