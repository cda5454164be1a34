import { renameSync, writeFileSync } from 'node:fs';
import { findGaps } from '../../src/learning/generators/item/gaps.ts';
import { kindsOf } from '../../src/learning/generators/item/kinds.ts';
import { csvCell } from '../../src/trainer/log/write-log.ts';
import { type DescribedGap, describeGaps } from '../../src/trainer/recipe/gaps/describe-gaps.ts';
import { inRowsOf, interactionsWith } from '../../src/trainer/recipe/gaps/log-in-rows.ts';
import { measureGaps } from '../../src/trainer/recipe/gaps/measure-gaps.ts';
import { readTastes } from '../../src/trainer/recipe/gaps/tastes.ts';
import { record } from '../../src/trainer/recipe/record.ts';
import { createProgress } from '../progress.ts';
import { LOG_HELP, LOG_OPTIONS, logHints, readArguments, required, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { readLogAloud, readPackAt, readProductsAloud, tell } from './data.ts';
import { EVALUATED, evaluateGaps, printGaps } from './evaluate-gaps.ts';

const HELP = `vitrine gaps --pack FILE --products FEED --events LOG --out FILE [options]
vitrine gaps --evaluate --products FEED --events LOG [--hide N] [--seeds N,N,…] [--record FILE]

Names gaps in the range: products that the shop does not have, by category and brand, where the visitors whom the
category draws are those whom the brand draws. Writes a table, the strongest gap first: categories, brand, the category's
median price, the share of visitors to whom it would be among the first 20 kinds, and the three real products whose item
vectors are nearest to the one that the pack's item generator gives it. What is named is no product: it is a place to look.

With --evaluate it hides all products of some kinds, trains on what is left, and tells how many of them come back near the
top, beside the most popular combinations of category and brand.

  --pack FILE          trained with --products and a model of item vectors, such as attention or als
  --products FEED      the shop's products, with categories and brands; may be given again
  --events LOG         a table with a header (CSV, TSV), JSON, "user item item …" or "user item" a line
  --out FILE           the table, CSV
  --count N            gaps at most; default 50
  --model NAME         whose vectors; default the first that the pack places new products for; --evaluate trains als
${LOG_HELP}
  --seed N             draws the visitors that are asked; default 1
  --hide N             evaluate: kinds that are hidden; default 40
  --seeds N,N,…        evaluate: repeat for each of these, and tell means; default 1
  --record FILE        evaluate: keep the figures as JSON
`;

export const gapsCommand: Command = {
  name: 'gaps',
  summary: 'names gaps in the range: what visitors would turn to and the shop does not have',
  help: HELP,
  async run(args) {
    const values = readArguments(args, {
      pack: { type: 'string' },
      products: { type: 'string', multiple: true },
      events: { type: 'string' },
      out: { type: 'string' },
      count: { type: 'string', default: '50' },
      model: { type: 'string' },
      ...LOG_OPTIONS,
      seed: { type: 'string', default: '1' },
      evaluate: { type: 'boolean', default: false },
      hide: { type: 'string', default: '40' },
      seeds: { type: 'string', default: '1' },
      record: { type: 'string' },
    });
    const feeds = values.products ?? [required('products', undefined)];
    const events = required('events', values.events);
    const count = wholeNumber('count', values.count, 1);
    const seed = wholeNumber('seed', values.seed, 0);
    const hide = wholeNumber('hide', values.hide, 1);
    const seeds = values.seeds.split(',').map((value) => wholeNumber('seeds', value, 0));
    if (values.evaluate && values.model !== undefined) {
      throw wrong('Both --evaluate and --model are given.', 'Leave --model out: als is trained to evaluate.');
    }
    const out = values.evaluate ? undefined : required('out', values.out);
    const pack = values.evaluate ? undefined : readPackAt(required('pack', values.pack)).pack;
    const { log } = await readLogAloud(events, logHints(values));
    const builder = await readProductsAloud(feeds);
    const catalogue = builder.build(pack?.productIds);
    const known = inRowsOf(catalogue, log);
    if (known.sequences.items.length === 0) {
      throw wrong('No interaction is with a product of the feed.', 'Check that both name products by the same ids.');
    }
    const progress = createProgress();
    const kinds = kindsOf(catalogue, interactionsWith(catalogue, known));
    if (kinds.held.size === 0) {
      throw wrong('No product has both a category and a brand.', 'Give a feed with both: a gap is named by them.');
    }
    if (pack === undefined || out === undefined) {
      const measured = await evaluateGaps(seeds, (one) =>
        measureGaps(catalogue, log, { hide, seed: one, model: EVALUATED }, progress),
      );
      const result = { command: `vitrine gaps ${args.join(' ')}`, data: events, ...measured };
      if (values.record !== undefined) record(values.record, result);
      printGaps(measured);
      return;
    }
    const tastes = await readTastes(pack, catalogue, known, seed, values.model);
    const gaps = findGaps(kinds, tastes.made, tastes.width).slice(0, count);
    // Old or new, never half.
    writeFileSync(`${out}.new`, tableOf(describeGaps(gaps, kinds, catalogue, tastes)));
    renameSync(`${out}.new`, out);
    tell(`${out}: ${gaps.length} gaps`);
  },
};

const NEIGHBOURS = [1, 2, 3];

function tableOf(gaps: readonly DescribedGap[]): string {
  const header = [
    'categories',
    'brand',
    'price',
    'visitors',
    ...NEIGHBOURS.flatMap((n) => [`nearest_${n}`, `cosine_${n}`]),
  ];
  const rows = gaps.map(({ categories, brand, price, visitors, nearest }) => [
    categories.join(' > '),
    brand,
    price === undefined ? '' : String(price),
    visitors.toFixed(4),
    ...NEIGHBOURS.flatMap((n) => [nearest[n - 1]?.id ?? '', nearest[n - 1]?.similarity.toFixed(3) ?? '']),
  ]);
  return [header, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}
