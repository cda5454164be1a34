import type { Pack } from '../../../pack/pack.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { arrangeFor, productsMetBy } from '../../evaluation/relabel.ts';
import { knn } from '../../fit/knn.ts';
import { perturbationFor } from '../../fit/perturbation.ts';
import { popular } from '../../fit/popular.ts';
import { rules } from '../../fit/rules.ts';
import type { CountingContext } from '../../fit/section-fit.ts';
import type { RunContext } from '../../run-context.ts';
import { virtualLog } from '../behaviour/virtual-log.ts';
import type { SessionSample } from '../fit-pack.ts';
import { noisyLog, nothingAsked } from '../noisy-log.ts';

/** What decides how much a pack tells. */
export interface Disclosure {
  minShoppers: number;
  sessionSample: SessionSample;
  epsilon: number | undefined;
  delta: number;
}

export type CountedPack = Pick<Pack, 'productIds' | 'sections'>;

/** Counts rules, windows and popularity of a log as training does, with their options as they are by default. */
export async function countPack(log: InteractionLog, disclosure: Disclosure, run: RunContext): Promise<CountedPack> {
  const { epsilon, delta, sessionSample } = disclosure;
  const counted = epsilon === undefined ? log : noisyLog(log, { epsilon, delta }, run.seed);
  const minShoppers = epsilon === undefined ? disclosure.minShoppers : 1;
  const perturbation = perturbationFor(minShoppers);
  const ids = productsMetBy(minShoppers, counted, (met) => perturbation?.tellsProduct(met) ?? true);
  const stage = nothingAsked(counted);
  const { train } = arrangeFor({ tuning: stage, final: stage }, ids, ids.length).final;
  const virtual = sessionSample === 'synthetic' ? await virtualLog(train, ids.length, run) : undefined;
  const items = ids.length;
  const context: CountingContext = { items, minShoppers, perturbation, unit: 'visitor', ...(virtual && { virtual }) };
  const sections = {
    rules: rules.count(train, rules.defaults, context),
    knn: knn.count(train, knn.defaults, context),
    popular: popular.count(train, popular.defaults, context),
  };
  return { productIds: ids, sections };
}
