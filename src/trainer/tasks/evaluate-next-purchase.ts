import { VitrineError } from '../../contract/errors.ts';
import { pairedDifference } from '../evaluation/difference.ts';
import { roundedDifference } from '../figures.ts';
import type { ShopLog } from '../log/shop-log.ts';
import {
  fitIntents,
  fitWithoutActions,
  ndcgOf,
  nextPurchases,
  scoresBy,
  scoresUnlearned,
} from '../recipe/purchases/fit-intents.ts';
import { type RunContext, runStep } from '../run-context.ts';

/** Shares of the events before which options are chosen by, and before which nothing is asked. */
const CUTS = { validation: 0.81, test: 0.9 };

export type NextPurchaseReport = Awaited<ReturnType<typeof evaluateNextPurchase>>;

/**
 * Next purchase: each purchase after a cut in time, asked among all products from what its visitor had done before it. What
 * visitors did is known by its kind, against the same ranking that does not know it; the options of both are chosen on the
 * purchases before the cut.
 * @throws VitrineError `bad-options` where there are no purchases to choose by or to ask about; `aborted`
 */
export async function evaluateNextPurchase({ events }: ShopLog, run: RunContext) {
  const timeAt = (share: number): number => events[Math.floor((events.length - 1) * share)]?.at ?? 0;
  const cut = timeAt(CUTS.test);
  const validation = nextPurchases(events, timeAt(CUTS.validation), cut);
  const asked = nextPurchases(events, cut, Number.POSITIVE_INFINITY);
  if (validation.length === 0 || asked.length === 0) {
    throw new VitrineError('bad-options', 'The log has too few purchases to choose by and to ask about.', {
      remedy: 'Give a longer log, with times, and with views and the purchases that followed them.',
    });
  }
  const [learned, without] = await runStep(run, 'choose options', async (step) => {
    const chosen = [fitIntents(validation), fitWithoutActions(validation)];
    await step(1, 1);
    return chosen;
  });
  const visitors = asked.map(({ visitor }) => visitor);
  const ours = ndcgOf(asked, scoresBy(learned));
  const against = (theirs: number[]) => roundedDifference(pairedDifference(ours, theirs, visitors));
  const met = asked.filter(({ item, before }) => before.some((event) => event.item === item)).length;
  return {
    task: 'next-purchase' as const,
    protocol: 'time-split',
    cut: new Date(cut).toISOString(),
    cases: asked.length,
    /** Of the cases, those of a product that the visitor had met before: no other is found. */
    met,
    measure: 'ndcg@10',
    options: learned,
    differences: {
      /** The same ranking, to which all actions are one. */
      'without actions': { options: without, ...against(ndcgOf(asked, scoresBy(without))) },
      /** The order of the placement `again` where the pack has learned nothing. */
      unlearned: against(ndcgOf(asked, scoresUnlearned)),
    },
  };
}
