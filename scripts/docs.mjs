// Writes docs/accuracy.md, docs/generators.md, docs/transfer.md and the figures of README.md from the recorded results, and
// from nothing else.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { table } from '../bench/harness/markdown.mjs';
import { renderAccuracy } from './accuracy-doc.mjs';
import { figure, groupsOf, headlineOf, megabytes, questionsOf, titleOf } from './accuracy-figures.mjs';
import { renderGenerators } from './generators-doc.mjs';
import { root } from './install.mjs';
import { renderTransfer } from './transfer-doc.mjs';

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
function blocks() {
  const accuracy = groupsOf(readAll('accuracy'))
    .filter(([first]) => questionsOf(first) === '')
    .map((group) => {
      const [best] = group;
      const [hits, order] = headlineOf(best);
      const baselines = Object.entries(best.baselines ?? {}).sort(([, a], [, b]) => b[order] - a[order]);
      const [name, metrics] = baselines[0];
      return [
        `${titleOf(best.data)}, ${best.protocol}: ${best.name}`,
        `${figure(best.metrics[hits])} / ${figure(best.metrics[order])}`,
        `${figure(metrics[hits])} / ${figure(metrics[order])} (${name})`,
        `${hits} / ${order}`,
        megabytes(best.bytes),
      ];
    });
  const size = existsSync(resolve(results, 'size/dist.json')) ? Object.entries(read('size/dist.json').bytes) : [];
  return {
    accuracy: table(['full ranking, test', 'Vitrine', 'best plain baseline', 'metrics', 'pack, MB'], accuracy),
    performance: performanceBlock(),
    size: table(
      ['`npm run size`', 'kB, gzip'],
      size.map(([file, { gzip }]) => [`\`${file}\``, (gzip / 1000).toFixed(1)]),
    ),
  };
}

function performanceBlock() {
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

/** @returns {Map<string, string>} the files by their path in the project */
export function renderDocs() {
  const accuracy = readAll('accuracy');
  const readme = Object.entries(blocks()).reduce(
    (text, [name, block]) =>
      text.replace(
        new RegExp(`(<!-- figures:${name} -->\\n)[\\s\\S]*?(<!-- /figures -->)`),
        (_, open, close) => `${open}\n${block}\n\n${close}`,
      ),
    readFileSync(resolve(root, 'README.md'), 'utf8'),
  );
  return new Map([
    ['docs/accuracy.md', renderAccuracy(accuracy, readAll('comparisons'))],
    [
      'docs/generators.md',
      renderGenerators(Object.fromEntries(readAll('generators').map((one) => [one.name, one])), accuracy),
    ],
    ['docs/transfer.md', renderTransfer(Object.fromEntries(readAll('transfer').map((one) => [one.name, one])))],
    ['README.md', readme],
  ]);
}

if (process.argv[1] === import.meta.filename) {
  for (const [file, text] of renderDocs()) writeFileSync(resolve(root, file), text);
}
