import type { Pair } from './link-split.ts';
import type { Split, Stage } from './splits.ts';

/** The split with what each shopper's friends are known to have met: what is trained on of them, and nothing that is asked. */
export function withFriends({ tuning, final }: Split, links: readonly Pair[]): Split {
  return { tuning: befriend(tuning, links), final: befriend(final, links) };
}

function befriend({ train, cases }: Stage, links: readonly Pair[]): Stage {
  const { items, offsets } = train.sequences;
  const met: number[][] = train.shopperIds.map(() => []);
  train.shoppers.forEach((shopper, sequence) => {
    for (let at = offsets[sequence]; at < offsets[sequence + 1]; at++) met[shopper].push(items[at]);
  });
  const histories = met.map((own) => Int32Array.from(own));
  const friends: Int32Array[][] = met.map(() => []);
  for (const [a, b] of links) {
    friends[a].push(histories[b]);
    friends[b].push(histories[a]);
  }
  return { train, cases: { ...cases, friends } };
}
