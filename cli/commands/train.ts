import { renameSync, writeFileSync } from 'node:fs';
import { SOURCE_NAMES } from '../../src/contract/recommendation.ts';
import { withFriends } from '../../src/evaluation/friends.ts';
import { upTo } from '../../src/evaluation/interaction-log.ts';
import { arrangeFor, productsMetBy } from '../../src/evaluation/relabel.ts';
import { lastOut, lastSessionsOut } from '../../src/evaluation/splits.ts';
import { VECTOR_PRECISIONS } from '../../src/models/vector-precision.ts';
import { writePack } from '../../src/pack/pack-file.ts';
import { readShopLog } from '../log/shop-events.ts';
import { createProgress } from '../progress.ts';
import { fitPack, NEW_PRODUCTS, SESSION_SAMPLES } from '../recipe/fit-pack.ts';
import { readSettings } from '../recipe/models/model-settings.ts';
import { startingPack } from '../recipe/models/transfer.ts';
import { learnResponses } from '../recipe/purchases/fit-response-model.ts';
import { Contexts, everyRow } from '../recipe/ranker/ranker.ts';
import { sectionlessSources } from '../recipe/sources/sectionless-sources.ts';
import { choice, columns, date, readArguments, required, sources, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { linksFor, readLogAloud, readPackAt, readProductsAloud, tell } from './data.ts';

const HELP = `vitrine train --events LOG --out FILE [options]

Trains the pack that a shop ships beside its page. Each shopper's last interaction (or the last tenth of the sessions)
is kept back to choose options, weights and when to stop; then all is counted. Stopped by Ctrl-C or killed, the same
command goes on from the last checkpoint.

  --events LOG         a table with a header (CSV, TSV), JSON, "user item item …" or "user item" a line
  --out FILE           the pack, such as shop.safetensors
  --products FEED      the shop's products: weighs neighbours by content in; may be given again, for a file that
                       says more of the same products
  --relations FILE     links between shoppers, "user user" a line: weighs the source friends in
  --model NAMES        fused (default), or sources joined by +: ${SOURCE_NAMES.join(', ')};
                       rules+knn+successors+predecessors+popular is counted in minutes, and trains no model
  --fusion NAME        learned (default): by a ranker learned on validation, where it is better there; or weights
  --unit NAME          visitor (default): a sequence is all that a shopper did; or session: a line of the log is one
  --until DATE         leave out what came later
  --min-shoppers K     leave out items, pairs and windows seen by fewer shoppers; default 1
  --columns A=B,…      names of columns that are not the usual ones: user, item, event, time, quantity
  --set OPTION=VALUE   an option of a source, such as attention.width=96, its epochs at most, attention.epochs=20, or
                       rules.top=60, products that each product leads to at most; may be given again
  --from PACK          start from the models of this pack, and keep them where no training validates better: their
                       encoders, and the vectors of products that both know by id or by their content
  --seed N             of all that is random; default 1
  --session-sample NAME real (default): the pack's windows are cut from the log; or synthetic: from visits that a
                       generator trained on it makes, so that the pack holds nobody's
  --vectors NAME       how the pack holds item vectors: int8 (default), a byte a number; int16, two; or pq,
                       product-quantised, a byte for about four numbers, for a very large catalogue
  --new-products-by NAME  what gives products that nobody met their vectors: regression (default); or generator,
                       trained against a discriminator and kept where it ranks products kept back better
  --refit              train models again on all that is known in the end, for as many epochs as validated best
  --probabilities      learn also how likely a visitor turns to a product, and buys it: lists then carry the chances;
                       the log needs times, views and the purchases that followed
  --work FOLDER        where checkpoints lie; default .vitrine
`;

export const trainCommand: Command = {
  name: 'train',
  summary: 'trains a pack from an event log',
  help: HELP,
  async run(args) {
    const values = readArguments(args, {
      events: { type: 'string' },
      out: { type: 'string' },
      products: { type: 'string', multiple: true },
      relations: { type: 'string' },
      model: { type: 'string', default: 'fused' },
      fusion: { type: 'string', default: 'learned' },
      unit: { type: 'string', default: 'visitor' },
      until: { type: 'string' },
      'min-shoppers': { type: 'string', default: '1' },
      columns: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      from: { type: 'string' },
      seed: { type: 'string', default: '1' },
      refit: { type: 'boolean', default: false },
      vectors: { type: 'string', default: 'int8' },
      'session-sample': { type: 'string', default: 'real' },
      'new-products-by': { type: 'string', default: 'regression' },
      probabilities: { type: 'boolean', default: false },
      work: { type: 'string', default: '.vitrine' },
    });
    const events = required('events', values.events);
    const out = required('out', values.out);
    const asked = sources(values.model);
    const fusion = choice('fusion', values.fusion, ['learned', 'weights']);
    const unit = choice('unit', values.unit, ['visitor', 'session']);
    const minShoppers = wholeNumber('min-shoppers', values['min-shoppers'], 1);
    const settings = readSettings(values.set, asked);
    const seed = wholeNumber('seed', values.seed, 0);
    const until = date('until', values.until);
    const read = readLogAloud(events, { columns: columns(values.columns), sessions: unit === 'session' });
    if (until !== undefined && read.log.times === null) {
      throw wrong('The log has no times.', 'Name the column: --columns time=THE_COLUMN');
    }
    const log = until === undefined ? read.log : upTo(read.log, until);
    const packIds = productsMetBy(minShoppers, log);
    if (packIds.length === 0) throw wrong('No product is left.', 'Give a lower --min-shoppers, or a longer log.');
    const catalogue =
      values.products === undefined ? undefined : (await readProductsAloud(values.products)).build(packIds);
    const ids = catalogue ? Array.from({ length: catalogue.rows - 1 }, (_, i) => catalogue.idOf(i + 1)!) : packIds;

    const tuning = unit === 'session' ? lastSessionsOut(log) : lastOut(log);
    const arranged = arrangeFor({ tuning, final: { train: log, cases: tuning.cases } }, ids, packIds.length);
    const links = linksFor(values.relations, asked, log.shopperIds);
    const split = links ? withFriends(arranged, links) : arranged;
    const rows = split.final.cases.log.productIds.length;
    const progress = createProgress();
    const pack = await fitPack(
      split,
      {
        items: packIds.length,
        minShoppers,
        unit,
        sources: asked,
        fusion,
        tuning: {
          cutoff: unit === 'session' ? 20 : 10,
          contexts: new Contexts(everyRow(rows), unit === 'session' ? 'include' : 'exclude'),
          cases: 3000,
        },
        others: sectionlessSources(catalogue?.features, links),
        features: catalogue?.features,
        seed,
        settings,
        ...(values.from !== undefined && { from: startingPack(readPackAt(values.from).pack, asked) }),
        folder: values.work,
        refit: values.refit,
        vectors: choice('vectors', values.vectors, VECTOR_PRECISIONS),
        sessionSample: choice('session-sample', values['session-sample'], SESSION_SAMPLES),
        newProducts: choice('new-products-by', values['new-products-by'], NEW_PRODUCTS),
      },
      progress,
    );
    if (values.probabilities) {
      const shop = readShopLog(events, columns(values.columns));
      pack.sections = { ...pack.sections, response: await learnResponses(shop, packIds, until, seed, progress) };
    }
    const bytes = writePack(pack);
    // Old or new, never half: a shop may be serving the file that is replaced.
    writeFileSync(`${out}.new`, bytes);
    renameSync(`${out}.new`, out);
    tell(`${out}: ${bytes.length} bytes, ${packIds.length} products, sources ${Object.keys(pack.sections).join(', ')}`);
  },
};
