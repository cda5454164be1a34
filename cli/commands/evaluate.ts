import { writeFileSync } from 'node:fs';
import { SOURCE_NAMES } from '../../src/contract/recommendation.ts';
import { taughtBy } from '../../src/evaluation/relabel.ts';
import { visitorFolds } from '../../src/evaluation/splits.ts';
import { VECTOR_PRECISIONS } from '../../src/models/vector-precision.ts';
import { createProgress } from '../progress.ts';
import { COLD_MODEL } from '../recipe/behaviour/cold-visitors.ts';
import { type EvaluationPlan, type EvaluationRun, runEvaluation } from '../recipe/evaluation-run.ts';
import { NEW_PRODUCTS, SESSION_SAMPLES } from '../recipe/fit-pack.ts';
import { readSettings } from '../recipe/models/model-settings.ts';
import { startingPack } from '../recipe/models/transfer.ts';
import { record } from '../recipe/record.ts';
import { choice, columns, date, readArguments, required, share, sources, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { linksFor, readLogAloud, readPackAt, readProductsAloud, tell } from './data.ts';
import { evaluateCold, printCold } from './evaluate-cold.ts';
import { evaluateLinks, printLinks } from './evaluate-links.ts';
import { evaluatePurchases, printPurchases } from './evaluate-purchases.ts';
import { listsOf, printReport, reportOf, rounded } from './evaluation-report.ts';
import { PROTOCOLS, protocolOf, splitBy } from './protocol.ts';

const HELP = `vitrine evaluate --data LOG [options]

Measures how well the page would rank: every question is put to the page's own ranking, over the full catalogue, with
the very bytes of the pack. Options and weights are chosen on a validation part; the test is looked at once. Ties count
against us. Each of the pack's sources alone and plain baselines stand beside it, with the difference to each of them,
paired by shopper.

  --data LOG           a table with a header (CSV, TSV), JSON, "user item item …" or "user item" a line;
                       or a folder with train_sessions.txt and test_pairs.txt, or one that is split already:
                       train.txt, test.txt and perhaps valid.txt of "user item item …"
  --task NAME          rank      what a visitor wants next (default)
                       purchase  how likely a look at a product ends in its purchase, asked after a cut in time; the
                                 log has views, purchases and times
                       links     which shoppers are linked, by --relations and what they like
                       cold      what training on more than the log gives visitors of whom one or two clicks are known:
                                 variants of its sequences (insert, delete, replace, slide), or virtual visits that go
                                 on from one or two clicks, beside the log alone; trains the model attention each way
  --relations FILE     links between shoppers, "user user" a line: for the source friends, and the task links
  --train-on LOG       learn from this log instead, such as one that vitrine synthesize made; what is asked stays
  --protocol NAME      leave-one-out  last interaction of each shopper (default)
                       session        every next item of held-out sessions (default for a folder of sessions)
                       time-split     last interaction of each shopper who came after a cut in time
                       given          all that a shopper has in test.txt (default for a folder that is split)
                       random         all of a shopper's random tenth; the order of a history counts for nothing
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
  --known K            the ranking knows only the last K items of each history: visitors who have just begun
  --columns A=B,…      names of columns that are not the usual ones: user, item, event, time, quantity
  --set OPTION=VALUE   an option of a source, such as attention.width=96, its epochs at most, attention.epochs=20, or
                       rules.top=60, products that each product leads to at most; may be given again
  --from PACK          start from the models of this pack, and keep them where no training validates better: their
                       encoders, and the vectors of products that both know by id or by their content
  --seed N             of all that is random; default 1
  --session-sample NAME real (default): the pack's windows are cut from the log; or synthetic: from visits that a
                       generator trained on it makes, so that the pack holds nobody's
  --vectors NAME       how the pack holds item vectors: int8 (default), int16, or pq, product-quantised
  --new-products-by NAME  what gives products that nobody met their vectors: regression (default); or generator,
                       trained against a discriminator and kept where it ranks products kept back better
  --refit              train models again on all that is known in the end, for as many epochs as validated best
  --seeds N,N,…        repeat for each of these, and tell means with their intervals
  --folds K            cross-validation over shoppers instead of a protocol: each is held out once, and asked for the
                       last interaction by models that never saw them; for small sets
  --work FOLDER        where trainings leave their checkpoints; default .vitrine
  --lists FILE         write {"user": …, "items": [top 10 ids], "metrics": …}, a line for each question
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
      task: { type: 'string', default: 'rank' },
      relations: { type: 'string' },
      protocol: { type: 'string' },
      'train-on': { type: 'string' },
      model: { type: 'string', default: 'fused' },
      fusion: { type: 'string', default: 'learned' },
      pack: { type: 'string' },
      products: { type: 'string', multiple: true },
      cut: { type: 'string' },
      seen: { type: 'string' },
      'min-shoppers': { type: 'string', default: '1' },
      columns: { type: 'string' },
      'new-products': { type: 'string', default: '0' },
      known: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      from: { type: 'string' },
      seed: { type: 'string', default: '1' },
      refit: { type: 'boolean', default: false },
      vectors: { type: 'string', default: 'int8' },
      'session-sample': { type: 'string', default: 'real' },
      'new-products-by': { type: 'string', default: 'regression' },
      seeds: { type: 'string' },
      folds: { type: 'string' },
      work: { type: 'string', default: '.vitrine' },
      lists: { type: 'string' },
      record: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const data = required('data', values.data);
    const seeds = seedsOf(values.seeds ?? values.seed);
    const task = choice('task', values.task, ['rank', 'purchase', 'links', 'cold']);
    if (task === 'links') {
      const relations = required('relations', values.relations);
      const found = await evaluateLinks(data, relations, seeds, values.work);
      const result = { command: `vitrine evaluate ${args.join(' ')}`, ...found };
      if (values.record !== undefined) record(values.record, result);
      if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
      else printLinks(result);
      return;
    }
    if (task === 'purchase') {
      const result = {
        command: `vitrine evaluate ${args.join(' ')}`,
        ...(await evaluatePurchases(data, columns(values.columns), seeds)),
      };
      if (values.record !== undefined) record(values.record, result);
      if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
      else printPurchases(result);
      return;
    }
    const asked = sources(task === 'cold' ? COLD_MODEL : values.model);
    const read = readLogAloud(data, { columns: columns(values.columns), sessions: values.protocol === 'session' });
    const folds = values.folds === undefined ? undefined : wholeNumber('folds', values.folds, 3);
    if (folds !== undefined && seeds.length > 1)
      throw wrong('Both --folds and --seeds are given.', 'Give one of them.');
    const protocol = choice('protocol', values.protocol ?? protocolOf(read), PROTOCOLS);
    const seenByDefault = protocol === 'session' ? 'include' : 'exclude';
    const logSplits =
      folds === undefined
        ? [splitBy(protocol, read, date('cut', values.cut), seeds[0])]
        : visitorFolds(read.log, folds);
    const teacher = values['train-on'] === undefined ? undefined : readLogAloud(values['train-on'], {}).log;
    const splits = teacher === undefined ? logSplits : logSplits.map((split) => taughtBy(teacher, split));
    if (splits.some(({ final }) => final.cases.targets.length === 0)) {
      throw wrong('Nobody can be asked about.', 'Give a longer log, or another protocol.');
    }
    if (task === 'cold') {
      const settings = readSettings(values.set, asked);
      const found = await evaluateCold(splits[0], settings, seeds, values.work);
      const result = { command: `vitrine evaluate ${args.join(' ')}`, data, protocol, ...found };
      if (values.record !== undefined) record(values.record, result);
      if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
      else printCold(result);
      return;
    }
    const plan: EvaluationPlan = {
      sources: asked,
      fusion: choice('fusion', values.fusion, ['learned', 'weights']),
      minShoppers: wholeNumber('min-shoppers', values['min-shoppers'], 1),
      unit: protocol === 'session' ? 'session' : 'visitor',
      unordered: protocol === 'given' || protocol === 'random',
      seen: choice('seen', values.seen ?? seenByDefault, ['exclude', 'include']),
      newShare: share('new-products', values['new-products']),
      ...(values.known !== undefined && { known: wholeNumber('known', values.known, 1) }),
      ...(values.products !== undefined && { products: (await readProductsAloud(values.products)).feed() }),
      ...(values.pack !== undefined && {
        given: { ...readPackAt(values.pack), ...(values.model !== 'fused' && { only: asked }) },
      }),
      settings: readSettings(values.set, asked),
      ...(values.from !== undefined && { from: startingPack(readPackAt(values.from).pack, asked) }),
      links: linksFor(values.relations, asked, read.log.shopperIds),
      folder: values.work,
      refit: values.refit,
      vectors: choice('vectors', values.vectors, VECTOR_PRECISIONS),
      sessionSample: choice('session-sample', values['session-sample'], SESSION_SAMPLES),
      newProducts: choice('new-products-by', values['new-products-by'], NEW_PRODUCTS),
    };
    const progress = createProgress();
    const runs: EvaluationRun[] = [];
    for (const split of splits) {
      for (const seed of seeds) runs.push(await runEvaluation(split, seed, plan, progress));
    }
    const [{ pack, bytes }] = runs;
    const report = reportOf(runs);

    if (values.lists !== undefined) writeFileSync(values.lists, listsOf(runs));
    const result = {
      command: `vitrine evaluate ${args.join(' ')}`,
      data,
      protocol: folds === undefined ? protocol : 'cross-validation',
      model: values.model,
      seed: seeds[0],
      ...(runs.length > 1 && { runs: runs.map((run, i) => runOf(run, i, seeds, folds)) }),
      seen: plan.seen,
      ...report,
      validation: rounded(pack.manifest.metrics),
      bytes,
      weights: pack.manifest.weights,
      ranker: Object.hasOwn(pack.sections, 'ranker') ? 'learned' : 'weights',
      options: Object.fromEntries(Object.entries(pack.sections).map(([name, { options }]) => [name, options])),
    };
    if (values.record !== undefined) record(values.record, result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else printReport(values.model, report);
    tell(`pack: ${bytes} bytes`);
  },
};

function seedsOf(value: string): number[] {
  return value.split(',').map((seed) => wholeNumber('seeds', seed, 0));
}

function runOf({ served, bytes }: EvaluationRun, index: number, seeds: readonly number[], folds: number | undefined) {
  const named = folds === undefined ? { seed: seeds[index] } : { fold: index + 1 };
  return { ...named, bytes, metrics: rounded(served.metrics) };
}
