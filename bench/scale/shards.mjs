// `npm run build && node bench/scale/shards.mjs [PRODUCTS [VISITS [FOLDER]]]`: a simulated shop of a million products in shards, visited
// in Chromium by the built package, page by page: writes bench/results/scale/shards.json. The shop stays in FOLDER, where one is named,
// and the next run finds it there.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, normalize, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runnerImport } from 'vite';
import { root } from '../../scripts/install.mjs';
import { openBrowser } from '../harness/browser.mjs';
import { load, record } from '../harness/record.mjs';

const SEED = 1;
const PAGES = 20;
/** A visitor reads a page for so long, in milliseconds: what it stores is stored by then. */
const READING = 1500;
const [products = 1e6, visits = 3] = process.argv.slice(2, 4).map(Number);
const kept = process.argv[4];
const loadBefore = load();
const folder = kept ? resolve(kept) : mkdtempSync(join(tmpdir(), 'vitrine-shards-'));
const summary = join(folder, 'simulated.json');
if (!existsSync(summary)) {
  console.log(`  ${products.toLocaleString('en')} products …`);
  mkdirSync(folder, { recursive: true });
  const { module } = await runnerImport(resolve(import.meta.dirname, 'simulated-shards.ts'), {
    root,
    configFile: false,
  });
  const made = await module.writeSimulatedShards(folder, products, { visits: visits + 1, pages: PAGES, seed: SEED });
  writeFileSync(summary, JSON.stringify(made));
}
const shop = JSON.parse(readFileSync(summary, 'utf8'));
console.log(`  ${shop.shards} shards, ${shop.bytes.toLocaleString('en')} bytes`);

/** Shard 0 as an ordinary pack and feed: what a first shelf of the same products costs without shards, on this machine in this run. */
const {
  shards: [head],
} = JSON.parse(readFileSync(join(folder, 'shop.json'), 'utf8'));
const unpacked = gunzipSync(readFileSync(join(folder, `${head.digest}.shard`)));
const ordinary = {
  '/ordinary.safetensors': unpacked.subarray(0, head.pack),
  '/ordinary.json': unpacked.subarray(head.pack),
};

/** Bytes of bodies of the shop's files, and requests for them. */
const sent = { bytes: 0, requests: 0 };
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
/** A host of files, as any: it compresses nothing, and answers 304 where the browser has the file. */
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  for (const [name, value] of Object.entries(ISOLATED)) response.setHeader(name, value);
  if (pathname === '/') {
    response.setHeader('content-type', 'text/html');
    return response.end('<!doctype html><title>shop</title><link rel="icon" href="data:,">');
  }
  if (ordinary[pathname]) return response.end(ordinary[pathname]);
  const ofShop = pathname.startsWith('/shop/');
  const file = join(ofShop ? folder : root, normalize(ofShop ? pathname.slice(6) : pathname));
  if (!(ofShop || file.startsWith(resolve(root, 'dist'))) || !existsSync(file)) return response.writeHead(404).end();
  const body = readFileSync(file);
  const etag = `"${createHash('sha1').update(body).digest('hex')}"`;
  response.setHeader('etag', etag);
  response.setHeader('cache-control', 'no-cache');
  if (ofShop) sent.requests++;
  if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
  if (ofShop) sent.bytes += body.length;
  const types = { js: 'text/javascript', json: 'application/json', wasm: 'application/wasm' };
  response.setHeader('content-type', types[file.split('.').at(-1)] ?? 'application/octet-stream');
  return response.end(body);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const origin = `http://127.0.0.1:${server.address().port}`;

/** In the page: one page of the shop. */
async function openShop(source) {
  const { createRecommender } = await import('/dist/index.js');
  window.shop = await createRecommender({ ...source, deadline: 60_000 });
}
async function showPage(id) {
  const start = performance.now();
  if (id !== null) await window.shop.track({ event: 'view_item', ecommerce: { items: [{ item_id: id }] } });
  const { items, fallback } = await window.shop.recommend();
  return { took: performance.now() - start, since: performance.now(), items: items.length, personal: !fallback };
}
async function look() {
  const { shards, problems } = await window.shop.status();
  const { breakdown } = await performance.measureUserAgentSpecificMemory();
  return { shards, problems, memory: breakdown.reduce((sum, { bytes }) => sum + bytes, 0) };
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const browser = await openBrowser();
/** Milliseconds in a browser that knows nothing. */
async function firstShelfOf(source) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  await page.goto(origin);
  await page.evaluate(openShop, source);
  const { since } = await page.evaluate(showPage, null);
  await context.close();
  return Math.round(since);
}
const runs = [];
try {
  for (const [visit, ids] of shop.visits.entries()) {
    // The last one stays in one page, as in a shop that is one application.
    const onePage = visit === shop.visits.length - 1;
    const ordinaryShelf = await firstShelfOf({ pack: '/ordinary.safetensors', products: '/ordinary.json' });
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    const errors = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    Object.assign(sent, { bytes: 0, requests: 0 });
    const shown = [];
    let firstBytes = 0;
    for (const [number, id] of [null, ...ids.slice(0, PAGES - 1)].entries()) {
      if (number === 0 || !onePage) {
        await page.goto(origin);
        await page.evaluate(openShop, { pack: '/shop/shop.json' });
      }
      shown.push(await page.evaluate(showPage, id));
      if (number === 0) firstBytes = sent.bytes;
      await pause(READING);
    }
    const looked = await page.evaluate(look);
    const took = shown
      .slice(1)
      .map(({ took }) => took)
      .sort((a, b) => a - b);
    runs.push({
      pages: onePage ? 'one page, 20 views' : '20 pages',
      firstShelf: Math.round(shown[0].since),
      ordinaryShelf,
      firstBytes,
      bytes: sent.bytes,
      requests: sent.requests,
      median: Math.round(took[took.length >> 1]),
      longest: Math.round(took.at(-1)),
      empty: shown.filter(({ items }) => items === 0).length,
      personal: shown.slice(1).filter(({ personal }) => personal).length,
      shardsAtHand: looked.shards.atHand,
      memory: looked.memory,
      problems: looked.problems.map(({ code, message, cause }) => [code, message, cause].filter(Boolean).join(': ')),
      errors: errors.length,
    });
    console.log(JSON.stringify(runs.at(-1)));
    await context.close();
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
  if (!kept) rmSync(folder, { recursive: true });
}
const { visits: _, ...size } = shop;
record('../scale/shards', {
  command: ['node bench/scale/shards.mjs', ...process.argv.slice(2, 4)].join(' '),
  browser: browser.version(),
  loadBefore,
  result: {
    seed: SEED,
    ...size,
    data: 'simulated: categories of 1,000 products, one a shard; 10 events a product with heavy tails, of 20 logs that the shards have in turn; vectors of 64 numbers; feed entries of some 200 bytes',
    protocol:
      'a host of files on localhost that compresses nothing; a home page, then product pages, 70 % of them near the one before; each view is tracked, then a list of twelve is asked for; first shelf: milliseconds from the beginning of the navigation to the list, scripts included, and just before it the same of the 1,000 products of shard 0 as an ordinary pack and feed; memory: performance.measureUserAgentSpecificMemory() after the last list',
    runs,
  },
});
