import type { Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import { DEFAULT_QUERY } from '../../engine/lists/resolve-query.ts';
import type { FoundRows } from '../../engine/search/catalogue-search.ts';
import { MOST_FOUND, MOST_TASTED, mixedScores } from '../../engine/search/taste.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import { Random } from '../../learning/training/random.ts';
import { pairedDifference } from '../evaluation/difference.ts';
import { type Cases, historyOf, sampleCases, wantedOf } from '../evaluation/interaction-log.ts';
import { wordsOfTitle } from '../evaluation/search-queries.ts';
import type { Split } from '../evaluation/splits.ts';
import { rounded } from '../figures.ts';
import { SEEDS } from '../options/common-options.ts';
import { type Given, type Options, type Resolved, resolveOptions } from '../options/option.ts';
import { TRAINING_OPTIONS, trainingChoices } from '../options/training-options.ts';
import { type ServedQuestions, servePack } from '../recipe/evaluation-run.ts';
import { type RunContext, runPart, runStep } from '../run-context.ts';
import { type MeasuredLog, unitOf } from './protocol.ts';
import { QUESTION_OPTIONS, questionsOf } from './questions.ts';
import { searchOf } from './search-of.ts';

export const PERSONAL_SEARCH_OPTIONS = {
  ...TRAINING_OPTIONS,
  ...QUESTION_OPTIONS,
  ...SEEDS,
  ask: {
    type: 'choice',
    values: ['categories', 'words'],
    default: 'words',
    meaning:
      'search with --data: what the visitor searches for before the next product: the names of its categories, or its tags where it has none, or two words of its title',
  },
} as const satisfies Options;

/** What taste may add at most, beside the words' own 1: the one that is best on validation is measured. */
const WEIGHTS = [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5];
const VALIDATION_CASES = 3_000;
const DEPTH = 10;

export type PersonalSearchReport = Awaited<ReturnType<typeof evaluatePersonalSearch>>;

/** What each question gave, by weight of taste. */
interface Measured {
  /** NDCG@10 by weight. [weights][cases] */
  gains: number[][];
  /** [cases] */
  visitors: number[];
}

/**
 * What the visitor's taste gives a search: each shopper's next product is searched for by its own words, with the history
 * before it and without. The weight is chosen on the validation stage, by a pack that knows nothing of what comes after.
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
    links: undefined,
  };
  const [split] = splits;
  const runs: (Measured & { seed: number; weight: number })[] = [];
  for (const seed of seeds) {
    await runPart({ ...run, seed }, `seed ${seed}`, async (part) => {
      const early = await servePack(beforeTest(split), plan, part);
      const chosen = await runStep(part, 'choose the weight', (step) =>
        measure(early, sampleCases(early.final.cases, VALIDATION_CASES), options.ask, seed, step),
      );
      const means = chosen.gains.map(mean);
      const weight = WEIGHTS[means.indexOf(Math.max(...means))];
      const late = await servePack(split, plan, part);
      const found = await runStep(part, 'search', (step) => measure(late, late.final.cases, options.ask, seed, step));
      runs.push({ ...found, seed, weight });
    });
  }
  const personal = runs.flatMap(({ gains, weight }) => gains[WEIGHTS.indexOf(weight)]);
  const plain = runs.flatMap(({ gains }) => gains[0]);
  const visitors = runs.flatMap((one) => one.visitors);
  if (plain.length === 0) {
    throw new VitrineError('bad-options', 'No product that was wanted has words to search for.', {
      remedy: 'Give products with titles or categories whose ids are those of the log.',
    });
  }
  return {
    task: 'search',
    protocol: `${protocol}; query: ${options.ask === 'words' ? 'two words of the title of the next product' : 'the categories of the next product'}; ranked among all products`,
    model: options.model,
    seeds,
    cases: plain.length,
    /** Of taste, as it was chosen on validation. */
    weights: runs.map(({ seed, weight }) => ({ seed, weight })),
    'NDCG@10': rounded({ ...pairedDifference(personal, plain, visitors) }),
    /** Of the test, told only: nothing was chosen by it. */
    byWeight: Object.fromEntries(
      WEIGHTS.map((weight, i) => [weight, Number(mean(runs.flatMap(({ gains }) => gains[i])).toFixed(4))]),
    ),
  };
}

/** What was known before the last questions, asked for what was held apart to choose by. */
const beforeTest = (split: Split): Split => ({ ...split, final: split.tuning });

async function measure(
  { serving, catalogue, contexts }: ServedQuestions,
  cases: Cases,
  ask: Resolved<typeof PERSONAL_SEARCH_OPTIONS>['ask'],
  seed: number,
  onProgress: (done: number, total: number) => void | Promise<void>,
): Promise<Measured> {
  const search = searchOf(catalogue);
  const random = new Random(seed);
  const answers = new Map<string, FoundRows>();
  const measured: Measured = { gains: WEIGHTS.map(() => []), visitors: [] };
  for (let i = 0; i < cases.targets.length; i++) {
    if (i % 256 === 0) await onProgress(i, cases.targets.length);
    const [target] = wantedOf(cases, i);
    const { title = '', categories, tags = [] } = catalogue.product(target) ?? {};
    const text =
      ask === 'categories'
        ? (categories ?? tags).join(' ')
        : wordsOfTitle(title, 2, false, (bound) => random.below(bound));
    if (!text) continue;
    const found = answers.get(text) ?? findAll(text);
    answers.set(text, found);
    const allowed = new Bitset(catalogue.rows);
    for (const item of found.items) allowed.add(item);
    const history = historyOf(cases, i);
    const context = { ...contexts.with(history, (own) => own), allowed, among: found.items };
    const limit = Math.min(MOST_TASTED, found.items.length);
    const ranked =
      limit > 0 ? await serving.chain.rank(context, { ...DEFAULT_QUERY, among: [], seen: 'include', limit }) : [];
    const known = new Map(ranked.map((one) => [one.item, one]));
    const tastes = Array.from(found.items, (item) => {
      const one = known.get(item);
      return one && Object.keys(one.shares).length > 0 ? one.score : undefined;
    });
    const at = found.items.indexOf(target);
    const words = found.scores.map((score) => score / (found.scores[0] || 1));
    WEIGHTS.forEach((weight, w) => {
      const mixed = mixedScores(words, tastes, weight);
      let rank = 0;
      for (let j = 0; j < mixed.length; j++) rank += Number(mixed[j] > mixed[at] || (mixed[j] === mixed[at] && j < at));
      measured.gains[w].push(at < 0 || rank >= DEPTH ? 0 : 1 / Math.log2(rank + 2));
    });
    measured.visitors.push(cases.log.shoppers[cases.sequences[i]]);
  }
  return measured;

  function findAll(text: string): FoundRows {
    return search.find({ text, limit: MOST_FOUND, allowed: catalogue.available, prefix: false, understand: true })
      .whole;
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
