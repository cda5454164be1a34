// What a pack of a small shop weighs, and what `--at-most` makes of it: writes bench/results/size/small-shop.json.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const SEED = 1;
const PRODUCTS = 30;
const SHOPPERS = 400;
const KINDS = ['Teapots', 'Lamps', 'Bowls', 'Rugs', 'Chairs'];
const RUNS = {
  'to be published': [],
  'private, with models': ['--min-shoppers', '1', '--set', 'attention.epochs=5'],
  'private, at most 100 kB': ['--min-shoppers', '1', '--set', 'attention.epochs=5', '--at-most', '100kB'],
};

let state = SEED;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

const folder = mkdtempSync(join(tmpdir(), 'vitrine-small-shop-'));
try {
  const products = Array.from({ length: PRODUCTS }, (_, row) => ({
    id: `p${row}`,
    title: `${['Oak', 'Glass', 'Linen', 'Steel'][row % 4]} ${KINDS[row % 5].toLowerCase()} ${row}`,
    categories: ['Home', KINDS[row % 5]],
    brand: ['Alba', 'Brisk', 'Corvo'][row % 3],
    price: 10 + row,
  }));
  const start = Date.UTC(2026, 0, 1);
  const lines = ['user,item,event,ts'];
  for (let shopper = 0; shopper < SHOPPERS; shopper++) {
    const kind = Math.floor(random() * 5);
    for (let step = 0; step < 6; step++) {
      const row = random() < 0.7 ? kind + 5 * Math.floor(random() * 6) : Math.floor(random() * PRODUCTS);
      lines.push(`u${shopper},p${row},view_item,${start + shopper * 3_600_000 + step * 60_000}`);
    }
  }
  writeFileSync(join(folder, 'products.json'), JSON.stringify(products));
  writeFileSync(join(folder, 'events.csv'), `${lines.join('\n')}\n`);
  const packs = Object.entries(RUNS).map(([name, options]) => {
    const out = join(folder, `${name}.safetensors`);
    const files = ['--events', join(folder, 'events.csv'), '--products', join(folder, 'products.json'), '--out', out];
    const told = vitrine('train', ...files, '--seed', String(SEED), ...options);
    const { bytes, gzip, sections } = JSON.parse(vitrine('inspect', out, '--json').stdout);
    const sizes = Object.entries(sections).map(([section, { tensors }]) => [
      section,
      Object.values(tensors).reduce((sum, tensor) => sum + tensor.bytes, 0),
    ]);
    const cuts = [...told.stderr.matchAll(/so that it has at most [^:]+: (.+)/g)].map(([, cut]) => cut);
    return { name, options: options.join(' '), bytes, gzip, sections: Object.fromEntries(sizes), cuts };
  });
  const path = resolve(root, 'bench/results/size/small-shop.json');
  const git = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  const record = {
    command: 'npm run build && node bench/pack-budget/make.mjs',
    commit: git,
    versions: { node: process.version },
    seed: SEED,
    data: { products: PRODUCTS, shoppers: SHOPPERS, made: 'shoppers who mostly look at one kind of product' },
    packs,
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(record, null, 2)}\n`);
  console.log(readFileSync(path, 'utf8'));
} finally {
  rmSync(folder, { recursive: true });
}

function vitrine(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(root, 'dist/cli/vitrine.js'), ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return { stdout, stderr };
}
