import { writeFileSync } from 'node:fs';
import { CatalogueBuilder } from '../../src/catalogue/catalogue-builder.ts';
import { SOURCE_NAMES, type SourceName } from '../../src/contract/recommendation.ts';
import { Serving } from '../../src/engine/serving.ts';
import { type Evaluation, evaluate } from '../../src/evaluation/evaluate.ts';
import type { Cases } from '../../src/evaluation/interaction-log.ts';
import { aboutNew, withoutNew } from '../../src/evaluation/new-products.ts';
import { arrangeFor, productsMetBy } from '../../src/evaluation/relabel.ts';
import { leaveOneOut, type Split, sessionSplit, timeSplit } from '../../src/evaluation/splits.ts';
import { readPack, writePack } from '../../src/pack/pack-file.ts';
import { createContent } from '../../src/retrieval/content.ts';
import type { ReadLog } from '../log/read-log.ts';
import { createProgress } from '../progress.ts';
import { baselines } from '../recipe/baselines.ts';
import { type Fusion, fitPack, type PackPlan } from '../recipe/fit-pack.ts';
import { readSettings } from '../recipe/model-settings.ts';
import { Contexts, everyRow, ladderRanker, type Seen } from '../recipe/ranker.ts';
import { record } from '../recipe/record.ts';
import { choice, columns, date, readArguments, required, share, sources, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { readLogAloud, readPackAt, readProductsAloud, tell } from './data.ts';

const PROTOCOLS = ['leave-one-out', 'session', 'time-split'] as const;
type Protocol = (typeof PROTOCOLS)[number];

const HELP = `vitrine evaluate --data LOG [options]

Measures how well the page would rank: every question is put to the page's own ranking, over the full catalogue, with
the very bytes of the pack. Options and weights are chosen on a validation part; the test is looked at once. Ties count
against us. Plain baselines stand beside it.

  --data LOG           a table with a header (CSV, TSV), JSON, "user item item …" or "user item" a line;
                       or a folder with train_sessions.txt and test_pairs.txt
  --protocol NAME      leave-one-out  last interaction of each shopper (default)
                       session        every next item of held-out sessions (default for a folder)
                       time-split     last interaction of each shopper who came after a cut in time
  --model NAMES        fused (default), or sources joined by +: ${SOURCE_NAMES.join(', ')}
  --fusion NAME        learned  by a ranker learned on validation, where it is better there (default)
                       weights  by fixed weights
  --pack FILE          evaluate this pack instead of training one
  --products FEED      the shop's products: adds neighbours by content, shows only what is on sale; may be given
                       again, for a file that says more of the same products
  --cut DATE           time-split: the cut; default after nine tenths of the interactions
  --seen NAME          exclude or include products of the history; default include for session, else exclude
  --min-shoppers K     leave out items, pairs and windows seen by fewer; default 1
  --new-products SHARE leave so many of the products out of all training, and ask only about these, against each other
  --columns A=B,…      names of columns that are not the usual ones: user, item, event, time, quantity
  --set OPTION=VALUE   an option of a model, such as attention.width=96, or its epochs at most, attention.epochs=20;
                       may be given again
  --seed N             of all that is random; default 1
  --work FOLDER        where trainings leave their checkpoints; default .vitrine
  --lists FILE         write {"user": …, "items": [top 10 ids]}, a line for each question
  --record FILE        write the result with what is needed to get it again
  --json               print JSON
`;

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'measures how well it ranks, over the full catalogue, with plain baselines beside it',
  help: HELP,
  async run(args) {
    const values = readArguments(args, {
      data: { type: 'string' },
      protocol: { type: 'string' },
      model: { type: 'string', default: 'fused' },
      fusion: { type: 'string', default: 'learned' },
      pack: { type: 'string' },
      products: { type: 'string', multiple: true },
      cut: { type: 'string' },
      seen: { type: 'string' },
      'min-shoppers': { type: 'string', default: '1' },
      columns: { type: 'string' },
      'new-products': { type: 'string', default: '0' },
      set: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: '1' },
      work: { type: 'string', default: '.vitrine' },
      lists: { type: 'string' },
      record: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const data = required('data', values.data);
    const asked = sources(values.model);
    const fusion = choice('fusion', values.fusion, ['learned', 'weights']);
    const minShoppers = wholeNumber('min-shoppers', values['min-shoppers'], 1);
    const settings = readSettings(values.set, asked);
    const seed = wholeNumber('seed', values.seed, 0);
    const read = readLogAloud(data, { columns: columns(values.columns), sessions: values.protocol === 'session' });
    const protocol = choice('protocol', values.protocol ?? (read.test ? 'session' : 'leave-one-out'), PROTOCOLS);
    const seenByDefault = protocol === 'session' ? 'include' : 'exclude';
    const seen: Seen = choice('seen', values.seen ?? seenByDefault, ['exclude', 'include']);
    const products = values.products === undefined ? new CatalogueBuilder() : await readProductsAloud(values.products);
    const split = splitBy(protocol, read, date('cut', values.cut));
    if (split.final.cases.targets.length === 0) {
      throw wrong('Nobody can be asked about.', 'Give a longer log, or another protocol.');
    }

    const given = values.pack === undefined ? undefined : readPackAt(values.pack);
    const newShare = share('new-products', values['new-products']);
    const packIds = given?.pack.productIds ?? withoutNew(productsMetBy(minShoppers, split.final.train), newShare);
    const catalogue = products.build(packIds);
    const ids = Array.from({ length: catalogue.rows - 1 }, (_, i) => catalogue.idOf(i + 1)!);
    const arranged = arrangeFor(split, ids, packIds.length);
    const { tuning } = arranged;
    // Models go on learning when to stop from what they know; only the questions of the end are about new products.
    const cases = newShare === 0 ? arranged.final.cases : aboutNew(arranged.final.cases, packIds.length);
    const final = { ...arranged.final, cases };
    const shown =
      values.products === undefined ? everyRow(final.cases.log.productIds.length) : catalogue.available.clone();
    if (newShare > 0) for (let row = 1; row <= packIds.length; row++) shown.delete(row);
    const contexts = new Contexts(shown, seen);
    const progress = createProgress();
    const plan: PackPlan = {
      items: packIds.length,
      minShoppers,
      unit: protocol === 'session' ? 'session' : 'visitor',
      sources: asked,
      fusion: fusion as Fusion,
      tuning: { cutoff: protocol === 'session' ? 20 : 10, contexts, cases: 3000 },
      others: values.products === undefined ? [] : [createContent(catalogue.features)],
      ...(values.products !== undefined && { features: catalogue.features }),
      seed,
      settings,
      folder: values.work,
    };
    const bytes = given?.bytes ?? writePack(await fitPack({ tuning, final }, plan, progress));
    const pack = readPack(bytes);

    const serving = new Serving();
    serving.takeProducts(() => catalogue);
    await serving.takePack({ pack, bytes: bytes.length, digest: '' });
    if (values.model !== 'fused' && given) serving.useWeights(onlyThese(asked, pack.manifest.weights));
    const lists: string[] = [];
    const evaluation = await progress.stage('evaluate', (step) =>
      evaluate(ladderRanker(serving.ladder, contexts), final.cases, {
        onProgress: step,
        onList: (index, { items }) => lists.push(listLine(final.cases, index, items)),
      }),
    );
    const beside: Record<string, Evaluation> = {};
    for (const [name, ranker] of Object.entries(baselines(final, plan, contexts))) {
      beside[name] = await progress.stage(`baseline ${name}`, (step) =>
        evaluate(ranker, final.cases, { onProgress: step }),
      );
    }

    const result = {
      command: `vitrine evaluate ${args.join(' ')}`,
      data,
      protocol,
      model: values.model,
      seed,
      seen,
      cases: evaluation.cases,
      metrics: rounded(evaluation.metrics),
      intervals: rounded(evaluation.intervals),
      baselines: Object.fromEntries(Object.entries(beside).map(([name, { metrics }]) => [name, rounded(metrics)])),
      validation: rounded(pack.manifest.metrics),
      bytes: bytes.length,
      weights: pack.manifest.weights,
      ranker: Object.hasOwn(pack.sections, 'ranker') ? 'learned' : 'weights',
      options: Object.fromEntries(Object.entries(pack.sections).map(([name, { options }]) => [name, options])),
    };
    if (values.lists !== undefined) writeFileSync(values.lists, lists.join(''));
    if (values.record !== undefined) record(values.record, result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else printTable(values.model, evaluation, beside);
    tell(`pack: ${bytes.length} bytes`);
  },
};

function splitBy(protocol: Protocol, { log, test }: ReadLog, cut: number | undefined): Split {
  if (protocol === 'leave-one-out') return leaveOneOut(log);
  if (protocol === 'session') return sessionSplit(log, test);
  if (log.times === null) throw wrong('The log has no times.', 'Name the column: --columns time=THE_COLUMN');
  return timeSplit(log, cut);
}

function onlyThese(names: readonly SourceName[], weights: Partial<Record<SourceName, number>>) {
  const own = names.map((name) => [name, names.length === 1 ? 1 : (weights[name] ?? 0)]);
  return Object.fromEntries(own);
}

function listLine({ log, sequences }: Cases, index: number, items: Int32Array): string {
  const user = log.shopperIds[log.shoppers[sequences[index]]];
  const top = Array.from(items.subarray(0, 10), (item) => log.productIds[item - 1]);
  return `${JSON.stringify({ user, items: top })}\n`;
}

function rounded(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(6))]));
}

function printTable(model: string, evaluation: Evaluation, beside: Record<string, Evaluation>): void {
  const shown = ['recall@10', 'ndcg@10', 'mrr@10', 'recall@20', 'mrr@20', 'coverage@10'];
  const line = (name: string, cells: string[]) =>
    `${name.padEnd(16)}${cells.map((cell) => cell.padStart(13)).join('')}\n`;
  process.stdout.write(line(`${evaluation.cases} questions`, shown));
  for (const [name, { metrics }] of Object.entries({ [model]: evaluation, ...beside })) {
    process.stdout.write(
      line(
        name,
        shown.map((metric) => metrics[metric].toFixed(4)),
      ),
    );
  }
}
