// `npm run docs`: fills the marked places of README.md and of the pages in docs/ from the recorded results, and from nothing else.
// The text around them is written by hand, in the pages themselves. docs/performance.md is filled by bench/report.mjs.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fill, table } from '../../bench/harness/markdown.mjs';
import { accuracyTables } from './accuracy.mjs';
import { assistantTables } from './assistant.mjs';
import { behaviourTables } from './behaviour.mjs';
import { browserTables } from './browsers.mjs';
import { byPictureTables } from './by-picture.mjs';
import { describerTables } from './describer.mjs';
import { experimentTables } from './experiments.mjs';
import { federatedTables } from './federated.mjs';
import { figure, groupsOf, headlineOf, megabytes, questionsOf, titleOf } from './figures.mjs';
import { gapTables, itemTables } from './items.mjs';
import { listTables } from './lists.mjs';
import { packBudgetTables } from './pack-budget.mjs';
import { pictureTables } from './pictures.mjs';
import { privacyTables } from './privacy.mjs';
import { reliabilityTables } from './reliability.mjs';
import { clusterTables, paperTables, remoteTables, shardTables } from './scale.mjs';
import { searchTables } from './search.mjs';
import { transferTables } from './transfer.mjs';

const root = resolve(import.meta.dirname, '../..');
const results = resolve(root, 'bench/results');
const read = (path) => JSON.parse(readFileSync(resolve(results, path), 'utf8'));
const readAll = (topic) =>
  existsSync(resolve(results, topic))
    ? readdirSync(resolve(results, topic))
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => ({ name: name.slice(0, -5), ...read(`${topic}/${name}`) }))
    : [];

/** The README's figures. */
function readmeTables() {
  const accuracy = groupsOf(readAll('accuracy'))
    .filter(([first]) => questionsOf(first) === '')
    .map((group) => {
      const [best] = group;
      const [hits, order] = headlineOf(best);
      // By each metric the baseline that is best by it: no single one is best by all.
      const strongest = (metric) => {
        const [[name, metrics]] = Object.entries(best.baselines ?? {}).sort(([, a], [, b]) => b[metric] - a[metric]);
        return `${figure(metrics[metric])} (${name})`;
      };
      return [
        `${titleOf(best.data)}, ${best.protocol}: ${best.name}`,
        `${figure(best.metrics[hits])} / ${figure(best.metrics[order])}`,
        `${strongest(hits)} / ${strongest(order)}`,
        `${hits} / ${order}`,
        megabytes(best.bytes),
      ];
    });
  const size = existsSync(resolve(results, 'size/dist.json')) ? Object.entries(read('size/dist.json').bytes) : [];
  return {
    'figures-accuracy': table(
      ['full ranking, test', 'Vitrine', 'best plain baseline by each metric', 'metrics', 'pack, MB'],
      accuracy,
    ),
    'figures-performance': performanceTable(),
    'figures-size': table(
      ['`npm run size`', 'kB, gzip'],
      size.map(([file, { gzip }]) => [`\`${file}\``, (gzip / 1000).toFixed(1)]),
    ),
  };
}

function performanceTable() {
  const found = Object.fromEntries(readAll('performance').map((result) => [result.name, result]));
  const rows = [];
  for (const { products, click, bare } of found.click?.sizes ?? []) {
    rows.push([
      `click → durably stored → new list on the page, ${products.toLocaleString('en')} products`,
      `${click.median} (${click.p95})`,
      `${bare.median} (${bare.p95})`,
    ]);
  }
  return table(['`npm run bench`, Chromium', 'median (p95), ms', 'bare round trip with commit'], rows);
}

/** What fills the marked places of each page. */
function tablesByPage() {
  const accuracy = readAll('accuracy');
  const byName = (topic) => Object.fromEntries(readAll(topic).map((one) => [one.name, one]));
  const generators = byName('generators');
  return {
    'README.md': readmeTables(),
    'docs/accuracy.md': accuracyTables(accuracy, readAll('comparisons')),
    'docs/cluster.md': clusterTables(byName('scale')),
    'docs/experiments.md': experimentTables(byName('experiments')),
    'docs/generators.md': {
      ...behaviourTables(generators, accuracy),
      ...itemTables(generators),
      ...gapTables(generators),
      ...pictureTables(generators),
      ...describerTables(generators),
    },
    'docs/embedding.md': browserTables(byName('browsers')),
    'docs/assistant.md': assistantTables(byName('search')),
    'docs/large-catalogues.md': remoteTables(byName('scale')),
    'docs/shards.md': shardTables(byName('scale')),
    'docs/scale.md': paperTables(byName('scale'), byName('performance')),
    'docs/search.md': { ...searchTables(byName('search')), ...byPictureTables(byName('pictures')) },
    'docs/pack.md': packBudgetTables(byName('size')),
    'docs/privacy.md': privacyTables(byName('privacy')),
    'docs/placements.md': listTables(readAll('lists')),
    'docs/federated.md': federatedTables(byName('privacy')),
    'docs/reliability.md': reliabilityTables(byName('reliability'), byName('performance')['click-against']),
    'docs/transfer.md': transferTables(byName('transfer')),
  };
}

/** @returns {Map<string, string>} the pages by their path in the project, with the tables that the records make now */
export function renderDocs() {
  return new Map(
    Object.entries(tablesByPage()).map(([page, tables]) => [
      page,
      fill(readFileSync(resolve(root, page), 'utf8'), tables),
    ]),
  );
}

if (process.argv[1] === import.meta.filename) {
  for (const [file, text] of renderDocs()) writeFileSync(resolve(root, file), text);
}
