import type { Feed } from '../../../catalogue/catalogue.ts';
import { readPackFile } from '../../../engine/intake/read-pack-file.ts';
import {
  LearnedOrder,
  type ProductStanding,
  readSignals,
  SIGNAL_NAMES,
  saveLearnedOrder,
} from '../../../engine/search/learned-order.ts';
import { mixedScores, POPULARITY, TASTE } from '../../../engine/search/taste.ts';
import type { Pack, PackSection } from '../../../pack/pack.ts';
import { writePack } from '../../../pack/pack-file.ts';
import { type Cases, sampleCases } from '../../evaluation/interaction-log.ts';
import type { Split } from '../../evaluation/splits.ts';
import { countAuthority } from '../../fit/count-authority.ts';
import type { CountingContext } from '../../fit/section-fit.ts';
import { serveLists } from '../../serve-lists.ts';
import { countPopularities } from '../ranker/fit-ranker.ts';
import type { Contexts } from '../ranker/ranker.ts';
import { ASKED_FOR, type AskedSearch, asStranger, gainOf, SearchQuestions } from './ask-searches.ts';
import { type Choice, fitChoiceWeights } from './choice-weights.ts';
import { searchOf } from './search-of.ts';

/** Searches of each kind that teach, at most. */
const MOST_CASES = 3_000;
/** Fewer than these teach nothing that fixed weights do not know. */
const FEWEST = 100;
/** Every so many-th is held out to tell whether what was learned is better. */
const HELD_OUT = 5;
/** Products of a search that teach, the best by words, at most. */
const MOST_CANDIDATES = 200;

export interface SearchLessons {
  /** What was tuned, on what the questions are not part of. */
  tuned: Pack;
  split: Split;
  contexts: Contexts;
  products: Feed;
}

/**
 * Learns in which order a search shows what it found: from validation's next products, each searched for by words of its
 * title and by its categories, which of the products found it was; once with the shopper's taste and once without.
 * @returns the pack section `search`; undefined where there is too little to learn from, or where the searches that were held out
 * are answered no better than by the fixed weights
 */
export async function fitSearch(
  { tuned, split, contexts, products }: SearchLessons,
  context: CountingContext,
  seed: number,
  onStep: (done: number, total: number) => Promise<void>,
): Promise<PackSection | undefined> {
  const serving = serveLists();
  serving.takeProducts(products);
  await serving.takePack(await readPackFile(writePack(tuned).buffer));
  const questions = new SearchQuestions(serving, searchOf(serving.catalogue), contexts);
  const cases: Cases = sampleCases(split.tuning.cases, MOST_CASES);
  const asked: AskedSearch[] = [];
  for (const [i, by] of ASKED_FOR.entries()) {
    asked.push(
      ...(await questions.ask(cases, by, seed, (done, total) => onStep(i * total + done, ASKED_FOR.length * total))),
    );
  }
  const teaching = asked.filter((_, i) => i % HELD_OUT !== 0);
  const heldOut = asked.filter((_, i) => i % HELD_OUT === 0);
  const popularities = countPopularities(split, context);
  const before: ProductStanding = {
    popularity: popularities.tuning,
    authority: countAuthority(split.tuning.train, context),
  };
  const weights = { personal: weightsBy(teaching, before, true), stranger: weightsBy(teaching, before, false) };
  if (weights.personal === undefined || weights.stranger === undefined) return undefined;
  const learned = { personal: weights.personal, stranger: weights.stranger };
  const order = new LearnedOrder(saveLearnedOrder(learned, before), context.items);
  const better = heldOut.reduce((sum, one) => sum + gainOver(one, order, true) + gainOver(one, order, false), 0);
  if (better <= 0) return undefined;
  return saveLearnedOrder(learned, {
    popularity: popularities.final,
    authority: countAuthority(split.final.train, context),
  });
}

/** Undefined where too few searches found what was wanted among others. */
function weightsBy(
  asked: readonly AskedSearch[],
  standing: ProductStanding,
  personal: boolean,
): Float64Array | undefined {
  const choices: Choice[] = asked.flatMap(({ found, wanted }) => {
    const count = Math.min(MOST_CANDIDATES, found.items.length);
    if (wanted < 0 || wanted >= count || count < 2) return [];
    const signals = readSignals(SIGNAL_NAMES, personal ? found : asStranger(found), standing);
    return [{ signals: signals.slice(0, count * SIGNAL_NAMES.length), chosen: wanted }];
  });
  return choices.length < FEWEST ? undefined : fitChoiceWeights(choices, SIGNAL_NAMES.length);
}

/** How much better the learned order shows what was wanted than the fixed weights do. */
function gainOver({ found, popular, wanted }: AskedSearch, order: LearnedOrder, personal: boolean): number {
  const fixed = mixedScores(found.words, personal ? found.tastes : popular, personal ? TASTE : POPULARITY);
  return gainOf(wanted, order.scores(personal ? found : asStranger(found), personal)) - gainOf(wanted, fixed);
}
