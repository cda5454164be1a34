import type { Evaluation } from '../../src/trainer/evaluation/evaluate.ts';
import type { InteractionLog } from '../../src/trainer/evaluation/interaction-log.ts';

/** Points of each curve. */
const POINTS = 50;
/** Places of a list that count. */
const PLACES = 10;

/**
 * Where attention goes: for shoppers' own clicks and for each ranking, which share of it the most popular products get.
 * @param products rows of the lists
 * @returns curves of `POINTS + 1` shares from 0 to 1; at `i` that of the most popular `i / POINTS` of the products
 */
export function exposureOf(
  { sequences }: InteractionLog,
  products: number,
  rankings: Readonly<Record<string, Evaluation>>,
): { name: string; shares: number[] }[] {
  const clicks = countsOf([sequences.items], products);
  const order = Array.from(clicks.keys()).sort((a, b) => clicks[b] - clicks[a]);
  return [
    { name: 'shoppers', shares: sharesAlong(order, clicks) },
    ...Object.entries(rankings).map(([name, { lists }]) => ({
      name,
      shares: sharesAlong(
        order,
        countsOf(
          lists.map((list) => list.subarray(0, PLACES)),
          products,
        ),
      ),
    })),
  ];
}

/** How often each product is there. [products], without the padding row */
function countsOf(lists: readonly Int32Array[], products: number): Float64Array {
  const counts = new Float64Array(products);
  for (const list of lists) for (const item of list) if (item > 0 && item <= products) counts[item - 1]++;
  return counts;
}

function sharesAlong(order: readonly number[], counts: Float64Array): number[] {
  const all = counts.reduce((a, b) => a + b, 0) || 1;
  const shares = [0];
  let [sum, done] = [0, 0];
  for (let point = 1; point <= POINTS; point++) {
    const end = Math.round((point * order.length) / POINTS);
    for (; done < end; done++) sum += counts[order[done]];
    shares.push(sum / all);
  }
  return shares;
}
