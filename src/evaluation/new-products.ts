import type { ProductId } from '../contract/product.ts';
import type { Cases } from './interaction-log.ts';
import type { Split, Stage } from './splits.ts';

/** The products without every so many-th: what a shop knew before these were new. @param share of those left out, 0…½ */
export function withoutNew(products: readonly ProductId[], share: number): ProductId[] {
  if (share === 0) return [...products];
  const step = Math.round(1 / share);
  return products.filter((_, i) => i % step !== step - 1);
}

/** Only the questions whose answer is a product that nothing was trained on. @param known rows up to this are trained on */
export function askAboutNew({ tuning, final }: Split, known: number): Split {
  const narrow = ({ train, cases }: Stage): Stage => ({ train, cases: ofNew(cases, known) });
  return { tuning: narrow(tuning), final: narrow(final) };
}

function ofNew({ log, targets, sequences }: Cases, known: number): Cases {
  const kept = targets.map((target) => (log.sequences.items[target] > known ? 1 : 0));
  return {
    log,
    targets: targets.filter((_, i) => kept[i] === 1),
    sequences: sequences.filter((_, i) => kept[i] === 1),
  };
}
