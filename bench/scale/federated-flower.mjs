// `npm run cluster -- federated`: rounds of federated learning on Flower's own runtime, of eight browsers with the built package: writes
// bench/results/scale/federated-flower.json. By itself: `node bench/scale/federated-flower.mjs [PYTHON [FOLDER]]`; packs and logs
// stay in FOLDER, where one is named.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, normalize, resolve } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { root } from '../../scripts/install.mjs';
import { openBrowser } from '../harness/browser.mjs';
import { load, record } from '../harness/record.mjs';
import { APP, pythonOf, startFlower } from './flower.mjs';

const SEED = 1;
const PRODUCTS = 120;
const KINDS = 6;
const SHOPPERS = 400;
const HELD_OUT = 500;
const BROWSERS = 8;
const NODES = 2;
const ROUNDS = 3;
/** Views of a visitor that takes part. */
const HISTORY = 200;
const BUDGET = { epsilon: 8, delta: 1e-5 };
const RUNS = [
  {
    name: 'ε 8',
    /** Few weights: noise of one length is less in each of them. */
    config: { weights: 'norm.gain,norm.bias', steps: 20, 'clipping-norm': 3, 'noise-multiplier': 1.12 },
    budget: BUDGET,
  },
  {
    name: 'hardly any noise',
    config: { weights: '', steps: 10, 'learning-rate': 0.3, 'noise-multiplier': 0.001, resolution: 2 ** 20 },
    budget: { ...BUDGET, epsilon: Number.MAX_VALUE },
  },
];

const [named, kept] = process.argv.slice(2);
const python = pythonOf(named);
const loadBefore = load();
const folder = kept ? resolve(kept) : mkdtempSync(join(tmpdir(), 'vitrine-flower-'));
mkdirSync(folder, { recursive: true });
const at = (name) => join(folder, name);
const vitrine = (...args) =>
  execFileSync(process.execPath, [resolve(root, 'dist/cli/vitrine.js'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });

// The shop: its pack is trained while shoppers go on to a product of the same kind. Then a fashion turns: everyone goes on to the next kind.
const generator = xoroshiro128plus(SEED);
const draw = (bound) => uniformInt(generator, 0, bound - 1);
const onward = (row) => (row + KINDS * (1 + draw(3))) % PRODUCTS;
const turned = (row) => (onward(row) + 1) % PRODUCTS;
/** What one visitor views, four in five times onward. */
function visit(length, next) {
  const seen = [];
  let row = draw(PRODUCTS);
  while (seen.length < length) {
    if (seen.at(-1) !== `p${row}`) seen.push(`p${row}`);
    row = draw(5) < 4 ? next(row) : draw(PRODUCTS);
  }
  return seen;
}
const visits = (count, length, next) => Array.from({ length: count }, () => visit(length(), next));
const log = (visitors) => visitors.map((products, i) => `u${i} ${products.join(' ')}`).join('\n');
writeFileSync(at('before.txt'), log(visits(SHOPPERS, () => 5 + draw(8), onward)));
writeFileSync(at('held-out.txt'), log(visits(HELD_OUT, () => 10, turned)));
const histories = visits(BROWSERS, () => HISTORY, turned);
const feed = Array.from({ length: PRODUCTS }, (_, row) => ({
  id: `p${row}`,
  title: `${['Kettle', 'Teapot', 'Mug', 'Lamp', 'Vase', 'Basket'][row % KINDS]} ${row}`,
  price: 5 + row,
}));
const model = ['--model', 'attention', '--min-shoppers', '1', '--set', 'attention.epochs=20', '--seed', String(SEED)];
console.log('  the pack …');
vitrine('train', '--events', at('before.txt'), ...model, '--work', at('work'), '--out', at('start.safetensors'));

/** Ranked by the page's own funnel: of each visitor whom nothing was trained on, the last product. */
function quality(pack) {
  const asked = ['--data', at('held-out.txt'), '--model', 'attention', '--pack', pack, '--work', at('evaluated')];
  vitrine('evaluate', ...asked, '--record', at('quality.json'));
  const { metrics } = JSON.parse(readFileSync(at('quality.json'), 'utf8'));
  return { 'ndcg@10': metrics['ndcg@10'], 'recall@10': metrics['recall@10'] };
}

/** The folder that the rounds of this run write to: browsers load the newest pack from it. */
let out = '';
const TYPES = { js: 'text/javascript', json: 'application/json', wasm: 'application/wasm', html: 'text/html' };
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-type', TYPES[pathname === '/' ? 'html' : pathname.split('.').at(-1)] ?? '');
  if (pathname === '/') return response.end('<!doctype html><title>shop</title><link rel="icon" href="data:,">');
  if (pathname === '/products.json') return response.end(JSON.stringify(feed));
  const file = pathname === '/shop.safetensors' ? join(out, 'shop.safetensors') : join(root, normalize(pathname));
  const isOurs = pathname === '/shop.safetensors' || file.startsWith(resolve(root, 'dist'));
  if (!isOurs || !existsSync(file)) return response.writeHead(404).end();
  return response.end(readFileSync(file));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const origin = `http://127.0.0.1:${server.address().port}`;

/** In the page. */
async function open() {
  const { createRecommender } = await import('/dist/index.js');
  const options = { products: '/products.json', pack: '/shop.safetensors', consent: 'granted', deadline: 60_000 };
  window.shop = await createRecommender(options);
}
async function view(products) {
  for (const id of products) await window.shop.track({ event: 'view_item', ecommerce: { items: [{ item_id: id }] } });
}
/** As a shop writes it, but for `sending_`, which tells the measurement what goes out. */
async function takePart({ gateway, budget }) {
  const task = await (await fetch(`${gateway}/task`)).json();
  const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
  return window.shop.privacy.update({
    task,
    budget,
    exchange: async (message) => {
      const body = JSON.stringify(message);
      await window.sending_(message.kind, body.length);
      const answer = await fetch(`${gateway}/messages`, { ...post, body });
      if (!answer.ok) throw new Error((await answer.json()).message);
      return answer.json();
    },
  });
}
/** In the neural worker: keeps the vector that is about to be masked, as it is with its noise. It is what the sum is checked by. */
function keepVectors() {
  const { from } = Uint32Array;
  self.kept_ = [];
  Uint32Array.from = function (...args) {
    if (args[0] instanceof Int32Array) self.kept_.push([...args[0]]);
    return from.apply(this, args);
  };
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
/** Waits until a gateway has a task of a round that was not seen yet, or the run has ended. */
async function nextRound(gateway, last, ended) {
  for (;;) {
    const answer = await fetch(`${gateway}/task`).catch(() => undefined);
    if (answer?.status === 200) {
      const task = await answer.json();
      if (task.round !== last) return task;
    }
    if (ended()) throw new Error('The run ended before all rounds; its log says why.');
    await pause(200);
  }
}

/** The numbers of a `.npy` file of 32-bit integers. */
function readSum(path) {
  const bytes = readFileSync(path);
  return new Int32Array(new Uint8Array(bytes.subarray(10 + bytes.readUInt16LE(8))).buffer);
}

/** One visitor: what it sent, and the vector that it masked last. */
async function openVisitor(browser, history) {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(0);
  const visitor = { page, sent: 0, errors: [], vector: undefined };
  page.on('pageerror', ({ message }) => visitor.errors.push(message));
  const neural = () => page.workers().find((worker) => worker.url().includes('neural'));
  await page.exposeFunction('sending_', async (kind, bytes) => {
    visitor.sent += bytes;
    if (kind === 'keys') await neural().evaluate(keepVectors);
    if (kind !== 'masked-input') return;
    const vectors = await neural().evaluate(() => self.kept_);
    visitor.vector = vectors.at(-1);
  });
  await page.goto(origin);
  await page.evaluate(open);
  await page.evaluate(view, history);
  return visitor;
}

async function runRounds(flower, visitors, { name, config, budget }) {
  out = at(name.replaceAll(' ', '-'));
  rmSync(out, { recursive: true, force: true });
  let hasEnded = false;
  const ran = flower
    .run({
      pack: at('start.safetensors'),
      out,
      aggregator: `${process.execPath} ${join(APP, 'aggregate.mjs')}`,
      nodes: NODES,
      rounds: ROUNDS,
      cohort: BROWSERS,
      survivors: BROWSERS,
      ...config,
    })
    .finally(() => (hasEnded = true));
  ran.catch(() => undefined);
  const rounds = [];
  let last = '';
  for (let number = 1; number <= ROUNDS; number++) {
    const task = await nextRound(flower.gateways[0], last, () => hasEnded);
    await nextRound(flower.gateways[1], last, () => hasEnded);
    last = task.round;
    const reports = await Promise.all(
      visitors.map(async (visitor, i) => {
        Object.assign(visitor, { sent: 0, vector: undefined });
        // A new visit: the page loads the pack that the task names.
        await visitor.page.goto(origin);
        await visitor.page.evaluate(open);
        return visitor.page.evaluate(takePart, { gateway: flower.gateways[i % NODES], budget });
      }),
    );
    rounds.push({
      task,
      vectors: visitors.map(({ vector }) => vector),
      sent: visitors.map(({ sent }) => sent),
      reports,
    });
    console.log(`  ${name}: round ${number}, ε ${reports[0].epsilon.toPrecision(3)}`);
  }
  await ran;
  const told = JSON.parse(readFileSync(join(out, 'rounds.json'), 'utf8'));
  return rounds.map(({ task, vectors, sent, reports }, i) => {
    const sum = readSum(join(out, `sum-${i + 1}.npy`));
    const plain = new Int32Array(sum.length);
    for (const vector of vectors) for (let j = 0; j < plain.length; j++) plain[j] += vector[j];
    return {
      survivors: told[i].survivors.length,
      refused: told[i].refused.length,
      numbers: sum.length,
      wrong: sum.reduce((count, value, j) => count + Number(value !== plain[j]), 0),
      'largest number': sum.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
      sentByABrowser: Math.max(...sent),
      epsilon: Math.max(...reports.map(({ epsilon }) => epsilon)),
      noiseMultiplier: task.noiseMultiplier,
      backend: [...new Set(reports.map(({ backend }) => backend))].join(),
      ...quality(join(out, `shop-${i + 1}.safetensors`)),
    };
  });
}

const browser = await openBrowser();
const flower = await startFlower({ python, folder: at('flower'), nodes: NODES, origin });
const runs = [];
let start;
try {
  start = quality(at('start.safetensors'));
  console.log(`  before: ${JSON.stringify(start)}`);
  for (const run of RUNS) {
    out = folder;
    writeFileSync(at('shop.safetensors'), readFileSync(at('start.safetensors')));
    const visitors = [];
    for (const history of histories) visitors.push(await openVisitor(browser, history));
    const rounds = await runRounds(flower, visitors, run);
    const errors = visitors.flatMap((visitor) => visitor.errors);
    runs.push({ name: run.name, config: run.config, delta: BUDGET.delta, rounds, errors: errors.length });
    console.log(JSON.stringify(runs.at(-1)));
    for (const { page } of visitors) await page.context().close();
  }
} finally {
  flower.stop();
  await browser.close();
  server.closeAllConnections();
  server.close();
  if (!kept) rmSync(folder, { recursive: true });
}
const flwr = execFileSync(python, ['-c', 'import importlib.metadata as m; print(m.version("flwr"))'], {
  encoding: 'utf8',
});
record('../scale/federated-flower', {
  command: 'npm run cluster -- federated',
  browser: { chromium: browser.version(), flwr: flwr.trim() },
  loadBefore,
  result: {
    seed: SEED,
    browsers: BROWSERS,
    nodes: NODES,
    products: PRODUCTS,
    data: `simulated: the pack is trained on ${SHOPPERS} shoppers who go on to products of the same kind; since then everyone goes on to the next kind. Each browser has ${HISTORY} views; held out are ${HELD_OUT} other visitors`,
    protocol:
      "a SuperLink, two SuperNodes and their gateways, the ServerApp and ClientApps, each a process; eight browser contexts with the built package; after each round the pages load the pack that it made. Wrong: numbers of Flower's sum that are not those of the vectors of all browsers, taken in their workers before they were masked. NDCG@10 and recall@10: of the last product of each held-out visitor, by the page's own ranking",
    before: start,
    runs,
  },
});
