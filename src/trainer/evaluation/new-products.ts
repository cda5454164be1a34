import type { ProductId } from '../../contract/product.ts';
import type { Cases } from './interaction-log.ts';

/** The products without every so many-th: what a shop knew before these were new. @param share of those left out, 0…½ */
export function withoutNew(products: readonly ProductId[], share: number): ProductId[] {
  if (share === 0) return [...products];
  const step = Math.round(1 / share);
  return products.filter((_, i) => i % step !== step - 1);
}

/** Only the questions whose answer is a product that nothing was trained on. @param known rows up to this are trained on */
export function aboutNew(cases: Cases, known: number): Cases {
  const { log, targets, sequences, ends, starts } = cases;
  const isNew = Array.from(targets, (target) => log.sequences.items[target] > known);
  return {
    ...cases,
    targets: targets.filter((_, i) => isNew[i]),
    sequences: sequences.filter((_, i) => isNew[i]),
    ...(ends && { ends: ends.filter((_, i) => isNew[i]) }),
    ...(starts && { starts: starts.filter((_, i) => isNew[i]) }),
  };
}
