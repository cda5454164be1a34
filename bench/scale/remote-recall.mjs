// `node bench/scale/remote-recall.mjs [PRODUCTS [VISITORS [CHROMA]]]`: what candidates of an endpoint lose against ranking all products
// in the page: over pgvector, writes bench/results/scale/remote-recall.json; over a Chroma that runs at the address CHROMA, remote-chroma.json.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { root } from '../../scripts/install.mjs';
import { load, record } from '../harness/record.mjs';

const SEED = 1;
const [products = 100_000, visitors = 200] = process.argv.slice(2, 4).map(Number);
const chroma = process.argv[4];
const loadBefore = load();
const { module } = await runnerImport(resolve(import.meta.dirname, 'remote-recall.ts'), { root, configFile: false });
const onProgress = (text) => console.log(`  ${text} …`);
const results = await module.measureRecall({ products, visitors, seed: SEED, chroma, onProgress });
record(chroma ? '../scale/remote-chroma' : '../scale/remote-recall', {
  command: chroma
    ? 'npm run cluster -- chroma'
    : ['node bench/scale/remote-recall.mjs', ...process.argv.slice(2)].join(' '),
  browser: chroma ? { chromadb: process.env.CHROMA_VERSION } : undefined,
  peers: chroma ? [] : ['@electric-sql/pglite', '@electric-sql/pglite-pgvector'],
  loadBefore,
  result: {
    seed: SEED,
    products,
    visitors,
    data: 'a simulated shop whose shoppers keep to kinds of 50 products; vectors of 64 numbers around the centre of each kind; visitors who are not in the log',
    protocol: `the example’s endpoint over ${chroma ? 'Chroma' : 'pgvector'}, 200 candidates; the page ranks all products, the candidates alone, and both together, by fixed weights of vectors, rules, windows and popularity; wanted is the product that the visitor viewed next`,
    results,
  },
});
