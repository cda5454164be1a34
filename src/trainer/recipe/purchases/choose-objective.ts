import type { Feed } from '../../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import { readPackFile } from '../../../engine/intake/read-pack-file.ts';
import { DEFAULT_QUERY } from '../../../engine/lists/resolve-query.ts';
import { MOST_LOST } from '../../../engine/ranking/objective.ts';
import { VisitorActivity } from '../../../engine/ranking/response/activity.ts';
import { createResponseModel, type ResponseModel } from '../../../engine/ranking/response/response-model.ts';
import { aimAt } from '../../../engine/responses.ts';
import type { Serving } from '../../../engine/serving.ts';
import type { VisitorContext } from '../../../engine/sources/candidate-source.ts';
import type { Pack, PackSection } from '../../../pack/pack.ts';
import { writePack } from '../../../pack/pack-file.ts';
import { type PairedDifference, pairedDifference } from '../../evaluation/difference.ts';
import { type Cases, historyOf } from '../../evaluation/interaction-log.ts';
import { PURCHASE_HORIZON_MS, type ShopEvent } from '../../fit/response/examples.ts';
import type { ShopLog } from '../../log/shop-log.ts';
import { type RunContext, runStep } from '../../run-context.ts';
import { serveLists } from '../../serve-lists.ts';
import type { Contexts } from '../ranker/ranker.ts';
import type { LearnedResponses } from './fit-response-model.ts';

const LIST = 10;
/** Questions, at most, evenly spread: those that a purchase followed, and all. */
const MOST_ASKED = 3_000;
/** Fewer purchases agree by chance. */
const FEWEST = 50;

/** Lists made for purchases beside those made for the next interaction, on the same questions of validation. */
export interface ObjectiveReport {
  /** What lists are made for where a query names nothing. */
  objective: 'click' | 'purchase';
  /** NDCG@10 of what the visitor bought next. */
  purchase: PairedDifference;
  /** NDCG@10 of what they turned to next. */
  click: PairedDifference;
  /** Questions that a purchase followed, and all. */
  questions: { purchase: number; click: number };
}

/** What a pack is asked: in its own rows, with the log event by event. */
export interface ObjectiveQuestions {
  cases: Cases;
  contexts: Contexts;
  events: ShopLog;
  products: Feed | undefined;
}

/** A place in the log, and what followed. */
interface Question {
  index: number;
  visitor: number;
  /** Milliseconds. */
  at: number;
  /** The next product that the visitor bought, by row; 0 where none followed. */
  bought: number;
}

/**
 * Whether lists are made for purchases where a query names nothing: where that finds what visitors bought next better than the
 * ranking does, by more than chance explains, and what they turned to next no worse than the bound allows.
 * @param tuned the pack as it is before it knows what is asked
 * @returns undefined where too few purchases are asked about
 */
export async function chooseObjective(
  tuned: Pack,
  responses: LearnedResponses,
  asked: ObjectiveQuestions,
  run: RunContext,
): Promise<ObjectiveReport | undefined> {
  const questions = questionsOf(asked, tuned, responses.validation);
  const followed = spread(questions.filter(({ bought }) => bought > 0));
  if (followed.length < FEWEST) return undefined;
  const all = spread(questions);
  const serving = serveLists();
  serving.takeProducts(asked.products ?? new CatalogueBuilder().feed());
  await serving.takePack(await readPackFile(writePack(tuned).buffer));
  const model = createResponseModel(responses.tuned, tuned.productIds.length);
  const lists = new BothLists(serving, model, asked, tuned);
  const measure = (some: readonly Question[], wantedOf: (question: Question) => number) =>
    runStep(run, 'ask lists for purchases', async (step) => {
      const found: { aimed: number[]; plain: number[] } = { aimed: [], plain: [] };
      for (const [i, question] of some.entries()) {
        const { aimed, plain } = await lists.of(question);
        found.aimed.push(ndcg(aimed, wantedOf(question)));
        found.plain.push(ndcg(plain, wantedOf(question)));
        if (i % 100 === 0) await step(i, some.length);
      }
      await step(some.length, some.length);
      return pairedDifference(
        found.aimed,
        found.plain,
        some.map(({ visitor }) => visitor),
      );
    });
  const { items } = asked.cases.log.sequences;
  const purchase = await measure(followed, ({ bought }) => bought);
  const click = await measure(all, ({ index }) => items[asked.cases.targets[index]]);
  const agrees = purchase.difference - purchase.interval > 0 && click.ours >= (1 - MOST_LOST) * click.theirs;
  return {
    objective: agrees ? 'purchase' : 'click',
    purchase,
    click,
    questions: { purchase: followed.length, click: all.length },
  };
}

/** The section that says so to the page. */
export function withObjective(section: PackSection, report: ObjectiveReport | undefined): PackSection {
  if (report?.objective !== 'purchase') return section;
  return { ...section, options: { ...section.options, objective: report.objective } };
}

export function objectiveInWords({ objective, purchase, click, questions }: ObjectiveReport): string {
  const percent = ({ relative }: PairedDifference): string =>
    `${relative < 0 ? '−' : '+'}${Math.abs(100 * relative).toFixed(1)} %`;
  const change =
    `made for purchases, they find ${percent(purchase)} of what was bought next (NDCG@10 ${purchase.ours.toFixed(4)} ` +
    `against ${purchase.theirs.toFixed(4)}, ± ${purchase.interval.toFixed(4)}, ${questions.purchase} questions of validation) ` +
    `and ${percent(click)} of what was turned to next`;
  return objective === 'purchase'
    ? `Lists are made for purchases where a query names no objective: ${change}.`
    : `Lists are made for the next interaction where a query names no objective: ${change}.`;
}

/** Where there is no report. */
export const NOT_ASKED =
  `Lists are made for the next interaction where a query names no objective: at fewer than ${FEWEST} places of the validation ` +
  'the log has a purchase that follows.';

/** Lists for one question by the ranking as it is, and for purchases. */
class BothLists {
  readonly #serving: Serving;
  readonly #model: ResponseModel;
  readonly #asked: ObjectiveQuestions;
  readonly #rowOf: (item: number) => number;
  readonly #events: ReadonlyMap<number, readonly ShopEvent[]>;

  constructor(serving: Serving, model: ResponseModel, asked: ObjectiveQuestions, pack: Pack) {
    this.#serving = serving;
    this.#model = model;
    this.#asked = asked;
    this.#rowOf = rowsIn(pack, asked.events);
    this.#events = eventsByVisitor(asked.events);
  }

  async of({ index, visitor, at }: Question): Promise<{ aimed: Int32Array; plain: Int32Array }> {
    const activity = new VisitorActivity();
    for (const event of this.#events.get(visitor) ?? []) {
      if (event.at >= at) break;
      const row = this.#rowOf(event.item);
      if (row > 0) activity.add(row, event.action, event.at);
    }
    const chances = {
      purchaseChances: (items: ArrayLike<number>) => this.#model.chances(activity, items, at).purchase,
    };
    const { catalogue, chain } = this.#serving;
    const aim = aimAt('purchase', catalogue, chances);
    const listOf = async (context: VisitorContext): Promise<Int32Array> =>
      Int32Array.from(await chain.rank(context, { ...DEFAULT_QUERY, limit: LIST }), ({ item }) => item);
    return this.#asked.contexts.with(historyOf(this.#asked.cases, index), async (context) => ({
      aimed: await listOf({ ...context, aim }),
      plain: await listOf(context),
    }));
  }
}

/** Places of the log that the response model learned nothing from, with what was bought after them. */
function questionsOf({ cases, events }: ObjectiveQuestions, pack: Pack, from: number): Question[] {
  const { log } = cases;
  if (log.times === null) return [];
  const visitors = new Map(events.shopperIds.map((id, visitor) => [id, visitor]));
  const rowOf = rowsIn(pack, events);
  const own = eventsByVisitor(events);
  const questions: Question[] = [];
  for (const [index, target] of cases.targets.entries()) {
    const at = log.times[target];
    const visitor = visitors.get(log.shopperIds[log.shoppers[cases.sequences[index]]]);
    if (at < from || visitor === undefined) continue;
    const next = own.get(visitor)?.find((event) => event.action === 'purchases' && event.at >= at);
    const bought = next && next.at < at + PURCHASE_HORIZON_MS ? rowOf(next.item) : 0;
    questions.push({ index, visitor, at, bought });
  }
  return questions;
}

/** The pack's row of each of the log's; 0 for a product that it does not have. */
function rowsIn({ productIds }: Pack, events: ShopLog): (item: number) => number {
  const rowOf = new Map(productIds.map((id, i) => [id, i + 1]));
  const rows = events.productIds.map((id) => rowOf.get(id) ?? 0);
  return (item) => rows[item - 1];
}

function eventsByVisitor({ events }: ShopLog): Map<number, ShopEvent[]> {
  const own = new Map<number, ShopEvent[]>();
  for (const event of events) {
    const known = own.get(event.visitor);
    if (known) known.push(event);
    else own.set(event.visitor, [event]);
  }
  return own;
}

function spread(questions: readonly Question[]): Question[] {
  const count = Math.min(MOST_ASKED, questions.length);
  return Array.from({ length: count }, (_, i) => questions[Math.floor((i * questions.length) / count)]);
}

function ndcg(list: Int32Array, wanted: number): number {
  const place = list.indexOf(wanted);
  return place < 0 ? 0 : 1 / Math.log2(place + 2);
}
