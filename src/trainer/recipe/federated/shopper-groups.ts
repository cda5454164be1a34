import { VitrineError } from '../../../contract/errors.ts';
import type { Sequences } from '../../../contract/sequences.ts';
import type { Random } from '../../../learning/training/random.ts';
import { joinSequences } from '../../../learning/training/sequences.ts';
import { type InteractionLog, truncate } from '../../evaluation/interaction-log.ts';

/** Histories, each with what came next. */
export interface Questions {
  histories: Sequences;
  targets: Int32Array;
}

/** The shoppers of a log, each in one group. */
export interface ShopperGroups {
  /** Whose visits the shop's pack was trained on. */
  pack: InteractionLog;
  /** Who take part: what each did but for the last interaction. */
  members: Int32Array[];
  /** Of these shoppers, the last interaction. */
  own: Questions;
  /** Who take no part: as many, for comparison, in the same form. */
  outsiders: Int32Array[];
  /** Of shoppers in no other group, the last interaction: to choose by, and to measure with. */
  validation: Questions;
  others: Questions;
}

/** Interactions of a shopper that takes part, at least: the browser asks for five, and one is asked for. */
const FEWEST = 6;
/** Shoppers whose last interaction is asked for, at most. */
const MOST_ASKED = 1_000;

/** @throws VitrineError `bad-options` where the log has too few shoppers */
export function groupShoppers(
  log: InteractionLog,
  { shoppers, packShoppers }: { shoppers: number; packShoppers: number },
  random: Random,
): ShopperGroups {
  const { items, offsets } = log.sequences;
  const all = random.shuffle(Array.from({ length: offsets.length - 1 }, (_, sequence) => sequence));
  const inPack = new Set(all.slice(0, packShoppers));
  const pack = truncate(log, (sequence, start, end) => (inPack.has(sequence) ? end : start));
  const known = new Set(pack.sequences.items);
  // A pack knows products that its shoppers met, and no others.
  const rest = all
    .slice(packShoppers)
    .map((sequence) => items.subarray(offsets[sequence], offsets[sequence + 1]).filter((item) => known.has(item)));
  const long = rest.filter(({ length }) => length >= FEWEST);
  const chosen = long.slice(0, 2 * shoppers);
  const left = rest.filter((sequence) => sequence.length >= 3 && !chosen.includes(sequence));
  if (chosen.length < 2 * shoppers || left.length < 2) {
    throw new VitrineError('bad-options', `Only ${long.length} shoppers are left who did enough.`, {
      remedy: 'Give a longer log, or ask for fewer shoppers.',
    });
  }
  const members = chosen.slice(0, shoppers);
  const half = Math.min(Math.floor(left.length / 2), MOST_ASKED);
  return {
    pack,
    members: members.map((sequence) => sequence.subarray(0, -1)),
    own: lastOf(members),
    outsiders: chosen.slice(shoppers).map((sequence) => sequence.subarray(0, -1)),
    validation: lastOf(left.slice(0, half)),
    others: lastOf(left.slice(half, 2 * half)),
  };
}

function lastOf(sequences: readonly Int32Array[]): Questions {
  return {
    histories: joinSequences(sequences.map((sequence) => sequence.subarray(0, -1))),
    targets: Int32Array.from(sequences, (sequence) => sequence[sequence.length - 1]),
  };
}
