import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { PARTS } from '../evaluation/part-split.ts';
import { Rows } from './rows.ts';
import { sequenceLog } from './sequence-log.ts';

/** What is chosen by: the validation part that came with the data, or the ends of the training lines. */
export const VALIDATIONS = ['given', 'ends'] as const;
export type Validation = (typeof VALIDATIONS)[number];

/** Share of a training line that is its end. */
const VALIDATION_SHARE = 0.1;

/**
 * A log that is split already: files of `user item item …` a line, each user's items in the part that the file is for.
 * @param by `ends`: the last tenth of each line of the training file is the validation part; also where none is given.
 * Tests of published splits are often what a user did last, though they do not say so: items from between the others
 * are then far easier to tell. A part that came with the data is then trained on in the end alone: where its items stand
 * among the others is not known, so that nothing of what comes after an end must be known at it
 */
export function readSplit(
  train: readonly string[],
  validation: readonly string[] | undefined,
  test: readonly string[],
  by: Validation,
): { log: InteractionLog; parts: Uint8Array } {
  const atEnds = by === 'ends' || validation === undefined;
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
    atEnds && place >= length - Math.floor(length * VALIDATION_SHARE);
  add(train, (place, length) => (heldBack(place, length) ? PARTS.validation : PARTS.train));
  add(validation ?? [], () => (atEnds ? PARTS.unplaced : PARTS.validation));
  add(test, () => PARTS.test);
  return { log: sequenceLog(sequences, shoppers.names, new Rows()), parts: Uint8Array.from(parts.flat()) };
}
