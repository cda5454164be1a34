// `npm run build && node bench/scale/remote-shelves.mjs [LISTS]`: lists in Chromium, by the built package, whose endpoint answers after 20
// and after 200 ms, where one request in ten fails: writes bench/results/scale/remote-shelves.json.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize, resolve } from 'node:path';
import { root } from '../../scripts/install.mjs';
import { openBrowser } from '../harness/browser.mjs';
import { load, record } from '../harness/record.mjs';

const PRODUCTS = 1000;
const FAILS = 10;
/** The default of the option: every promise of the page settles by then. */
const DEADLINE = 5000;
const RUNS = [
  { share: 'nothing', delay: 20 },
  { share: 'recent', delay: 20 },
  { share: 'recent', delay: 200 },
];
const [lists = 200] = process.argv.slice(2).map(Number);
const loadBefore = load();

const products = Array.from({ length: PRODUCTS }, (_, i) => ({
  id: `p-${i}`,
  title: `${['Oak', 'Glass', 'Linen', 'Steel', 'Clay'][i % 5]} ${['pot', 'lamp', 'bowl', 'rug', 'chair', 'cup', 'desk'][i % 7]} ${i}`,
  categories: [`Kind ${i % 40}`],
  price: 5 + (i % 90),
}));
/** Products of the endpoint that the feed lacks, with their records. */
const candidates = Array.from({ length: 200 }, (_, i) => ({
  id: `far-${i}`,
  product: { id: `far-${i}`, title: `Far ${i}`, price: i },
}));

/** The ways in which a request fails, in turn. */
const FAILURES = [
  (response) => response.writeHead(503).end('overloaded'),
  (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Log in</title>'),
  (response) => response.destroy(),
  (response) => response.writeHead(200).end('{"candidates":[{"id":"far-'),
  (response) => response.writeHead(200).end(`{"candidates":["${'x'.repeat(2 ** 21)}"]}`),
  () => undefined,
];
let delay = 0;
let asked = 0;
let failed = 0;
/** Bytes of queries, bodies and cookies. */
let received = 0;
const server = createServer((request, response) => {
  const { pathname, search } = new URL(request.url, 'http://localhost');
  if (pathname === '/candidates') {
    received += search.length + (request.headers.cookie?.length ?? 0);
    request.on('data', (piece) => (received += piece.length));
    if (++asked % FAILS === 0) return FAILURES[failed++ % FAILURES.length](response);
    return setTimeout(
      () => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ candidates })),
      delay,
    );
  }
  if (pathname === '/')
    return response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><title>shop</title><link rel="icon" href="data:,">');
  if (pathname === '/products.json')
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(products));
  const file = join(root, normalize(pathname));
  if (!file.startsWith(resolve(root, 'dist')) || !existsSync(file)) return response.writeHead(404).end();
  response.setHeader('content-type', file.endsWith('.wasm') ? 'application/wasm' : 'text/javascript');
  return createReadStream(file).pipe(response);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const origin = `http://127.0.0.1:${server.address().port}`;

/** In the page. */
async function visit({ lists, deadline, share }) {
  const { createRecommender } = await import('/dist/index.js');
  const shop = await createRecommender({
    products: '/products.json',
    remote: { url: '/candidates', share },
    warnings: false,
  });
  await shop.recommend({ limit: 1 });
  const before = (await shop.status()).remote ?? { requests: 0, answers: 0 };
  const seen = { empty: 0, inTime: 0, answered: 0, rejected: 0 };
  const took = [];
  for (let list = 0; list < lists; list++) {
    await shop.track({ event: 'view_item', ecommerce: { items: [{ item_id: `p-${(list * 37) % 1000}` }] } });
    const start = performance.now();
    try {
      const { items } = await shop.recommend();
      const milliseconds = performance.now() - start;
      took.push(milliseconds);
      if (items.length === 0) seen.empty++;
      if (milliseconds <= deadline) seen.inTime++;
      if (items.some(({ id }) => id.startsWith('far-'))) seen.answered++;
    } catch {
      seen.rejected++;
    }
  }
  const { remote, problems } = await shop.status();
  took.sort((a, b) => a - b);
  const at = (share) => Math.round(took[Math.min(took.length - 1, Math.floor(share * took.length))]);
  return {
    ...seen,
    median: at(0.5),
    p95: at(0.95),
    longest: at(1),
    requests: remote.requests - before.requests,
    answers: remote.answers - before.answers,
    bytesSent: remote.bytesSent,
    problems: problems.map(({ code, message, cause }) => [code, message, cause].filter(Boolean).join(': ')),
  };
}

const browser = await openBrowser();
const runs = [];
try {
  for (const { share, delay: milliseconds } of RUNS) {
    delay = milliseconds;
    [asked, failed, received] = [0, 0, 0];
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(0);
    const errors = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(origin);
    const run = await page.evaluate(visit, { lists, deadline: DEADLINE, share });
    runs.push({ share, delay, lists, ...run, bytesReceived: received, errors: errors.length });
    console.log(JSON.stringify(runs.at(-1)));
    await page.context().close();
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
record('../scale/remote-shelves', {
  command: ['node bench/scale/remote-shelves.mjs', ...process.argv.slice(2)].join(' '),
  browser: browser.version(),
  loadBefore,
  result: {
    products: PRODUCTS,
    data: 'a made shop, without a pack; the endpoint has 200 products that the feed lacks',
    protocol:
      'a view and a list, one after the other; every tenth request fails, in turn by an error, HTML, a closed connection, JSON that breaks off, two megabytes, and silence, after which the endpoint is left alone for ten seconds; the deadline of the page is the default, 5,000 ms, that of sources 300 ms',
    runs,
  },
});
