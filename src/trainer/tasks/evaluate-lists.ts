import type { Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { RecommendQuery, Rule } from '../../contract/recommendation.ts';
import { DEFAULT_QUERY } from '../../engine/lists/resolve-query.ts';
import { prepareRules } from '../../engine/reranking/rules/prepare-rules.ts';
import { aimAt } from '../../engine/responses.ts';
import type { VisitorContext } from '../../engine/sources/candidate-source.ts';
import { Random } from '../../learning/training/random.ts';
import type { Pack } from '../../pack/pack.ts';
import { BeyondAccuracy } from '../evaluation/beyond-accuracy.ts';
import { differenceOver, pairedDifference } from '../evaluation/difference.ts';
import { type CatalogueRanker, type Evaluation, evaluate } from '../evaluation/evaluate.ts';
import { sampleCases, wantedOf } from '../evaluation/interaction-log.ts';
import { roundedDifference } from '../figures.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import { TRAINING_OPTIONS, trainingChoices } from '../options/training-options.ts';
import { type ServedQuestions, servePack } from '../recipe/evaluation-run.ts';
import { measureReasons } from '../recipe/lists/measure-reasons.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { type MeasuredLog, unitOf } from './protocol.ts';
import { QUESTION_OPTIONS, questionsOf } from './questions.ts';

const MEASURES = ['value', 'diversity', 'exploration', 'reasons'] as const;

export const LIST_OPTIONS = {
  ...TRAINING_OPTIONS,
  ...QUESTION_OPTIONS,
  measure: {
    type: 'choice',
    values: MEASURES,
    default: 'value',
    meaning:
      'lists: what is measured. value: what lists for value bring, by the prices of --products; diversity: each strength of it; ' +
      'exploration: a rule that gives places to products that few have met; reasons: whether a product falls where the click that its ' +
      'reason names is taken away',
  },
  explore: {
    type: 'number',
    least: 0.001,
    most: 0.5,
    default: 0.05,
    meaning: 'lists: share of the places that are explored',
  },
  asked: { type: 'whole', least: 1, meaning: 'lists: at most so many questions, evenly spread; default all' },
} as const satisfies Options;

export type ListsReport = Awaited<ReturnType<typeof evaluateLists>>;

const LIST = 10;
const STRENGTHS = [0, 0.2, 0.4, 0.6, 0.8];

/**
 * What the options of a list cost and bring, beside the plain list of the same pack.
 * @throws VitrineError `bad-options`, `aborted`, `nothing-to-train`, `diverged`, `no-backend`
 */
export async function evaluateLists(
  {
    measured,
    products,
    pack,
  }: {
    measured: MeasuredLog;
    products?: Feed | undefined;
    pack?: { pack: Pack; bytes: Uint8Array<ArrayBuffer> } | undefined;
  },
  given: Given<typeof LIST_OPTIONS>,
  run: RunContext,
) {
  const options = resolveOptions(LIST_OPTIONS, given);
  if (options.measure === 'value' && products === undefined) {
    throw new VitrineError('bad-options', 'No prices are known.', { remedy: 'Give --products.' });
  }
  const { protocol, splits } = questionsOf(measured, options, { seed: run.seed });
  const served = await servePack(
    splits[0],
    {
      ...trainingChoices(options, undefined),
      unit: unitOf(protocol),
      unordered: protocol === 'given' || protocol === 'random',
      seen: protocol === 'session' ? 'include' : 'exclude',
      newShare: 0,
      links: undefined,
      ...(products && { products }),
      ...(pack && { given: pack }),
    },
    run,
  );
  const asked = sampleCases(served.final.cases, options.asked ?? served.final.cases.targets.length);
  const questions = { ...served, final: { ...served.final, cases: asked } };
  return {
    task: 'lists' as const,
    measure: options.measure,
    protocol,
    model: options.model,
    seed: run.seed,
    cases: asked.targets.length,
    bytes: served.bytes,
    ...(await MEASURE[options.measure](questions, options.explore, run)),
  };
}

type Measure = (questions: ServedQuestions, share: number, run: RunContext) => Promise<Record<string, unknown>>;

const MEASURE: Readonly<Record<(typeof MEASURES)[number], Measure>> = {
  async value(questions, _, run) {
    const { catalogue, final } = questions;
    const plain = await ask(questions, {}, run, 'plain');
    const aim = aimAt('value', catalogue, undefined);
    const aimed = await ask(questions, {}, run, 'for value', (context) => ({ ...context, aim }));
    const broughtBy = ({ lists }: Evaluation): number[] =>
      lists.map((list, index) =>
        wantedOf(final.cases, index).reduce(
          (sum, wanted) => sum + (list.subarray(0, LIST).includes(wanted) ? catalogue.priceOf(wanted) || 0 : 0),
          0,
        ),
      );
    return {
      [`value@${LIST}`]: roundedDifference(pairedDifference(broughtBy(aimed), broughtBy(plain), plain.visitors)),
      [`ndcg@${LIST}`]: roundedDifference(differenceOver(`ndcg@${LIST}`, [aimed], [plain])),
    };
  },
  async diversity(questions, _, run) {
    const beyond = new BeyondAccuracy(questions.final.train, questions.packPlan.features);
    const strengths: Record<string, number>[] = [];
    for (const diversity of STRENGTHS) {
      const evaluation = await ask(questions, { diversity }, run, `diversity ${diversity}`);
      const measures = beyond.measure(questions.final.cases, evaluation.lists, LIST);
      const kept = Object.entries({ ...evaluation.metrics, ...measures }).filter(([name]) =>
        /^(ndcg|coverage|diversity)/.test(name),
      );
      strengths.push({
        diversity,
        ...Object.fromEntries(kept.map(([name, value]) => [name, Number(value.toFixed(6))])),
      });
    }
    return { strengths };
  },
  async exploration(questions, share, run) {
    const { catalogue, pack, final } = questions;
    const plain = await ask(questions, {}, run, 'plain');
    const shownPlainly = new Set(plain.lists.flatMap((list) => [...list.subarray(0, LIST)]));
    const random = new Random(run.seed);
    const rules: Rule[] = [{ kind: 'explore', id: 'explore', share }];
    const prepared = prepareRules(rules, { placement: 'home', limit: LIST, known: true, random: () => random.unit() });
    if (typeof prepared === 'string') throw new VitrineError('bad-options', prepared);
    const explored = await ask(questions, {}, run, 'explore', undefined, (context) =>
      prepared(catalogue, context, pack),
    );
    const places = explored.lists.flatMap((list) => [...list.subarray(0, LIST)]);
    const products = final.cases.log.productIds.length;
    const coverage = (evaluation: Evaluation): number => Number(evaluation.metrics[`coverage@${LIST}`].toFixed(6));
    return {
      share,
      products,
      [`coverage@${LIST}`]: { explored: coverage(explored), plain: coverage(plain) },
      /** Share of all places that went to products that no plain list shows. */
      exposure: Number((places.filter((item) => !shownPlainly.has(item)).length / places.length).toFixed(6)),
      'never-shown': { explored: products - new Set(places).size, plain: products - shownPlainly.size },
      [`ndcg@${LIST}`]: roundedDifference(differenceOver(`ndcg@${LIST}`, [explored], [plain])),
    };
  },
  async reasons(questions, _, run) {
    return { sources: await runStep(run, 'take clicks away', (step) => measureReasons(questions, LIST, step)) };
  },
};

/** Puts all questions to the page's ranking, as lists of ten. */
function ask(
  { serving, contexts, final }: ServedQuestions,
  query: RecommendQuery,
  run: RunContext,
  name: string,
  asSeen: (context: VisitorContext) => VisitorContext = (context) => context,
  rulesOf: (context: VisitorContext) => Parameters<typeof serving.chain.rank>[2] = () => undefined,
): Promise<Evaluation> {
  const rank: CatalogueRanker = (history) =>
    contexts.with(history, async (context) => {
      const seen = asSeen(context);
      const list = await serving.chain.rank(
        seen,
        { ...DEFAULT_QUERY, ...query, limit: LIST } as typeof DEFAULT_QUERY,
        rulesOf(seen),
      );
      // Places alone: a rule does not change scores, and so they do not tell the order.
      return { items: Int32Array.from(list, ({ item }) => item), scores: list.map((_, place) => -place) };
    });
  return runStep(run, name, (step) => evaluate(rank, final.cases, { cutoffs: [LIST], onProgress: step }));
}
