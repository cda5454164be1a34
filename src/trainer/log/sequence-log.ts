import { joinSequences } from '../../learning/training/sequences.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { NameTable } from './name-table.ts';

/** Sequences without a shopper's name, one a line: `item item …`. */
export function readSessions(lines: readonly string[], products = new NameTable()): InteractionLog {
  return sequenceLog(
    lines.map((line) => line.split(/\s+/)),
    lines.map((_, i) => String(i + 1)),
    products,
  );
}

/** Shoppers' sequences, one a line: `user item item …`. */
export function readSequences(lines: readonly string[]): InteractionLog {
  const fields = lines.map((line) => line.split(/\s+/));
  return sequenceLog(
    fields.map(([, ...items]) => items),
    fields.map(([user]) => user),
    new NameTable(),
  );
}

/** Interactions in order, one a line: `user item`; what follows is passed over. */
export function readPairs(lines: readonly string[]): InteractionLog {
  const shoppers = new NameTable();
  const sequences: string[][] = [];
  for (const line of lines) {
    const [user, item] = line.split(/\s+/);
    const shopper = shoppers.rowOf(user);
    sequences[shopper] ??= [];
    sequences[shopper].push(item);
  }
  return sequenceLog(sequences, shoppers.names, new NameTable());
}

/** @param sequences items of each shopper, by name */
export function sequenceLog(
  sequences: readonly string[][],
  shopperIds: readonly string[],
  products: NameTable,
): InteractionLog {
  return {
    sequences: joinSequences(sequences.map((items) => items.map((item) => products.rowOf(item) + 1))),
    productIds: products.names,
    shopperIds,
    shoppers: Int32Array.from(sequences.keys()),
    times: null,
    names: null,
  };
}
