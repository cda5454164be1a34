// What a visitor downloads, gzip: checked against its budget. `--record` keeps the figures in bench/results/size/dist.json.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './install.mjs';

/** Bytes, gzip level 9; 1 kB is 1,000 bytes. Files without a budget are told only. */
const FILES = [
  { file: 'index.js', what: 'the entry, with its public names', budget: 100 },
  { file: 'recommender.js', what: '… and what it brings before the first shelf', budget: 7_420 },
  { file: 'outbox.js', what: '… and events, on demand' },
  { file: 'vendors.js', what: '… and events of other vendors than GA4, on demand' },
  { file: 'connect.js', what: '… and streams of events that the page has, on demand' },
  { file: 'product-rows.js', what: '… and products as an array or iterable' },
  { file: 'further-calls.js', what: '… and calls that few pages make, on demand' },
  { file: 'neural-part.js', what: '… and training and generators, on demand' },
  { file: 'privacy-part.js', what: '… and the summary, export and import of a profile, on demand' },
  { file: 'federated-part.js', what: '… and an update of federated learning, on demand' },
  { file: 'check-page.js', what: '… and the words of `check()`, on demand' },
  { file: 'worker-fault.js', what: '… and why a worker failed, on demand' },
  { file: 'engine.worker.js', what: 'engine worker', budget: 40_000 },
  { file: 'search.js', what: '… and the search, where a page has one' },
  { file: 'list-rules.js', what: '… and the rules of lists, where a query has some' },
  { file: 'list-report.js', what: '… and what lists brought, where a page asks or listens' },
  { file: 'list-events.js', what: '… and the words in which that is told' },
  { file: 'record-views.js', what: '… and which products are really seen, where a page has shelves' },
  { file: 'placements.js', what: '… and placements, where a page has shelves of their kinds' },
  { file: 'profile.js', what: '… and what is known about a visitor, in words' },
  { file: 'fine-tuning.js', what: '… and training on the visitor, with the neural worker' },
  { file: 'further-sources.js', what: '… and models that a pack has only where a shop asks for them' },
  { file: 'remote-candidates.js', what: "… and candidates from a shop's endpoint" },
  { file: 'shards.js', what: '… and a pack in shards' },
  { file: 'responses.js', what: '… and click and purchase probabilities, where a pack has them' },
  { file: 'gpu-scan.js', what: '… and the scan on a GPU, for a large catalogue' },
  { file: 'feed-forms.js', what: '… and the reader of feeds in other forms than its own' },
  { file: 'neural.worker.js', what: 'neural worker, on demand', budget: 112_000 },
  { file: 'describer.js', what: '… and texts of products, where a shop has a describer' },
  { file: 'federated-update.js', what: '… and what computes and masks an update, on demand' },
  { file: 'shelf.js', what: 'shelf element, opt-in', budget: 5_500 },
  { file: 'search-box.js', what: 'search field element, opt-in' },
  { file: 'privacy.js', what: 'what is known about a visitor as an element, opt-in' },
  { file: 'assistant.js', what: 'shopping assistant and its element, opt-in' },
  { file: 'card.js', what: '… and the cards and words that the elements share', budget: 4_200 },
  { file: 'feedback.js', what: '… and the corner of cards, after the first list' },
  { file: 'template-card.js', what: '… and cards by a template of the page' },
  { file: 'locales/zh-Hant.js', what: '… and a language but English, each' },
  { file: 'server.js', what: 'a shelf as HTML, on a server' },
  { file: 'experiments.js', what: 'experiments, opt-in', budget: 7_500 },
  { file: 'testing.js', what: 'faults for the tests of a shop, opt-in', budget: 1_500 },
  { file: 'aggregation.js', what: "the server's side of federated learning, opt-in" },
  { file: 'react.js', what: 'React binding, opt-in', budget: 1_000 },
  { file: 'vue.js', what: 'Vue binding, opt-in', budget: 1_000 },
  { file: 'svelte.js', what: 'Svelte binding, opt-in', budget: 1_000 },
  { file: 'live-list.js', what: '… with what they share', budget: 1_000 },
  { file: 'vitrine.js', what: 'script tag: brings the others', budget: 1_250 },
  { file: 'script-shop.js', what: '… by this' },
  { file: 'tfjs-backend-wasm-simd.wasm', what: 'tensor runtime, on demand without WebGPU' },
];

const dist = resolve(root, 'dist');
const missing = FILES.filter(({ file }) => !existsSync(resolve(dist, file)));
if (missing.length > 0) {
  console.error(`Not built: ${missing.map(({ file }) => file).join(', ')}. Run \`npm run build\` first.`);
  process.exit(1);
}

const sizes = FILES.map((entry) => {
  const bytes = readFileSync(resolve(dist, entry.file));
  return { ...entry, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
});
const kB = (bytes) => (bytes === undefined ? '' : (bytes / 1000).toFixed(1));
const row = (file, raw, gzip, budget, what) =>
  console.log(`${file.padEnd(30)}${raw.padStart(8)}${gzip.padStart(9)}${budget.padStart(9)}  ${what}`);
row('file', 'kB', 'gzip kB', 'budget', '');
for (const { file, raw, gzip, budget, what } of sizes) row(file, kB(raw), kB(gzip), kB(budget), what);

if (process.argv.includes('--record')) {
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trim();
  const path = resolve(root, 'bench/results/size/dist.json');
  const record = {
    command: 'npm run build && node scripts/size.mjs --record',
    commit: git('rev-parse', 'HEAD'),
    versions: { node: process.version },
    bytes: Object.fromEntries(sizes.map(({ file, raw, gzip }) => [file, { raw, gzip }])),
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(record, null, 2)}\n`);
}

const over = sizes.filter(({ gzip, budget }) => budget !== undefined && gzip > budget);
for (const { file, gzip, budget } of over) console.error(`${file} is ${gzip - budget} bytes over its budget.`);
process.exit(over.length > 0 ? 1 : 0);
