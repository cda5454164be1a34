import { VitrineError } from '../../contract/errors.ts';
import type { Sequences } from '../../contract/sequences.ts';
import type { Random } from '../training/random.ts';
import { joinSequences } from '../training/sequences.ts';

/** Part of the visitor's predictions, the newest, and of the replayed windows that is not trained on. */
const HELD_OUT = 0.2;
/** Fewer predictions than this tell nothing about whether a change is good. */
const FEWEST = 4;

export interface HeldOut {
  /** To train on: the visitor's own, and replayed ones. */
  sequences: Sequences;
  /** `histories` sequence `i` should rank `targets[i]` high. The visitor's weigh as much together as the replayed ones. */
  validation: { histories: Sequences; targets: Int32Array; weights: Float32Array };
}

export interface HoldOutOptions {
  /** Rows that the model knows: 1…items. Others are passed over. */
  items: number;
  /** Replayed windows for each of the visitor's own predictions. */
  replayed: number;
}

/** @throws VitrineError `nothing-to-train` where the visitor's history is too short */
export function holdOut(
  own: Sequences,
  replay: Sequences,
  { items, replayed }: HoldOutOptions,
  random: Random,
): HeldOut {
  const ownLists = listsOf(own, items);
  const predictions = ownLists.reduce((sum, list) => sum + list.length - 1, 0);
  if (predictions < FEWEST) {
    throw new VitrineError(
      'nothing-to-train',
      `The visitor's history holds ${predictions} steps from product to product.`,
      {
        remedy: `Train once it holds at least ${FEWEST}.`,
      },
    );
  }
  const trained: Int32Array[] = [];
  const held: { history: Int32Array; target: number; weight: number }[] = [];
  let left = Math.ceil(predictions * HELD_OUT);
  const ownWeight = 1 / left;
  for (const list of ownLists.toReversed()) {
    let end = list.length;
    for (; end > 1 && left > 0; left--, end--) {
      held.push({ history: list.subarray(0, end - 1), target: list[end - 1], weight: ownWeight });
    }
    if (end > 1) trained.push(list.subarray(0, end));
  }
  const others = random.shuffle(listsOf(replay, items)).slice(0, Math.ceil(replayed * predictions));
  const guards = Math.ceil(others.length * HELD_OUT);
  others.forEach((list, i) => {
    if (i >= guards) trained.push(list);
    else held.push({ history: list.subarray(0, -1), target: list[list.length - 1], weight: 1 / guards });
  });
  return {
    sequences: joinSequences(trained),
    validation: {
      histories: joinSequences(held.map(({ history }) => history)),
      targets: Int32Array.from(held, ({ target }) => target),
      weights: Float32Array.from(held, ({ weight }) => weight),
    },
  };
}

/** The sequences as lists of known items; those that predict something, of at least two items. */
function listsOf({ items, offsets }: Sequences, known: number): Int32Array[] {
  const lists = Array.from({ length: offsets.length - 1 }, (_, i) =>
    items.subarray(offsets[i], offsets[i + 1]).filter((item) => item > 0 && item <= known),
  );
  return lists.filter((list) => list.length > 1);
}
