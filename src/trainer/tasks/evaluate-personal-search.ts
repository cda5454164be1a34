import type { Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { RankedItem } from '../../engine/lists/fallback-chain.ts';
import { DEFAULT_QUERY } from '../../engine/lists/resolve-query.ts';
import type { FoundRows } from '../../engine/search/catalogue-search.ts';
import { MOST_FOUND, MOST_POPULAR, MOST_TASTED, mixedScores } from '../../engine/search/taste.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import { Random } from '../../learning/training/random.ts';
import { type PairedDifference, pairedDifference } from '../evaluation/difference.ts';
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
const WEIGHTS = [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10];
const VALIDATION_CASES = 3_000;
const DEPTH = 10;

/** `taste`: with the history before it; `popularity`: as if nothing were known of the visitor. */
const SIGNALS = ['taste', 'popularity'] as const;
type Signal = (typeof SIGNALS)[number];

/** What each question gave, by signal and weight. */
interface Measured {
  /** NDCG@10. [weights][cases] */
  gains: Record<Signal, number[][]>;
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
): Promise<PersonalSearchReport> {
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
  const runs: (Measured & { seed: number; weights: Record<Signal, number> })[] = [];
  for (const seed of seeds) {
    await runPart({ ...run, seed }, `seed ${seed}`, async (part) => {
      const early = await servePack(beforeTest(split), plan, part);
      const chosen = await runStep(part, 'choose the weight', (step) =>
        measure(early, sampleCases(early.final.cases, VALIDATION_CASES), options.ask, seed, step),
      );
      const bestOf = (signal: Signal): number => {
        const means = chosen.gains[signal].map(mean);
        return WEIGHTS[means.indexOf(Math.max(...means))];
      };
      const weights = { taste: bestOf('taste'), popularity: bestOf('popularity') };
      const late = await servePack(split, plan, part);
      const found = await runStep(part, 'search', (step) => measure(late, late.final.cases, options.ask, seed, step));
      runs.push({ ...found, seed, weights });
    });
  }
  const plain = runs.flatMap(({ gains }) => gains.taste[0]);
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
    ...Object.fromEntries(
      SIGNALS.map((signal) => {
        const chosen = runs.flatMap(({ gains, weights }) => gains[signal][WEIGHTS.indexOf(weights[signal])]);
        return [
          signal,
          {
            /** As they were chosen on validation, one a seed. */
            weights: runs.map(({ weights }) => weights[signal]),
            'NDCG@10': rounded({ ...pairedDifference(chosen, plain, visitors) }),
            /** Of the test, told only: nothing was chosen by it. */
            byWeight: WEIGHTS.map((weight, i) => ({
              weight,
              'NDCG@10': Number(mean(runs.flatMap(({ gains }) => gains[signal][i])).toFixed(4)),
            })),
          },
        ];
      }),
    ),
  } as PersonalSearchReport;
}

export interface PersonalSearchReport extends Record<Signal, SignalReport> {
  task: 'search';
  protocol: string;
  model: string;
  seeds: readonly number[];
  cases: number;
}

/** What a signal gives, over the words alone. */
interface SignalReport {
  weights: readonly number[];
  'NDCG@10': PairedDifference;
  byWeight: readonly { weight: number; 'NDCG@10': number }[];
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
  const measured: Measured = {
    gains: { taste: WEIGHTS.map(() => []), popularity: WEIGHTS.map(() => []) },
    visitors: [],
  };
  const stranger = {
    items: new Int32Array(0),
    names: [],
    sessionStart: 0,
    unknown: new Int32Array(0),
    allowed: catalogue.available,
  };
  const popular = scoresOf(
    await serving.chain.rank(stranger, { ...DEFAULT_QUERY, seen: 'include', limit: MOST_POPULAR }),
  );
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
    const scores = { taste: scoresOf(ranked), popularity: popular };
    const at = found.items.indexOf(target);
    const words = found.scores.map((score) => score / (found.scores[0] || 1));
    for (const signal of SIGNALS) {
      const tastes = Array.from(found.items, (item) => scores[signal].get(item));
      WEIGHTS.forEach((weight, w) => {
        measured.gains[signal][w].push(gainOf(at, mixedScores(words, tastes, weight)));
      });
    }
    measured.visitors.push(cases.log.shoppers[cases.sequences[i]]);
  }
  return measured;

  function findAll(text: string): FoundRows {
    return search.find({ text, limit: MOST_FOUND, allowed: catalogue.available, prefix: false, understand: true })
      .whole;
  }
}

/** Of the products that a source knows. */
const scoresOf = (ranked: readonly RankedItem[]): Map<number, number> =>
  new Map(
    ranked.flatMap(({ item, score, shares }) => (Object.keys(shares).length > 0 ? [[item, score] as const] : [])),
  );

/** Of equal scores the earlier place counts first, as the search shows them. */
function gainOf(at: number, scores: Float64Array): number {
  if (at < 0) return 0;
  let rank = 0;
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] > scores[at] || (scores[i] === scores[at] && i < at)) rank++;
  }
  return rank < DEPTH ? 1 / Math.log2(rank + 2) : 0;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
