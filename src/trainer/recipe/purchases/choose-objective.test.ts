import { expect, test } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { MOST_LOST } from '../../../engine/ranking/objective.ts';
import { responsesPart } from '../../../engine/responses.ts';
import { Random } from '../../../learning/training/random.ts';
import { joinSequences } from '../../../learning/training/sequences.ts';
import type { Pack } from '../../../pack/pack.ts';
import { writePack } from '../../../pack/pack-file.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { lastSessionsOut } from '../../evaluation/splits.ts';
import { fitPopular } from '../../fit/popular.ts';
import type { ShopEvent } from '../../fit/response/examples.ts';
import type { ShopLog } from '../../log/shop-log.ts';
import { testRun } from '../../testing/run.ts';
import { Contexts, everyRow } from '../ranker/ranker.ts';
import { chooseObjective, objectiveInWords, withObjective } from './choose-objective.ts';
import { learnResponses } from './fit-response-model.ts';
import 'fake-indexeddb/auto';

const PRODUCTS = 26;
/** Products that everyone looks at; all others are looked at alike. */
const FAMOUS = 6;
const VIEWS = 5;
const MINUTE = 60_000;

/** Visits of a shop, one a shopper, an hour apart: who looks at a product buys it by this chance. */
function shop(visits: number, buysBy: (item: number) => number) {
  const random = new Random(3);
  const events: ShopEvent[] = [];
  const walks: number[][] = [];
  const times: number[] = [];
  for (let visitor = 0; visitor < visits; visitor++) {
    const walk: number[] = [];
    for (let step = 0; step < VIEWS; step++) {
      const famous = random.unit() < 0.6;
      const item = famous ? 1 + random.below(FAMOUS) : FAMOUS + 1 + random.below(PRODUCTS - FAMOUS);
      const at = (visitor * 60 + step) * MINUTE;
      walk.push(item);
      times.push(at);
      events.push({ visitor, item, action: 'views', at });
      if (random.unit() < buysBy(item)) events.push({ visitor, item, action: 'purchases', at: at + 1000 });
    }
    walks.push(walk);
  }
  const shopperIds = walks.map((_, i) => `shopper ${i}`);
  const productIds = Array.from({ length: PRODUCTS }, (_, i) => `p${i + 1}`);
  const log: InteractionLog = {
    productIds,
    shopperIds,
    sequences: joinSequences(walks),
    shoppers: Int32Array.from(walks.keys()),
    times: Float64Array.from(times),
    names: null,
  };
  const told = { shopperIds, productIds, events, heldOut: [], report: {} as ShopLog['report'] };
  return { log, told };
}

async function choose(visits: number, buysBy: (item: number) => number) {
  const { log, told } = shop(visits, buysBy);
  const { train, cases } = lastSessionsOut(log);
  const tuned: Pack = {
    manifest: {
      created: '2026-01-01T00:00:00.000Z',
      unit: 'session',
      minShoppers: 1,
      weights: { popular: 1 },
      metrics: {},
    },
    productIds: log.productIds,
    sections: { popular: fitPopular(train.sequences, null, PRODUCTS, { recentShare: 0, halfLife: 7 }) },
  };
  const run = testRun();
  const responses = await learnResponses(told, log.productIds, undefined, run);
  const contexts = new Contexts(everyRow(PRODUCTS), 'include');
  const report = await chooseObjective(tuned, responses, { cases, contexts, events: told, products: undefined }, run);
  return { tuned, responses, report };
}

test('lists are made for purchases where that finds more of them, and cost no more than the bound', async () => {
  const { tuned, responses, report } = await choose(1000, (item) => (item > FAMOUS && item % 2 === 0 ? 0.6 : 0.01));
  expect(report).toMatchObject({ objective: 'purchase' });
  const { purchase, click, questions } = report!;
  expect(purchase.difference).toBeGreaterThan(purchase.interval);
  expect(click.ours).toBeGreaterThanOrEqual((1 - MOST_LOST) * click.theirs);
  expect(questions.purchase).toBeGreaterThanOrEqual(50);
  expect(questions.click).toBeGreaterThan(questions.purchase);
  expect(objectiveInWords(report!)).toMatch(/^Lists are made for purchases where .* \+\d/);

  const response = withObjective(responses.section, report);
  const engine = createEngine({ responses: responsesPart });
  await engine.open({ database: 'objective' });
  await engine.stageProducts(tuned.productIds.map((id) => ({ id })));
  await engine.commitProducts();
  await engine.loadPack(writePack({ ...tuned, sections: { ...tuned.sections, response } }).buffer);
  expect((await engine.status()).pack).toMatchObject({ objective: 'purchase' });
  await engine.record([{ name: 'view_item', product: 'p1', at: Date.now(), id: 'first' }]);
  const asked = { limit: 10, seen: 'include' } as const;
  const byDefault = await engine.recommend(asked);
  expect(byDefault.objective).toBe('purchase');
  const ids = async (query: Parameters<typeof engine.recommend>[0]) =>
    (await engine.recommend(query)).items.map(({ id }) => id);
  const bought = (list: readonly string[]): number =>
    list.filter((id) => Number(id.slice(1)) > FAMOUS && Number(id.slice(1)) % 2 === 0).length;
  const forClicks = await ids({ ...asked, objective: 'click' });
  expect(bought(byDefault.items.map(({ id }) => id))).toBeGreaterThan(bought(forClicks));
  await engine.close();
});

test('where every product is bought as often as the others, they are made for the next interaction', async () => {
  const { responses, report } = await choose(600, () => 0.3);
  expect(report).toMatchObject({ objective: 'click' });
  expect(withObjective(responses.section, report)).toBe(responses.section);
  expect(objectiveInWords(report!)).toMatch(/^Lists are made for the next interaction where /);
});

test('of a log without times, or with too few purchases to ask about, nothing is said', async () => {
  const { log, told } = shop(400, () => 0.3);
  const run = testRun();
  const responses = await learnResponses(told, log.productIds, undefined, run);
  const { cases } = lastSessionsOut({ ...log, times: null });
  const contexts = new Contexts(everyRow(PRODUCTS), 'include');
  const asked = { cases, contexts, events: told, products: undefined };
  const nothing: Pack = { manifest: {} as Pack['manifest'], productIds: log.productIds, sections: {} };
  expect(await chooseObjective(nothing, responses, asked, run)).toBeUndefined();
  const late = { ...responses, validation: log.times![log.times!.length - 60] };
  const few = { ...asked, cases: lastSessionsOut(log).cases };
  expect(await chooseObjective(nothing, late, few, run)).toBeUndefined();
});
