import { writeRecord } from '../../src/trainer/node/record.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import { LOG_OPTIONS, SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { gapsTable } from '../../src/trainer/recipe/gaps/gaps-table.ts';
import {
  EVALUATE_GAPS_OPTIONS,
  evaluateGaps,
  GAPS_OPTIONS,
  type GapsReport,
  gaps,
} from '../../src/trainer/tasks/gaps.ts';
import { inContext } from '../run-context.ts';
import { helpOf, only, readArguments, required, wrong } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { hintsOf, readLogAloud, readPackAt, readProductsAloud, tell } from './data.ts';
import { RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  pack: {
    type: 'text',
    value: 'FILE',
    meaning: 'trained with --products and a model of item vectors, such as attention or als',
  },
  products: { type: 'texts', value: 'FEED', meaning: "the shop's products, with categories and brands" },
  events: {
    type: 'text',
    value: 'LOG',
    meaning: 'a table with a header (CSV, TSV), JSON, "user item item …" or "user item" a line',
  },
  out: { type: 'text', value: 'FILE', meaning: 'the table, CSV' },
  ...GAPS_OPTIONS,
  ...LOG_OPTIONS,
  ...SEED,
  evaluate: {
    type: 'flag',
    default: false,
    meaning: 'hide kinds, train als on what is left, and tell how many come back',
  },
  ...EVALUATE_GAPS_OPTIONS,
  ...RECORD,
  ...WORK,
} as const satisfies Options;

const HELP = `vitrine gaps --pack FILE --products FEED --events LOG --out FILE [options]
vitrine gaps --evaluate --products FEED --events LOG [--hide N] [--seeds N,N,…] [--record FILE]

Names gaps in the range: products that the shop does not have, by category and brand, where the visitors whom the
category draws are those whom the brand draws. Writes a table, the strongest gap first: categories, brand, the category's
median price, the share of visitors to whom it would be among the first 20 kinds, and the three real products whose item
vectors are nearest to the one that the pack's item generator gives it. What is named is no product: it is a place to look.

With --evaluate it hides all products of some kinds, trains on what is left, and tells how many of them come back near the
top, beside the most popular combinations of category and brand.

${helpOf(OPTIONS)}
`;

export const gapsCommand: Command = {
  name: 'gaps',
  summary: 'names gaps in the range: what visitors would turn to and the shop does not have',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { evaluate, seed, work } = values;
    const feeds = required('products', values.products);
    const events = required('events', values.events);
    if (evaluate && values.model !== undefined) {
      throw wrong('Both --evaluate and --model are given.', 'Leave --model out: als is trained to evaluate.');
    }
    const out = evaluate ? undefined : required('out', values.out);
    const pack = evaluate ? undefined : readPackAt(required('pack', values.pack)).pack;
    const { log } = await readLogAloud(events, hintsOf(values));
    const shop = { log, products: await readProductsAloud(feeds) };
    if (pack === undefined || out === undefined) {
      const measured = await inContext({ seed, work, given }, (run) =>
        evaluateGaps(shop, only(EVALUATE_GAPS_OPTIONS, values), run),
      );
      const result = { command: commandLine('gaps', args), data: events, ...measured };
      if (values.record !== undefined) writeRecord(values.record, result);
      printGaps(measured);
      return;
    }
    const found = await inContext({ seed, work, given }, (run) =>
      gaps({ ...shop, pack }, only(GAPS_OPTIONS, values), run),
    );
    await writeAtomically(out, gapsTable(found));
    tell(`${out}: ${found.length} gaps`);
  },
};

function printGaps({ hidden, candidates, metrics, baselines }: GapsReport): void {
  process.stdout.write(`${hidden} kinds hidden among ${candidates} that no product is of\n`);
  for (const [name, figures] of Object.entries({ gaps: metrics, ...baselines })) {
    const written = Object.entries(figures).map(([metric, value]) => `${metric} ${value.toFixed(3)}`);
    process.stdout.write(`  ${name}: ${written.join(', ')}\n`);
  }
}
