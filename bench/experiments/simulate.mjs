// Simulations with a known truth, which the experiments' statistics are measured by: `npm run simulate [-- NAME …]`. Each writes
// bench/results/experiments/NAME.json.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { root } from '../../scripts/install.mjs';

const load = async (name) =>
  (await runnerImport(resolve(import.meta.dirname, name), { root, configFile: false })).module;

/** Shops whose visitors buy with these chances; the orders' values are lognormal. */
const ORDERS = { median: 40, spread: 0.8 };
const SHOPS = {
  'conversion of 2 %': { rate: 0.02 },
  'conversion of 5 %': { rate: 0.05 },
  'value, 5 % buy': { rate: 0.05, order: ORDERS },
};
const forEachShop = (measure) =>
  Object.fromEntries(Object.entries(SHOPS).map(([name, shop], i) => [name, measure(shop, i + 1)]));

const SIMULATIONS = {
  /** Two variants that are the same. */
  'same-variants': async () => {
    const { sameVariants, sameVariantsWithHistory } = await load('sequential.ts');
    return {
      ...forEachShop((shop, seed) => ({
        shop,
        seed,
        ...sameVariants({ shop, runs: 10_000, visitors: 200_000, seed }),
      })),
      'with what was known before': sameVariantsWithHistory({
        runs: 10_000,
        visitors: 1_000,
        correlation: 0.7,
        seed: 9,
      }),
    };
  },
  /** A variant that brings more. */
  'better-variant': async () => {
    const { betterVariant } = await load('sequential.ts');
    return forEachShop((shop, seed) => ({ shop, seed, ...betterVariant({ shop, lift: 0.05, runs: 2_000, seed }) }));
  },
  /** A shop whose pages collect events, with an experiment that is told as it goes. */
  shop: async () => {
    const { experimentInShop } = await load('shop-report.ts');
    return experimentInShop({ visitors: 30_000, days: 28, lift: 0.4, seed: 5 });
  },
  /** What another ranking would have brought, told from logged lists. */
  estimators: async () => {
    const { estimatorCoverage } = await load('estimators.ts');
    return estimatorCoverage({ runs: 3_000, lists: 4_000, seed: 1 });
  },
};

const wanted = process.argv.slice(2);
const strangers = wanted.filter((name) => !(name in SIMULATIONS));
if (strangers.length > 0) {
  console.error(`No simulation is called ${strangers.join(', ')}. There are: ${Object.keys(SIMULATIONS).join(', ')}.`);
  process.exit(1);
}
const folder = resolve(root, 'bench/results/experiments');
mkdirSync(folder, { recursive: true });
const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim();
for (const name of wanted.length > 0 ? wanted : Object.keys(SIMULATIONS)) {
  const result = await SIMULATIONS[name]();
  const record = { command: `npm run simulate -- ${name}`, result, commit, versions: { node: process.versions.node } };
  writeFileSync(resolve(folder, `${name}.json`), `${JSON.stringify(record, null, 2)}\n`);
  console.log(`${name}\n${JSON.stringify(result, null, 2)}`);
}
