import { dirname, join } from 'node:path';
import type { Feed } from '../../src/catalogue/catalogue.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import { readShopLog } from '../../src/trainer/node/read-shop-log.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import { LOG_OPTIONS, SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { trainingChoices } from '../../src/trainer/options/training-options.ts';
import { guardInWords } from '../../src/trainer/recipe/guard.ts';
import { NOT_ASKED, objectiveInWords } from '../../src/trainer/recipe/purchases/choose-objective.ts';
import type { RunContext } from '../../src/trainer/run-context.ts';
import { shardsAsked, writeShards } from '../../src/trainer/shards/write-shards.ts';
import { TRAIN_OPTIONS, trainPack } from '../../src/trainer/tasks/train-pack.ts';
import { inContext } from '../run-context.ts';
import { helpOf, only, readArguments, required, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { hintsOf, linksFor, readLogAloud, readPackAt, readProductsAloud, recordsOf, tell, tellKnown } from './data.ts';
import { FROM, PRODUCTS, RELATIONS, WORK } from './file-options.ts';

const OPTIONS = {
  events: {
    type: 'text',
    value: 'LOG',
    meaning:
      'a table (CSV, TSV), JSON, Parquet, "user item item …" or "user item" a line, also as .gz; what is understood of it, ' +
      'vitrine inspect LOG says',
  },
  out: {
    type: 'text',
    value: 'FILE',
    meaning: 'the pack, such as shop.safetensors; with --shards, its index, such as shards/shop.json',
  },
  shards: {
    type: 'text',
    value: 'N|auto',
    meaning:
      'for a catalogue that does not fit a page: cut pack and products, by category and by what visitors look at together, into about N ' +
      'files beside the index, of which a page fetches those that its visitor needs; auto: a thousand products a file',
  },
  ...PRODUCTS,
  ...RELATIONS,
  ...FROM,
  guard: {
    type: 'text',
    value: 'PACK',
    meaning:
      'the pack that serves now: the new one is refused, and not written, where it ranks the questions of validation worse than ' +
      'this one by more than chance explains; the questions are of a time after it was made, where the log has enough of them',
  },
  probabilities: {
    type: 'flag',
    default: false,
    meaning:
      'learn also how likely a visitor turns to a product, and buys it: lists then carry the probabilities; the log needs ' +
      'times, views and the purchases that followed',
  },
  ...LOG_OPTIONS,
  ...TRAIN_OPTIONS,
  ...SEED,
  ...WORK,
} as const satisfies Options;

const HELP = `vitrine train --events LOG --out FILE [options]

Trains the pack that a shop ships beside its page. Each shopper's last interaction (or the last tenth of the sessions)
is held out to choose options, weights and when to stop; then all is counted. The pack can be published, as it is by
default; it says at the end what it tells of the shoppers. Stopped by Ctrl-C or killed, the same
command goes on from the last checkpoint.

${helpOf(OPTIONS)}
`;

export const trainCommand: Command = {
  name: 'train',
  summary: 'trains a pack from an event log',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { unit, seed, work } = values;
    const path = required('events', values.events);
    const out = required('out', values.out);
    if (values.shards !== undefined) checkShards(values.shards, out, values.products);
    const from = values.from === undefined ? undefined : readPackAt(values.from).pack;
    const { sources } = trainingChoices(values, from);
    const { log, searches } = await readLogAloud(path, { ...hintsOf(values), sessions: unit === 'session' });
    const products = values.products && (await readProductsAloud(values.products));
    if (searches?.length) tell(`  ${searches.length} searches after which shoppers turned to a product`);
    if (products) tellKnown(log.productIds, products);
    const input = {
      log,
      products,
      links: await linksFor(values.relations, sources, log.shopperIds),
      from,
      guard: values.guard === undefined ? undefined : readPackAt(values.guard).pack,
      searches,
      events: values.probabilities ? await readShopLog(path, hintsOf(values)) : undefined,
    };
    const report = await inContext({ seed, work, given }, async (run) => {
      const { pack, report } = await trainPack(input, only(TRAIN_OPTIONS, values), run);
      if (values.shards !== undefined) await writeShardsAt(out, { pack, products: products! }, values.shards, run);
      else {
        await writeAtomically(out, pack);
        tell(`${out}: ${pack.length} bytes, ${report.products} products, sources ${report.sections.join(', ')}`);
      }
      return report;
    });
    if (report.objective) tell(`  ${objectiveInWords(report.objective)}`);
    else if (values.probabilities) tell(`  ${NOT_ASKED}`);
    if (report.guard) tell(`  beside the pack in use: ${guardInWords(report.guard)}`);
    for (const cut of report.cuts) tell(`  so that it has at most ${values.atMost}: ${cut}`);
    for (const line of report.tells) tell(`  ${line}`);
  },
};

/** What can be known to be wrong before the training. @throws VitrineError `bad-options` */
function checkShards(asked: string, out: string, products: readonly string[] | undefined): void {
  shardsAsked(asked, 1);
  if (!out.endsWith('.json')) throw wrong(`--out is ${out}.`, 'With --shards, name the index: --out shards/shop.json');
  if (products === undefined) throw wrong('No feed is named.', 'Shards have the products in them: --products FEED');
}

async function writeShardsAt(
  out: string,
  { pack, products }: { pack: Uint8Array; products: Feed },
  asked: string,
  run: RunContext,
): Promise<void> {
  let bytes = 0;
  const write = async (name: string, file: Uint8Array): Promise<void> => {
    bytes += file.length;
    await writeAtomically(join(dirname(out), name), file);
  };
  const input = { pack: readPack(pack), products: recordsOf(products) };
  const { index, report } = await writeShards(input, asked, write, run);
  // Pages read it first: whatever it names is there by then.
  await writeAtomically(out, index);
  tell(
    `${out}: ${index.length} bytes, ${report.products} products in ${report.shards} shards of ${bytes} bytes together`,
  );
  if (report.unlisted > 0) tell(`  ${report.unlisted} products of the log are in no shard: the feed lacks them`);
}
