// Writes docs/accuracy.md and the figures of README.md from the recorded results, and from nothing else.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { table } from '../bench/harness/markdown.mjs';
import { root } from './install.mjs';

const results = resolve(root, 'bench/results');
const read = (path) => JSON.parse(readFileSync(resolve(results, path), 'utf8'));
const readAll = (topic) =>
  existsSync(resolve(results, topic))
    ? readdirSync(resolve(results, topic))
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => ({ name: name.slice(0, -5), ...read(`${topic}/${name}`) }))
    : [];

/** Name of a data set: the file's, or the folder's. */
const titleOf = (data) =>
  data
    .replace(/\/+$/, '')
    .split('/')
    .at(-1)
    .replace(/\.(txt|csv|csv\.gz|jsonl?)$/, '');
const PROTOCOLS = {
  'leave-one-out': 'leave-one-out: the last interaction of each shopper, from all before it',
  session: 'sessions: every next item of the held-out sessions',
  'time-split': 'time split: the last interaction of each shopper who came after the cut',
};
const METRICS = ['recall@10', 'ndcg@10', 'recall@20', 'mrr@20', 'coverage@10'];
/** The pair of metrics that the literature reports, by protocol. */
const HEADLINE = { session: ['recall@20', 'mrr@20'] };
const headlineOf = ({ protocol }) => HEADLINE[protocol] ?? ['recall@10', 'ndcg@10'];
const figure = (value) => (value === undefined ? '–' : value.toFixed(4));
const megabytes = (bytes) => (bytes === undefined ? '–' : (bytes / 1e6).toFixed(2));

/** Questions about products that nobody had met are others than those about all. */
const asksNewProducts = ({ command }) => command.includes('--new-products');

/** Results on the same questions, the best first. */
function groups() {
  const found = new Map();
  for (const result of readAll('accuracy')) {
    const key = [titleOf(result.data), result.protocol, asksNewProducts(result)].join();
    found.set(key, [...(found.get(key) ?? []), result]);
  }
  const headline = (result) => result.metrics[headlineOf(result)[1]];
  return [...found.values()].map((group) => group.sort((a, b) => headline(b) - headline(a)));
}

/** As a person would call it: without where this run left its files. */
const commandOf = ({ command }) => `npx ${command.replaceAll(/ --(?:record|work|lists) \S+/g, '')}`;

function accuracyOf(group) {
  const [first] = group;
  const line = (name, metrics, bytes) => [name, ...METRICS.map((metric) => figure(metrics[metric])), megabytes(bytes)];
  const baselines = Object.assign({}, ...group.map((result) => result.baselines ?? {}));
  return [
    `## ${titleOf(first.data)}${asksNewProducts(first) ? ': products that nobody had met' : ''}`,
    `${PROTOCOLS[first.protocol]}. ${first.cases} questions over the full catalogue; products of the history are ${first.seen === 'include' ? 'allowed' : 'left out'}.`,
    table(
      ['', ...METRICS, 'pack, MB'],
      [
        ...group.map((result) => line(`**${result.name}**`, result.metrics, result.bytes)),
        ...Object.entries(baselines).map(([name, metrics]) => line(`baseline: ${name}`, metrics)),
      ],
    ),
    group.map((result) => `- **${result.name}**: \`${commandOf(result)}\` at ${result.commit}`).join('\n'),
  ].join('\n\n');
}

const INTRODUCTION = `# Accuracy

Written by \`npm run docs\` from \`bench/results/accuracy/\`. Every list is made by the page's own ranking from the pack's own
bytes (int8 item vectors), over the full catalogue; ties count against us. Within a run, options, weights and the learned
ranker are chosen on validation alone. The design is another matter: while the sources, the attention model's defaults and
the features of the ranker were worked out, test figures of Beauty, Sports and Diginetica were seen, so expect a little less
on data that nobody has looked at. One seed each; intervals are in the recorded files. The data sets are public ones that do not come with this
project: put them beside it as \`../shared/data\`, or name your own log.`;

/** The README's figures. */
function blocks() {
  const accuracy = groups()
    .filter(([first]) => !asksNewProducts(first))
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
  const accuracy = `${[INTRODUCTION, ...groups().map(accuracyOf)].join('\n\n')}\n`;
  const readme = Object.entries(blocks()).reduce(
    (text, [name, block]) =>
      text.replace(
        new RegExp(`(<!-- figures:${name} -->\\n)[\\s\\S]*?(<!-- /figures -->)`),
        (_, open, close) => `${open}\n${block}\n\n${close}`,
      ),
    readFileSync(resolve(root, 'README.md'), 'utf8'),
  );
  return new Map([
    ['docs/accuracy.md', accuracy],
    ['README.md', readme],
  ]);
}

if (process.argv[1] === import.meta.filename) {
  for (const [file, text] of renderDocs()) writeFileSync(resolve(root, file), text);
}
