import type { Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import { LearnedOrder } from '../../engine/search/learned-order.ts';
import { mixedScores, POPULARITY, TASTE } from '../../engine/search/taste.ts';
import type { PackSection } from '../../pack/pack.ts';
import { type PairedDifference, pairedDifference } from '../evaluation/difference.ts';
import { roundedDifference } from '../figures.ts';
import { SEEDS } from '../options/common-options.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import { TRAINING_OPTIONS, trainingChoices } from '../options/training-options.ts';
import { servePack } from '../recipe/evaluation-run.ts';
import { ASKED_FOR, type AskedSearch, asStranger, gainOf, SearchQuestions } from '../recipe/search/ask-searches.ts';
import { searchOf } from '../recipe/search/search-of.ts';
import { type RunContext, runPart, runStep } from '../run-context.ts';
import { type MeasuredLog, unitOf } from './protocol.ts';
import { QUESTION_OPTIONS, questionsOf } from './questions.ts';

export const PERSONAL_SEARCH_OPTIONS = {
  ...TRAINING_OPTIONS,
  ...QUESTION_OPTIONS,
  ...SEEDS,
  ask: {
    type: 'choice',
    values: ASKED_FOR,
    default: 'words',
    meaning:
      'search with --data: what the visitor searches for before the next product: the names of its categories, or its tags where it has none, or two words of its title',
  },
} as const satisfies Options;

/** What is known beside the words: the history before the search; or, of a stranger, nothing. */
const ASKERS = ['visitor', 'stranger'] as const;
type Asker = (typeof ASKERS)[number];

/** NDCG@10 of each search. [cases] */
interface Gains {
  words: number[];
  /** As the page orders what was found. */
  served: Record<Asker, number[]>;
  /** As it would with the weights of a pack that learned none. */
  fixed: Record<Asker, number[]>;
  shoppers: number[];
}

/**
 * What the visitor's taste gives a search: each shopper's next product is searched for by its own words, with the history
 * before it and without. The weights are learned on the validation stage, with what was known before it.
 * @throws VitrineError `bad-options`, `aborted`, `nothing-to-train`, `diverged`, `no-backend`
 */
export async function evaluatePersonalSearch(
  { measured, products }: { measured: MeasuredLog; products: Feed },
  given: Given<typeof PERSONAL_SEARCH_OPTIONS>,
  run: RunContext,
) {
  const options = resolveOptions(PERSONAL_SEARCH_OPTIONS, given);
  const seeds = options.seeds ?? [run.seed];
  const { protocol, splits } = questionsOf(measured, options, { seed: seeds[0] });
  const plan = {
    ...trainingChoices(options, undefined),
    unit: unitOf(protocol),
    unordered: protocol === 'given' || protocol === 'random',
    seen: 'include' as const,
    newShare: 0,
    products,
    searched: products,
    links: undefined,
  };
  const [split] = splits;
  const runs: (Gains & { weights: Record<Asker, Record<string, number>> | undefined })[] = [];
  for (const seed of seeds) {
    await runPart({ ...run, seed }, `seed ${seed}`, async (part) => {
      const { pack, serving, final, contexts } = await servePack(split, plan, part);
      const { search } = pack.sections;
      const order = search && new LearnedOrder(search, pack.ids.size);
      const questions = new SearchQuestions(serving, searchOf(serving.catalogue), contexts);
      const asked = await runStep(part, 'search', (step) => questions.ask(final.cases, options.ask, seed, step));
      runs.push({ ...gainsOf(asked, order), weights: search && weightsOf(search) });
    });
  }
  const all = <TKey extends Asker>(of: 'served' | 'fixed', asker: TKey) => runs.flatMap((one) => one[of][asker]);
  const words = runs.flatMap((one) => one.words);
  const shoppers = runs.flatMap((one) => one.shoppers);
  if (words.length === 0) {
    throw new VitrineError('bad-options', 'No product that was wanted has words to search for.', {
      remedy: 'Give products with titles or categories whose ids are those of the log.',
    });
  }
  const over = (ours: readonly number[], theirs: readonly number[]): { 'NDCG@10': PairedDifference } => ({
    'NDCG@10': roundedDifference(pairedDifference(ours, theirs, shoppers)),
  });
  return {
    task: 'search' as const,
    protocol: `${protocol}; query: ${options.ask === 'words' ? 'two words of the title of the next product' : 'the categories of the next product'}; ranked among all products`,
    model: options.model,
    seeds,
    cases: words.length,
    /** As they were learned on validation, one a seed; absent where they were no better there than the fixed ones. */
    weights: runs.map((one) => one.weights ?? null),
    /** Over the words alone. */
    visitor: over(all('served', 'visitor'), words),
    stranger: over(all('served', 'stranger'), words),
    /** Over the same search for a stranger. */
    taste: over(all('served', 'visitor'), all('served', 'stranger')),
    /** Over the words alone, by a pack that learned no weights. */
    fixed: { visitor: over(all('fixed', 'visitor'), words), stranger: over(all('fixed', 'stranger'), words) },
  };
}

export type PersonalSearchReport = Awaited<ReturnType<typeof evaluatePersonalSearch>>;

function gainsOf(asked: readonly AskedSearch[], order: LearnedOrder | undefined): Gains {
  const fixed = {
    visitor: asked.map(({ found, wanted }) => gainOf(wanted, mixedScores(found.words, found.tastes, TASTE))),
    stranger: asked.map(({ found, popular, wanted }) => gainOf(wanted, mixedScores(found.words, popular, POPULARITY))),
  };
  const served = order && {
    visitor: asked.map(({ found, wanted }) => gainOf(wanted, order.scores(found, true))),
    stranger: asked.map(({ found, wanted }) => gainOf(wanted, order.scores(asStranger(found), false))),
  };
  return {
    words: asked.map(({ found, wanted }) => gainOf(wanted, found.words)),
    served: served ?? fixed,
    fixed,
    shoppers: asked.map(({ shopper }) => shopper),
  };
}

function weightsOf({ options, tensors }: PackSection): Record<Asker, Record<string, number>> {
  const names = options.signals as string[];
  const own = (start: number) =>
    Object.fromEntries(names.map((name, i) => [name, Number(tensors.weights.data[start + i].toFixed(3))]));
  return { visitor: own(0), stranger: own(names.length) };
}
