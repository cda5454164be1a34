// `node bench/scale/remote-recall.mjs [PRODUCTS [VISITORS]]`: what candidates of an endpoint lose against ranking all products in the
// page: writes bench/results/scale/remote-recall.json.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { root } from '../../scripts/install.mjs';
import { load, record } from '../harness/record.mjs';

const SEED = 1;
const [products = 100_000, visitors = 200] = process.argv.slice(2).map(Number);
const loadBefore = load();
const { module } = await runnerImport(resolve(import.meta.dirname, 'remote-recall.ts'), { root, configFile: false });
const onProgress = (text) => console.log(`  ${text} …`);
const results = await module.measureRecall({ products, visitors, seed: SEED, onProgress });
record('../scale/remote-recall', {
  command: ['node bench/scale/remote-recall.mjs', ...process.argv.slice(2)].join(' '),
  peers: ['@electric-sql/pglite', '@electric-sql/pglite-pgvector'],
  loadBefore,
  result: {
    seed: SEED,
    products,
    visitors,
    data: 'a simulated shop whose shoppers keep to kinds of 50 products; vectors of 64 numbers around the centre of each kind; visitors who are not in the log',
    protocol:
      'the example’s endpoint over pgvector, 200 candidates; the page ranks all products, the candidates alone, and both together, by fixed weights of vectors, rules, windows and popularity; wanted is the product that the visitor viewed next',
    results,
  },
});
