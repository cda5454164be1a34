import type { Sequences } from '../../contract/sequences.ts';
import type { Random } from './random.ts';
import { joinSequences, listsOf } from './sequences.ts';

/** Share of a sequence's items that an operator puts in, takes out or replaces; at least one. */
const SHARE = 0.2;

/** Another sequence made of one. `other` draws an item as the log has them. */
type Operator = (items: number[], random: Random, other: () => number) => number[];

const insert: Operator = (items, random, other) => {
  const longer = [...items];
  for (let i = edits(items); i > 0; i--) longer.splice(random.below(longer.length + 1), 0, other());
  return longer;
};

const remove: Operator = (items, random) => {
  const shorter = [...items];
  for (let i = Math.min(edits(items), items.length - 2); i > 0; i--) shorter.splice(random.below(shorter.length), 1);
  return shorter;
};

const replace: Operator = (items, random, other) => {
  const replaced = [...items];
  for (let i = edits(items); i > 0; i--) replaced[random.below(replaced.length)] = other();
  return replaced;
};

/** A window of the sequence: what came later then begins the history. */
const slide: Operator = (items, random) => {
  const length = 2 + random.below(Math.max(1, items.length - 1));
  const start = random.below(Math.max(1, items.length - length + 1));
  return items.slice(start, start + length);
};

const OPERATORS = [insert, remove, replace, slide];

/**
 * Of each sequence another one, by one of four operators drawn at random: insert, delete, replace, slide (as compared by
 * Zhou, Huang, Xie, Gao, Wang, Kim & Kim, "Is contrastive learning necessary? A study of data augmentation vs contrastive
 * learning in sequential recommendation", 2024). Our deviation: what is put in is drawn as often as the log has it.
 */
export function plainlyAugmented(sequences: Sequences, random: Random): Sequences {
  const { items } = sequences;
  const other = (): number => items[random.below(items.length)];
  return joinSequences(
    listsOf(sequences).map((own) =>
      own.length < 2 ? own : OPERATORS[random.below(OPERATORS.length)]([...own], random, other),
    ),
  );
}

function edits({ length }: readonly number[]): number {
  return Math.max(1, Math.round(SHARE * length));
}
