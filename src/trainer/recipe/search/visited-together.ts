import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { readSection } from '../../../pack/layout.ts';
import { RULES } from '../../../pack/sections/pairs.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { fitSequentialRules, rules } from '../../fit/rules.ts';
import type { CountingContext } from '../../fit/section-fit.ts';
import type { Together } from './fit-words.ts';

/** Products beside which one is visited, at most: the most frequent. */
const MOST_BESIDE = 10;

/** What is visited together, by place in the feed: of the rules in both directions, which tell of single shoppers no more than they do. */
export function visitedTogether(
  { sequences, shoppers }: InteractionLog,
  catalogue: Catalogue,
  { items, minShoppers, perturbation }: CountingContext,
): Together {
  const options = { ...rules.defaults, backward: 1, rowPower: 0, top: MOST_BESIDE, minShoppers, perturbation };
  const section = fitSequentialRules(sequences, shoppers, items, options);
  const [, { items: heads, weights, offsets }] = readSection(RULES, section, items);
  const rows = catalogue.order;
  const places = new Map(Array.from(rows, (row, place) => [row, place]));
  return (place) => {
    const row = rows[place];
    if (row > items) return [];
    const beside: { place: number; share: number }[] = [];
    let sum = 0;
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      const other = places.get(heads[at]);
      if (other === undefined) continue;
      sum += weights[at];
      beside.push({ place: other, share: weights[at] });
    }
    return beside.map((one) => ({ ...one, share: one.share / sum }));
  };
}
