import { COLD_MODEL } from '../../src/trainer/recipe/behaviour/cold-visitors.ts';
import { record } from '../../src/trainer/recipe/record.ts';
import { readSourceSettings } from '../../src/trainer/recipe/source-settings.ts';
import { choice, date, logHints, readArguments, required, sources, wholeNumber } from './arguments.ts';
import type { Command } from './command.ts';
import { readLogAloud } from './data.ts';
import { evaluateCold, printCold } from './evaluate-cold.ts';
import { evaluateFineTuning, printFineTuning } from './evaluate-fine-tuning.ts';
import { evaluateLinks, printLinks } from './evaluate-links.ts';
import { evaluatePurchases, printPurchases } from './evaluate-purchases.ts';
import { evaluateRanking, readQuestions } from './evaluate-ranking.ts';
import { evaluateSearch, printSearch } from './evaluate-search.ts';
import { EVALUATE_OPTIONS, type EvaluateValues, type Found } from './evaluate-task.ts';
import { TRAINING_HELP } from './training-options.ts';

const HELP = `vitrine evaluate --data LOG [options]
       vitrine evaluate --task search --products FEED [--queries FILE] [options]

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
                       fine-tune what training in the page gives visitors of the log, --pack's attention model being
                                 fine-tuned on each one's own history; --cut leaves those who had come before it out
  --relations FILE     links between shoppers, "user user" a line: for the source friends, and the task links
  --train-on LOG       learn from this log instead, such as one that vitrine synthesize made; what is asked stays
  --protocol NAME      leave-one-out  last interaction of each shopper (default)
                       session        every next item of held-out sessions (default for a folder of sessions)
                       time-split     last interaction of each shopper who came after a cut in time
                       given          all that a shopper has in test.txt (default for a folder that is split)
                       random         all of a shopper's random tenth; the order of a history counts for nothing
  --validation NAME    what is chosen by, of a folder that is split already
                       given  valid.txt, and without one as by ends (default)
                       ends   the last tenth of each line of train.txt: where the test is what shoppers did last, and
                              valid.txt is not; that is then trained on in the end alone
  --pack FILE          evaluate this pack instead of training one
  --products FEED      the shop's products: adds neighbours by content, shows only what is on sale; may be given
                       again, for a file that says more of the same products
  --queries FILE       search: judged queries, a table or JSON with the columns query and relevant (ids of products, one or
                       several a row); without it they are made from the titles
  --cut DATE           time-split: the cut; default after nine tenths of the interactions
  --seen NAME          exclude or include products of the history; default include for session, else exclude
  --new-products SHARE leave so many of the products out of all training, and ask only about these, against each other
  --known K            the ranking knows only the last K items of each history: visitors who have just begun
  --seeds N,N,…        repeat for each of these, and tell means with their intervals
  --folds K            cross-validation over shoppers instead of a protocol: each is held out once, and asked for the
                       last interaction by models that never saw them; for small sets
${TRAINING_HELP}
  --lists FILE         write {"user": …, "items": [top 10 ids], "metrics": …}, a line for each question
  --record FILE        write the result with what is needed to get it again
  --json               print JSON
`;

type Task = (values: EvaluateValues, data: string, seeds: readonly number[]) => Promise<Found>;

const TASKS: Readonly<Record<'rank' | 'purchase' | 'links' | 'cold' | 'fine-tune' | 'search', Task>> = {
  rank: evaluateRanking,
  purchase: async (values, data, seeds) => {
    const result = await evaluatePurchases(data, logHints(values), seeds);
    return { result, print: () => printPurchases(result) };
  },
  links: async (values, data, seeds) => {
    const result = await evaluateLinks(data, required('relations', values.relations), seeds, values.work);
    return { result, print: () => printLinks(result) };
  },
  cold: async (values, data, seeds) => {
    const settings = readSourceSettings(values.set, sources(COLD_MODEL));
    const { protocol, splits } = await readQuestions(values, data, seeds);
    const found = await evaluateCold(splits[0], settings, seeds, values.work);
    return { result: { data, protocol, ...found }, print: () => printCold(found) };
  },
  'fine-tune': async (values, data, seeds) => {
    const { log } = await readLogAloud(data, logHints(values));
    const pack = required('pack', values.pack);
    const found = await evaluateFineTuning(log, pack, date('cut', values.cut), seeds[0]);
    return { result: { data, ...found }, print: () => printFineTuning(found) };
  },
  search: async (values, _data, seeds) => {
    required('products', values.products?.[0]);
    const found = await evaluateSearch(values.products ?? [], values.queries, seeds);
    return { result: found, print: () => printSearch(found) };
  },
};

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'measures how well it ranks, over the full catalogue, with plain baselines beside it',
  help: HELP,
  async run(args) {
    const values = readArguments(args, EVALUATE_OPTIONS);
    const seeds = (values.seeds ?? values.seed).split(',').map((seed) => wholeNumber('seeds', seed, 0));
    const task = choice('task', values.task, Object.keys(TASKS) as (keyof typeof TASKS)[]);
    const data = task === 'search' ? '' : required('data', values.data);
    const found = await TASKS[task](values, data, seeds);
    const result = { command: `vitrine evaluate ${args.join(' ')}`, ...found.result };
    if (values.record !== undefined) record(values.record, result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else found.print();
  },
};
