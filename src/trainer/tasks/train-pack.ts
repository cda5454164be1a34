import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { BySource } from '../../contract/recommendation.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import type { Pack, PackSection } from '../../pack/pack.ts';
import { writePack } from '../../pack/pack-file.ts';
import { withFriends } from '../evaluation/friends.ts';
import { type InteractionLog, upTo } from '../evaluation/interaction-log.ts';
import type { Pair } from '../evaluation/link-split.ts';
import { arrangeFor, productsMetBy } from '../evaluation/relabel.ts';
import { lastOut, lastSessionsOut, type Split } from '../evaluation/splits.ts';
import { perturbationFor } from '../fit/perturbation.ts';
import type { ShopSearch } from '../log/searches.ts';
import type { ShopLog } from '../log/shop-log.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import { TRAINING_OPTIONS, type TrainingChoices, trainingChoices } from '../options/training-options.ts';
import { fitPack, type PackPlan, tuningOf } from '../recipe/fit-pack.ts';
import { idsOf } from '../recipe/gaps/log-in-rows.ts';
import { type GuardReport, holdAgainst } from '../recipe/guard.ts';
import { noisyLog, nothingAsked, type PrivacyBudget } from '../recipe/noisy-log.ts';
import { chooseObjective, type ObjectiveReport, withObjective } from '../recipe/purchases/choose-objective.ts';
import { learnResponses } from '../recipe/purchases/fit-response-model.ts';
import { Contexts, everyRow } from '../recipe/ranker/ranker.ts';
import { readSize, sizeInWords, smallerPlan } from '../recipe/size-budget.ts';
import { unpackedSources } from '../recipe/sources/unpacked-sources.ts';
import type { RunContext } from '../run-context.ts';
import { whatAPackTells } from '../what-a-pack-tells.ts';

export const TRAIN_OPTIONS = {
  ...TRAINING_OPTIONS,
  minShoppers: { ...TRAINING_OPTIONS.minShoppers, default: 5 },
  unit: {
    type: 'choice',
    values: ['visitor', 'session'],
    default: 'visitor',
    meaning: 'visitor: a sequence is all that a shopper did; session: a sequence of the log is one session',
  },
  until: { type: 'date', meaning: 'leave out what came later' },
  atMost: {
    type: 'text',
    value: 'SIZE',
    meaning:
      'bytes of the pack, such as 5MB: where it would be larger, sources go less deep, hold their vectors less precisely, or are ' +
      'left out, largest first, and all is learned again; it says which',
  },
} as const satisfies Options;

/** What a pack is made of. */
export interface TrainInput {
  log: InteractionLog;
  /** The shop's products: weighs neighbours by content in. */
  products?: Feed | undefined;
  /** Links between shoppers: weighs the source `friends` in. */
  links?: readonly Pair[] | undefined;
  /** Pack whose models the training starts from; they stay where no training validates better. */
  from?: Pack | undefined;
  /**
   * The pack that serves now: the new one is refused where it ranks the questions of validation worse than it, by more than chance
   * explains. Default: it is not compared.
   */
  guard?: Pack | undefined;
  /**
   * The same log event by event: the pack also learns how likely a visitor turns to a product, and buys it, and lists carry
   * the probabilities. Default: they do not.
   */
  events?: ShopLog | undefined;
  /** What shoppers searched for before they turned to products: teaches the search words that no text of the shop has. */
  searches?: readonly ShopSearch[] | undefined;
}

/** What became of a training. */
export interface PackTrainingReport {
  /** Products that the pack ranks by what was learned of them. */
  products: number;
  sections: readonly string[];
  /** How the sources are weighed where the list is not ranked by the learned ranker. */
  weights: BySource;
  /** How well each trained model ranks on validation, by `NAME.METRIC`. */
  metrics: Record<string, number>;
  /** What the pack tells of the shoppers, in sentences. */
  tells: readonly string[];
  /** What the pack does without, so that it is no larger than `atMost`. */
  cuts: readonly string[];
  /** How it ranks beside the pack in use, where one was given as `guard`. */
  guard?: GuardReport;
  /** How lists made for purchases rank beside the others, where the log tells event by event of enough purchases. */
  objective?: ObjectiveReport;
}

/**
 * Trains the pack that a shop ships beside its page. Each shopper's last interaction (or the last tenth of the sessions) is
 * held out to choose options, weights and when to stop; then all is counted.
 * @throws VitrineError `bad-options`, `aborted`, `nothing-to-train`, `diverged`, `no-backend`
 */
export async function trainPack(
  { log, products, links, from, guard, events, searches }: TrainInput,
  given: Given<typeof TRAIN_OPTIONS>,
  run: RunContext,
): Promise<{ pack: Uint8Array<ArrayBuffer>; report: PackTrainingReport }> {
  const options = resolveOptions(TRAIN_OPTIONS, given);
  const { unit } = options;
  const most = options.atMost === undefined ? Number.POSITIVE_INFINITY : readSize(options.atMost);
  const choices = trainingChoices(options, from);
  const until = options.until === undefined ? undefined : Date.parse(options.until);
  if (until !== undefined && log.times === null) {
    throw new VitrineError('bad-options', 'The log has no times.', { remedy: 'Name its column of times.' });
  }
  if (events && choices.budget) {
    const remedy = 'Leave one of them out.';
    throw new VitrineError('bad-options', 'Probabilities are not learned with noise.', { remedy });
  }
  if (guard && choices.budget) {
    const remedy = 'A log with noise holds nothing out to ask: compare both packs with vitrine evaluate.';
    throw new VitrineError('bad-options', 'A pack with noise cannot be held against another.', { remedy });
  }
  const known = until === undefined ? log : upTo(log, until);
  const whole = choices.budget ? noisyLog(known, choices.budget, run.seed) : known;
  const perturbation = perturbationFor(choices.minShoppers);
  const packIds = productsMetBy(choices.minShoppers, whole, (met) => perturbation?.tellsProduct(met) ?? true);
  if (packIds.length === 0) {
    const remedy = choices.budget
      ? 'Give a larger ε, or a longer log.'
      : `${fewer(known, choices.minShoppers)} Or give a longer log.`;
    throw new VitrineError('bad-options', 'No product is left.', { remedy });
  }
  const catalogue = products && new Catalogue(products, TextTable.of(packIds));
  const split = splitOf(whole, choices.budget, {
    unit,
    ids: catalogue ? idsOf(catalogue) : packIds,
    items: packIds.length,
    links,
  });
  let held: GuardReport | undefined;
  const stage = unit === 'session' ? lastSessionsOut(whole) : lastOut(whole);
  const against =
    guard && ({ inUse: guard, stage, products, seen: unit === 'session' ? 'include' : 'exclude' } as const);
  const shown = everyRow(split.final.cases.log.productIds.length);
  const responses = events && (await learnResponses(events, packIds, until, run));
  let objective: ObjectiveReport | undefined;
  const contexts = new Contexts(shown, unit === 'session' ? 'include' : 'exclude');
  const plan: PackPlan = {
    ...choices,
    items: packIds.length,
    perturbation,
    unit,
    tuning: tuningOf(unit, contexts),
    others: unpackedSources(catalogue?.features, links),
    features: catalogue?.features,
    searched: products,
    judge: async (tuned) => {
      if (against) held = await holdAgainst(against, tuned, run);
      if (!responses) return;
      const asked = { cases: split.tuning.cases, contexts, events, products };
      objective = await chooseObjective(tuned, responses, asked, run);
    },
    searches: choices.budget ? [] : (searches ?? []).filter(({ at }) => until === undefined || at <= until),
  };
  const response = () => responses && withObjective(responses.section, objective);
  const { pack, bytes, cuts } = await fitWithin(most, split, plan, response, run);
  const { manifest, sections } = pack;
  const report = { products: packIds.length, sections: Object.keys(sections), weights: manifest.weights };
  const tells = [...leftOutOf(known, packIds.length, choices), ...whatAPackTells(pack)];
  const found = { ...(held && { guard: held }), ...(objective && { objective }) };
  return { pack: bytes, report: { ...report, metrics: manifest.metrics, tells, cuts, ...found } };
}

/**
 * Makes the pack, again and smaller while it has more bytes than it may.
 * @param response the section of that name, asked for when all others are there
 * @throws VitrineError `bad-options` where it cannot be so small
 */
async function fitWithin(
  most: number,
  split: Split,
  planned: PackPlan,
  response: () => PackSection | undefined,
  run: RunContext,
): Promise<{ pack: Pack; bytes: Uint8Array<ArrayBuffer>; cuts: string[] }> {
  const cuts: string[] = [];
  for (let plan = planned; ; ) {
    const pack = await fitPack(split, plan, run);
    const learned = response();
    if (learned) pack.sections = { ...pack.sections, response: learned };
    const bytes = writePack(pack);
    if (bytes.length <= most) return { pack, bytes, cuts };
    const smaller = smallerPlan(plan, pack, bytes.length - most);
    if (smaller === undefined) {
      const least = sizeInWords(bytes.length);
      throw new VitrineError(
        'bad-options',
        `The smallest pack of this shop has ${least}, which is more than it may have.`,
        {
          remedy: `Give at least ${least}, or a smaller catalogue.`,
        },
      );
    }
    plan = smaller.plan;
    cuts.push(smaller.cut);
  }
}

interface Arrangement {
  unit: 'visitor' | 'session';
  /** Products by row: those of the pack, then those that only the catalogue has. */
  ids: readonly string[];
  /** Rows of the pack. */
  items: number;
  links: readonly Pair[] | undefined;
}

/** What is held out of a log to choose by; in the end nothing is, and of one with noise nothing ever. */
function splitOf(
  log: InteractionLog,
  budget: PrivacyBudget | undefined,
  { unit, ids, items, links }: Arrangement,
): Split {
  const tuning = budget ? nothingAsked(log) : unit === 'session' ? lastSessionsOut(log) : lastOut(log);
  const arranged = arrangeFor({ tuning, final: { train: log, cases: tuning.cases } }, ids, items);
  return links ? withFriends(arranged, links) : arranged;
}

/** How many of the log's products so few shoppers met that the pack leaves them out, where that is most of them. */
function leftOutOf(log: InteractionLog, kept: number, { minShoppers, budget }: TrainingChoices): string[] {
  const all = productsMetBy(1, log).length;
  if (2 * kept >= all) return [];
  const remedy = budget ? 'A larger ε keeps more.' : fewer(log, minShoppers);
  return [`It knows ${kept} of the ${all} products of the log: the others were met by too few shoppers. ${remedy}`];
}

/** Which lower minimum would keep how much. */
function fewer(log: InteractionLog, minShoppers: number): string {
  const lower = [2, 3, 4].filter((minimum) => minimum < minShoppers).at(-1);
  const kept = lower === undefined ? 0 : productsMetBy(lower, log).length;
  const some = kept > 0 ? [`--min-shoppers ${lower} keeps ${kept}`] : [];
  return `${[...some, '--min-shoppers 1 keeps all, in a private pack'].join('; ')}.`;
}
