import { BestRows } from '../../kernels/scoring/top-k.ts';
import type { CandidateSource } from './candidate-source.ts';
import type { UnpackedSource } from './source-descriptor.ts';

/**
 * What visitors met with whom the shop knows this one to be linked. Each speaks the louder, the more they share with this
 * visitor against how much they met; one who shares nothing is still heard.
 */
export function createFriends(): CandidateSource {
  return {
    name: 'friends',
    retrieve({ items, allowed, friends = [] }, limit) {
      const own = new Set(items);
      const votes = new Map<number, number>();
      for (const friend of friends) {
        const met = new Set(friend);
        const weight = (1 + [...met].filter((item) => own.has(item)).length) / Math.sqrt(met.size);
        for (const item of met) {
          if (item > 0 && allowed.has(item)) votes.set(item, (votes.get(item) ?? 0) + weight);
        }
      }
      const best = new BestRows(limit, votes.size);
      for (const [item, amount] of votes) best.offer(item, amount);
      return { ...best.take(), because: () => -1 };
    },
  };
}

export const friends: UnpackedSource<'friends'> = {
  name: 'friends',
  personal: true,
  needs: 'friends',
  create: createFriends,
};
