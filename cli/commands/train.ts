import { renameSync, writeFileSync } from 'node:fs';
import { writePack } from '../../src/pack/pack-file.ts';
import { withFriends } from '../../src/trainer/evaluation/friends.ts';
import { upTo } from '../../src/trainer/evaluation/interaction-log.ts';
import { arrangeFor, productsMetBy } from '../../src/trainer/evaluation/relabel.ts';
import { lastOut, lastSessionsOut } from '../../src/trainer/evaluation/splits.ts';
import { readShopLog } from '../../src/trainer/log/shop-events.ts';
import { fitPack } from '../../src/trainer/recipe/fit-pack.ts';
import { learnResponses } from '../../src/trainer/recipe/purchases/fit-response-model.ts';
import { Contexts, everyRow } from '../../src/trainer/recipe/ranker/ranker.ts';
import { unpackedSources } from '../../src/trainer/recipe/sources/unpacked-sources.ts';
import { createProgress } from '../progress.ts';
import { choice, date, logHints, readArguments, required, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { linksFor, readLogAloud, readProductsAloud, tell, tellKnown } from './data.ts';
import { TRAINING_HELP, TRAINING_OPTIONS, trainingChoices } from './training-options.ts';

const HELP = `vitrine train --events LOG --out FILE [options]

Trains the pack that a shop ships beside its page. Each shopper's last interaction (or the last tenth of the sessions)
is kept back to choose options, weights and when to stop; then all is counted. Stopped by Ctrl-C or killed, the same
command goes on from the last checkpoint.

  --events LOG         a table (CSV, TSV), JSON, Parquet, "user item item …" or "user item" a line, also as .gz; what
                       is understood of it, vitrine inspect LOG says
  --out FILE           the pack, such as shop.safetensors
  --products FEED      the shop's products: weighs neighbours by content in; may be given again, for a file that
                       says more of the same products
  --relations FILE     links between shoppers, "user user" a line: weighs the source friends in
  --unit NAME          visitor (default): a sequence is all that a shopper did; or session: a line of the log is one
  --until DATE         leave out what came later
  --probabilities      learn also how likely a visitor turns to a product, and buys it: lists then carry the chances;
                       the log needs times, views and the purchases that followed
${TRAINING_HELP}
`;

export const trainCommand: Command = {
  name: 'train',
  summary: 'trains a pack from an event log',
  help: HELP,
  async run(args) {
    const values = readArguments(args, {
      ...TRAINING_OPTIONS,
      events: { type: 'string' },
      out: { type: 'string' },
      products: { type: 'string', multiple: true },
      relations: { type: 'string' },
      unit: { type: 'string', default: 'visitor' },
      until: { type: 'string' },
      probabilities: { type: 'boolean', default: false },
    });
    const events = required('events', values.events);
    const out = required('out', values.out);
    const choices = trainingChoices(values);
    const { minShoppers, sources: asked } = choices;
    const unit = choice('unit', values.unit, ['visitor', 'session']);
    const seed = wholeNumber('seed', values.seed, 0);
    const until = date('until', values.until);
    const hints = logHints(values);
    const read = await readLogAloud(events, { ...hints, sessions: unit === 'session' });
    if (until !== undefined && read.log.times === null) {
      throw wrong('The log has no times.', 'Name the column: --columns time=THE_COLUMN');
    }
    const log = until === undefined ? read.log : upTo(read.log, until);
    const packIds = productsMetBy(minShoppers, log);
    if (packIds.length === 0) throw wrong('No product is left.', 'Give a lower --min-shoppers, or a longer log.');
    const catalogue =
      values.products === undefined ? undefined : (await readProductsAloud(values.products)).build(packIds);
    if (catalogue) tellKnown(packIds, catalogue);
    const ids = catalogue ? Array.from({ length: catalogue.rows - 1 }, (_, i) => catalogue.idOf(i + 1)!) : packIds;

    const tuning = unit === 'session' ? lastSessionsOut(log) : lastOut(log);
    const arranged = arrangeFor({ tuning, final: { train: log, cases: tuning.cases } }, ids, packIds.length);
    const links = await linksFor(values.relations, asked, log.shopperIds);
    const split = links ? withFriends(arranged, links) : arranged;
    const rows = split.final.cases.log.productIds.length;
    const progress = createProgress();
    const pack = await fitPack(
      split,
      {
        ...choices,
        items: packIds.length,
        unit,
        tuning: {
          cutoff: unit === 'session' ? 20 : 10,
          contexts: new Contexts(everyRow(rows), unit === 'session' ? 'include' : 'exclude'),
          cases: 3000,
        },
        others: unpackedSources(catalogue?.features, links),
        features: catalogue?.features,
        seed,
      },
      progress,
    );
    if (values.probabilities) {
      const shop = await readShopLog(events, hints);
      pack.sections = { ...pack.sections, response: await learnResponses(shop, packIds, until, seed, progress) };
    }
    const bytes = writePack(pack);
    // Old or new, never half: a shop may be serving the file that is replaced.
    writeFileSync(`${out}.new`, bytes);
    renameSync(`${out}.new`, out);
    tell(`${out}: ${bytes.length} bytes, ${packIds.length} products, sources ${Object.keys(pack.sections).join(', ')}`);
  },
};
