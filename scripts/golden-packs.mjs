// Writes the golden packs of the pack format's present version, and the lists that the engine makes of them:
// `npm run golden`. They stand for ever: a folder of an earlier version, or a file that is there, is never written again.
// `src/pack/golden/README.md` says what is in each.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runnerImport } from 'vite';
import { ASKED_AT, goldenShop } from './golden/shop.mjs';
import { root, run } from './install.mjs';

/** Small models: what is held fast is how they are read, not how well they rank. */
const SIZES = {
  attention: ['width=8', 'heads=2', 'expansion=2', 'longest=16', 'epochs=12', 'batchTokens=256'],
  gru4rec: ['width=8', 'longest=16', 'epochs=8', 'batchTokens=512'],
  als: ['width=8', 'epochs=3'],
  svd: ['width=8', 'epochs=4'],
  lightgcn: ['width=8', 'epochs=8'],
  autoencoder: ['width=8', 'hidden=12', 'epochs=12', 'batchTokens=256'],
};
const FEED = ['--products', 'products.json'];
const FIXED = ['--fusion', 'weights'];
const ALIKE = { attention: 1, gru4rec: 1, als: 1, svd: 1, lightgcn: 1, autoencoder: 1, popular: 0.1 };

/**
 * Each pack: its sources, what else its training is told, settings of its sources beside the sizes, and what of its
 * manifest is written otherwise than it was tuned, so that every source takes part in its lists.
 */
const PACKS = {
  placements: { model: 'popular', options: [...FIXED, '--min-shoppers', '1'] },
  'learned-ranker': {
    model: 'rules+knn+successors+predecessors+content+popular',
    // Of the first seeds the one by which the ranker is better than the weights, and so is in the pack.
    options: [...FEED, '--probabilities', '--seed', '4'],
  },
  attention: {
    model: 'attention+popular',
    options: FIXED,
    sets: ['attention.blocks=2', 'attention.width=12'],
    manifest: { weights: ALIKE },
  },
  'new-products': {
    model: 'attention+content+popular',
    options: [...FEED, ...FIXED],
    sets: ['attention.width=4'],
    manifest: { weights: { attention: 1, content: 0.5, popular: 0.1 } },
  },
  'one-byte': {
    model: 'gru4rec+als+svd+lightgcn+autoencoder+popular',
    options: FIXED,
    manifest: { weights: ALIKE },
  },
  'sixteen-bits': {
    model: 'attention+gru4rec+als+svd+lightgcn+autoencoder+popular',
    options: [...FIXED, '--vectors', 'int16'],
    manifest: { weights: ALIKE },
  },
  'product-codes': {
    model: 'attention+gru4rec+als+svd+lightgcn',
    options: [...FIXED, '--vectors', 'pq'],
    manifest: { weights: ALIKE },
  },
  'pairs-and-friends': {
    model: 'ease+rules+popular+friends',
    options: [...FIXED, '--relations', 'relations.txt'],
    manifest: { weights: { ease: 1, rules: 0.5, popular: 0.1, friends: 0.7 } },
  },
  counted: {
    model: 'rules+knn+successors+predecessors+popular',
    options: [...FIXED, '--min-shoppers', '3'],
    manifest: { adaptive: true },
  },
  sessions: {
    model: 'rules+knn+gru4rec+popular',
    options: [...FIXED, '--unit', 'session'],
    sets: ['rules.session=true', 'knn.session=true', 'popular.recentShare=0.4'],
    manifest: { weights: { rules: 1, knn: 0.5, gru4rec: 1, popular: 0.1 } },
  },
  search: { model: 'rules+popular', options: [...FEED, ...FIXED] },
};

/** The packs' own date. */
const CREATED = '2026-03-01T00:00:00.000Z';

const load = async (path) => (await runnerImport(resolve(root, path), { root, configFile: false })).module;
const { PACK_VERSION, readPack, writePack } = await load('src/pack/pack-file.ts');
await import('fake-indexeddb/auto');
const { makeLists } = await load('src/trainer/make-lists.ts');

const golden = resolve(root, 'src/pack/golden');
const shop = join(golden, 'shop');
for (const [name, text] of Object.entries(goldenShop())) writeNew(join(shop, name), text);
const products = JSON.parse(readFileSync(join(shop, 'products.json'), 'utf8'));
const histories = JSON.parse(readFileSync(join(shop, 'histories.json'), 'utf8'));

run('node', ['scripts/build.mjs', 'neural', 'cli']);
const cli = resolve(root, 'dist/cli/vitrine.js');
const folder = join(golden, `v${PACK_VERSION}`);
const work = mkdtempSync(join(tmpdir(), 'vitrine-golden-'));
for (const [name, { model, options = [], sets = [], manifest = {} }] of Object.entries(PACKS)) {
  const out = join(folder, `${name}.safetensors`);
  if (existsSync(out)) {
    console.log(`${name}: it is there, and stays as it is`);
    continue;
  }
  const trained = join(work, `${name}.safetensors`);
  const sizes = model.split('+').flatMap((source) => (SIZES[source] ?? []).map((size) => `${source}.${size}`));
  run(
    'node',
    [
      ...[cli, 'train', '--events', 'events.csv', '--out', trained, '--work', join(work, name), '--model', model],
      // What is golden is the same each time.
      ...['--min-shoppers', '1'],
      ...[...sizes, ...sets].flatMap((set) => ['--set', set]),
      ...options,
    ],
    { cwd: shop },
  );
  const pack = readPack(readFileSync(trained));
  const weightsOf = (all) =>
    Object.fromEntries(Object.entries(all).filter(([source]) => source in pack.manifest.weights));
  const weights = weightsOf(manifest.weights ?? pack.manifest.weights);
  const bytes = writePack({ ...pack, manifest: { ...pack.manifest, ...manifest, weights, created: CREATED } });
  const now = Date.now;
  Date.now = () => ASKED_AT;
  const lists = await makeLists(bytes, products, histories);
  Date.now = now;
  writeNew(out, bytes);
  writeNew(join(folder, `${name}.lists.json`), `[\n${lists.map((list) => JSON.stringify(list)).join(',\n')}\n]\n`);
  console.log(`${name}: ${bytes.length} bytes, ${lists.length} lists, ${Object.keys(pack.sections).join(', ')}`);
}
rmSync(work, { recursive: true });

function writeNew(path, content) {
  if (existsSync(path)) return;
  mkdirSync(resolve(path, '..'), { recursive: true });
  writeFileSync(path, content);
}
