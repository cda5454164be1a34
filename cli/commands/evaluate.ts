import { writeFileSync } from 'node:fs';
import { VitrineError } from '../../src/contract/errors.ts';
import type { ShopLog } from '../../src/trainer/log/shop-log.ts';
import { textIn } from '../../src/trainer/node/open-log.ts';
import { readShopLog } from '../../src/trainer/node/read-shop-log.ts';
import { writeRecord } from '../../src/trainer/node/record.ts';
import { LOG_OPTIONS, SEED, SEEDS } from '../../src/trainer/options/common-options.ts';
import type { Options, Resolved } from '../../src/trainer/options/option.ts';
import { trainingChoices } from '../../src/trainer/options/training-options.ts';
import { COLD_MODEL } from '../../src/trainer/recipe/behaviour/cold-visitors.ts';
import { readSourceSettings } from '../../src/trainer/recipe/source-settings.ts';
import type { RunContext } from '../../src/trainer/run-context.ts';
import { evaluateAssistant } from '../../src/trainer/tasks/evaluate-assistant.ts';
import { evaluateBasket } from '../../src/trainer/tasks/evaluate-basket.ts';
import { COLD_OPTIONS, evaluateColdVisitors } from '../../src/trainer/tasks/evaluate-cold.ts';
import { evaluateFineTuning, FINE_TUNING_OPTIONS } from '../../src/trainer/tasks/evaluate-fine-tuning.ts';
import { evaluateLinks } from '../../src/trainer/tasks/evaluate-links.ts';
import { evaluateLists, LIST_OPTIONS } from '../../src/trainer/tasks/evaluate-lists.ts';
import { evaluateMeaning } from '../../src/trainer/tasks/evaluate-meaning.ts';
import { evaluateNextPurchase } from '../../src/trainer/tasks/evaluate-next-purchase.ts';
import { evaluatePersonalSearch, PERSONAL_SEARCH_OPTIONS } from '../../src/trainer/tasks/evaluate-personal-search.ts';
import { evaluatePlacements, PLACEMENT_OPTIONS } from '../../src/trainer/tasks/evaluate-placements.ts';
import { evaluatePurchases } from '../../src/trainer/tasks/evaluate-purchases.ts';
import { evaluateRanking, RANKING_OPTIONS } from '../../src/trainer/tasks/evaluate-ranking.ts';
import { evaluateSearch } from '../../src/trainer/tasks/evaluate-search.ts';
import { evaluateUnderstanding } from '../../src/trainer/tasks/evaluate-understanding.ts';
import { listLinesOf } from '../../src/trainer/tasks/ranking-report.ts';
import { inContext } from '../run-context.ts';
import { helpOf, only, readArguments, required } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import {
  hintsOf,
  linksFor,
  readLogAloud,
  readMeasuredLog,
  readPackAt,
  readProductsAloud,
  readProductsOf,
  readRelationsAloud,
  tell,
} from './data.ts';
import { evaluateReplay, printReplay } from './evaluate-replay.ts';
import { FROM, JSON_OUTPUT, PRODUCTS, RECORD, RELATIONS, WORK } from './file-options.ts';
import {
  printAssistant,
  printBasket,
  printCold,
  printFineTuning,
  printLinks,
  printLists,
  printMeaning,
  printNextPurchase,
  printPersonalSearch,
  printPlacements,
  printPurchases,
  printRanking,
  printSearch,
  printUnderstanding,
} from './print-evaluation.ts';

const TASK_NAMES = [
  'rank',
  'purchase',
  'next-purchase',
  'links',
  'cold',
  'fine-tune',
  'search',
  'understanding',
  'assistant',
  'placements',
  'basket',
  'lists',
  'replay',
] as const;

const OPTIONS = {
  data: {
    type: 'text',
    value: 'LOG',
    meaning:
      'a table with a header (CSV, TSV), JSON, "user item item …" or "user item" a line; or a folder with ' +
      'train_sessions.txt and test_pairs.txt, or one that is split already: train.txt, test.txt and perhaps valid.txt of ' +
      '"user item item …"',
  },
  task: {
    type: 'choice',
    values: TASK_NAMES,
    default: 'rank',
    meaning:
      'rank: what a visitor wants next; purchase: how likely a view of a product ends in its purchase, asked after a cut in ' +
      'time; the log has views, purchases and times; next-purchase: what a visitor buys next, by what they did with products before, ' +
      'after a cut in time; links: which shoppers are linked, by --relations and what they like; ' +
      'cold: what training on more than the log gives visitors of whom one or two clicks are known: variants of its ' +
      'sequences (insert, delete, replace, slide), or virtual visits that go on from one or two clicks, beside the log ' +
      "alone; trains the model attention each way; fine-tune: what training in the page gives visitors of the log, --pack's " +
      "attention model being fine-tuned on each one's own history; --cut leaves those who had come before it out; search: " +
      'how well words find the products of --products, or, with --data, what the taste of a visitor gives a search; understanding: how ' +
      'well it is understood what --queries ask for beside their words; assistant: how many turns of labelled --dialogues the shopping ' +
      'assistant answers as labelled; placements: complements against related, and what rises against the counts of the week before, ' +
      'after a cut in time; basket: what is in the next order of each shopper; lists: what --measure says of the options of lists; replay: what another ranking would have brought, from lists that were ' +
      'shown with known chances (docs/experiments.md)',
  },
  ...RELATIONS,
  trainOn: {
    type: 'text',
    value: 'LOG',
    meaning: 'learn from this log instead, such as one that vitrine synthesize made; what is asked stays',
  },
  pack: { type: 'text', value: 'FILE', meaning: 'evaluate this pack instead of training one' },
  ...PRODUCTS,
  queries: {
    type: 'text',
    value: 'FILE',
    meaning:
      'search: judged queries, a table or JSON with the columns query and relevant (ids of products, one or several a row); ' +
      'without it they are made from the titles; understanding: queries that a person labelled, as a JSON list of ' +
      '{"query": …, "filters": {…}} (docs/search.md)',
  },
  dialogues: {
    type: 'text',
    value: 'FILE',
    meaning: 'assistant: dialogues with what is right of each turn, as JSON (docs/assistant.md)',
  },
  answers: {
    type: 'text',
    value: 'FILE',
    meaning: "assistant: the shop's own answers, a JSON list of {question, answer, source}",
  },
  ...FROM,
  ...LOG_OPTIONS,
  ...RANKING_OPTIONS,
  ...LIST_OPTIONS,
  ask: {
    type: 'choice',
    values: [...PERSONAL_SEARCH_OPTIONS.ask.values, 'attributes'],
    default: PERSONAL_SEARCH_OPTIONS.ask.default,
    meaning: `${PERSONAL_SEARCH_OPTIONS.ask.meaning}; search without --data: attributes, names of categories and tags that the products searched for lack`,
  },
  ...SEED,
  ...WORK,
  lists: {
    type: 'text',
    value: 'FILE',
    meaning: 'write {"user": …, "items": [top 10 ids], "metrics": …}, a line for each question',
  },
  ...RECORD,
  ...JSON_OUTPUT,
} as const satisfies Options;
type Values = Resolved<typeof OPTIONS>;

const HELP = `vitrine evaluate --data LOG [options]
       vitrine evaluate --task search --products FEED [--queries FILE] [options]
       vitrine evaluate --task search --products FEED --data LOG [--ask categories] [options]
       vitrine evaluate --task search --products FEED --ask attributes [options]
       vitrine evaluate --task understanding --products FEED --queries FILE [options]
       vitrine evaluate --task assistant --products FEED --dialogues FILE [--answers FILE] [options]

Measures how well the page would rank: every question is put to the page's own ranking, over the full catalogue, with
the very bytes of the pack. Options and weights are chosen on a validation part; the test is looked at once. Ties count
against us. Each of the pack's sources alone and plain baselines stand beside it, with the difference to each of them,
paired by shopper.

${helpOf(OPTIONS)}
`;

/** The result of a task, and its text for a person. */
interface Found {
  result: object;
  print: () => void;
}

type Task = (values: Values, data: string, run: RunContext) => Promise<Found>;

const TASKS: Readonly<Record<(typeof TASK_NAMES)[number], Task>> = {
  rank: async (values, data, run) => {
    const from = values.from === undefined ? undefined : readPackAt(values.from).pack;
    const { sources } = trainingChoices(values, from);
    const { measured, protocol } = await readMeasuredLog(data, values);
    const input = {
      measured,
      teacher: values.trainOn === undefined ? undefined : (await readLogAloud(values.trainOn, {})).log,
      products: values.products && (await readProductsAloud(values.products)),
      links: await linksFor(values.relations, sources, measured.log.shopperIds),
      from,
      pack: values.pack === undefined ? undefined : readPackAt(values.pack),
    };
    const options = { ...only(RANKING_OPTIONS, values), protocol };
    const { report, runs } = await evaluateRanking(input, options, run);
    if (values.lists !== undefined) writeFileSync(values.lists, listLinesOf(runs));
    const print = () => {
      printRanking(values.model, report);
      tell(`pack: ${runs[0].bytes} bytes`);
    };
    return { result: report, print };
  },
  purchase: async (values, data, run) => {
    const result = await evaluatePurchases(await readShopLogAloud(data, values), only(SEEDS, values), run);
    return { result, print: () => printPurchases(result) };
  },
  'next-purchase': async (values, data, run) => {
    const result = await evaluateNextPurchase(await readShopLogAloud(data, values), run);
    return { result, print: () => printNextPurchase(result) };
  },
  links: async (values, data, run) => {
    const relations = required('relations', values.relations);
    const { log } = await readLogAloud(data, {});
    const links = await readRelationsAloud(relations, log.shopperIds);
    const result = await evaluateLinks({ log, links }, only(SEEDS, values), run);
    return { result: { relations, ...result }, print: () => printLinks(result) };
  },
  cold: async (values, data, run) => {
    readSourceSettings(values.set ?? [], [COLD_MODEL]);
    const { measured, protocol } = await readMeasuredLog(data, values);
    const result = await evaluateColdVisitors(measured, { ...only(COLD_OPTIONS, values), protocol }, run);
    return { result, print: () => printCold(result) };
  },
  'fine-tune': async (values, data, run) => {
    const { bytes } = readPackAt(required('pack', values.pack));
    const { log } = await readLogAloud(data, hintsOf(values));
    const result = await evaluateFineTuning({ log, pack: bytes }, only(FINE_TUNING_OPTIONS, values), run);
    return { result, print: () => printFineTuning(result) };
  },
  search: async (values, data, run) => {
    const feeds = required('products', values.products);
    if (data !== '') {
      const { measured, protocol } = await readMeasuredLog(data, values);
      const input = { measured, products: await readProductsAloud(feeds) };
      const { ask } = values;
      if (ask === 'attributes') {
        const remedy = 'Leave one of them out.';
        throw new VitrineError('bad-options', 'Attributes are asked for without --data.', { remedy });
      }
      const options = { ...only(PERSONAL_SEARCH_OPTIONS, { ...values, ask }), protocol };
      const found = await evaluatePersonalSearch(input, options, run);
      return { result: { products: feeds, ...found }, print: () => printPersonalSearch(found) };
    }
    const { queries } = values;
    const products = await readProductsAloud(feeds);
    if (values.ask === 'attributes') {
      const found = await evaluateMeaning({ products }, only(SEEDS, values), run);
      return { result: { products: feeds, ...found }, print: () => printMeaning(found) };
    }
    const input = { products, queries: queries === undefined ? undefined : await readText(queries) };
    const { unknown, ...found } = evaluateSearch(input, only(SEEDS, values), run);
    if (unknown) tell(`${queries}: ${unknown} ids that no product has`);
    const result = { products: feeds, ...(queries !== undefined && { queries }), ...found };
    return { result, print: () => printSearch(result) };
  },
  understanding: async (values) => {
    const feeds = required('products', values.products);
    const queries = required('queries', values.queries);
    const products = await readProductsAloud(feeds);
    const found = evaluateUnderstanding({ products, queries: await readText(queries) });
    return { result: { products: feeds, queries, ...found }, print: () => printUnderstanding(found) };
  },
  assistant: async (values) => {
    const feeds = required('products', values.products);
    const dialogues = required('dialogues', values.dialogues);
    const { answers } = values;
    const found = await evaluateAssistant({
      products: await readProductsOf(feeds),
      dialogues: await readText(dialogues),
      answers: answers === undefined ? undefined : await readText(answers),
    });
    const result = { products: feeds, labels: dialogues, ...(answers !== undefined && { answers }), ...found };
    return { result, print: () => printAssistant(found) };
  },
  placements: async (values, data, run) => {
    const { log } = await readLogAloud(data, hintsOf(values));
    const products = values.products && (await readProductsAloud(values.products));
    const result = await evaluatePlacements({ log, products }, only(PLACEMENT_OPTIONS, values), run);
    return { result, print: () => printPlacements(result) };
  },
  basket: async (values, data, run) => {
    const { log } = await readLogAloud(data, hintsOf(values));
    const result = await evaluateBasket({ log }, run);
    return { result, print: () => printBasket(result) };
  },
  lists: async (values, data, run) => {
    const { measured, protocol } = await readMeasuredLog(data, values);
    const input = {
      measured,
      products: values.products && (await readProductsAloud(values.products)),
      pack: values.pack === undefined ? undefined : readPackAt(values.pack),
    };
    const result = await evaluateLists(input, { ...only(LIST_OPTIONS, values), protocol }, run);
    return { result, print: () => printLists(result) };
  },
  replay: async (_, data) => {
    const result = await evaluateReplay(data);
    return { result, print: () => printReplay(result) };
  },
};

async function readShopLogAloud(data: string, values: Values): Promise<ShopLog> {
  const log = await readShopLog(data, hintsOf(values));
  const { events, shopperIds, report } = log;
  tell(`${data}: ${events.length} views, carts and purchases of ${shopperIds.length} shoppers`);
  for (const line of report.lines()) tell(`  ${line}`);
  return log;
}

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'measures how well it ranks, over the full catalogue, with plain baselines beside it',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { task, seed, work } = values;
    const withoutData =
      task === 'understanding' || task === 'assistant' || (task === 'search' && values.data === undefined);
    const data = withoutData ? '' : required('data', values.data);
    const context = { seed: values.seeds?.[0] ?? seed, work, given };
    const found = await inContext(context, (run) => TASKS[task](values, data, run));
    const result = { command: commandLine('evaluate', args), ...(data !== '' && { data }), ...found.result };
    if (values.record !== undefined) writeRecord(values.record, result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else found.print();
  },
};

/** @throws VitrineError `bad-options` */
async function readText(path: string): Promise<string> {
  let whole = '';
  for await (const text of textIn(path)) whole += text;
  return whole;
}
