// `npm run browsers [-- name …] [--record]`: one visit to a shop, by modules and by the script tag, in each browser that is installed.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { installPackages, root, run } from '../scripts/install.mjs';

installPackages();
const { BROWSERS } = await import('./browsers.mjs');
const { load, record } = await import('../bench/harness/record.mjs');
const { SHOP, visit } = await import('./visit.mjs');

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json' };
const dist = resolve(root, 'dist');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { record: { type: 'boolean', default: false } },
});
const known = Object.keys(BROWSERS);
const strangers = positionals.filter((name) => !known.includes(name));
if (strangers.length > 0) {
  console.error(`No browser is called ${strangers.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(2);
}

/** The shop, with the package under `/vitrine/`. */
async function serveShop() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://shop');
    const path = resolve(dist, `./${pathname.replace(/^\/vitrine\//, '')}`);
    const body = SHOP[pathname] ?? (path.startsWith(dist + sep) ? await readFile(path).catch(() => null) : null);
    if (body === null) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(pathname)] ?? 'application/wasm' }).end(body);
  });
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}

run('npm', ['run', 'build']);
const shop = await serveShop();
let failed = 0;
for (const name of positionals.length > 0 ? positionals : known) {
  const { find, install } = BROWSERS[name];
  const open = find();
  if (!open) {
    console.log(`– ${name}: not installed here, so it was left out. It takes ${install}.`);
    continue;
  }
  const loadBefore = load();
  let browser;
  try {
    browser = await open();
    const metrics = await visit(browser, shop.origin);
    console.log(`✓ ${name}: ${browser.version}, trains on ${metrics.module.backend}`);
    if (values.record)
      record(`../browsers/${name}`, {
        command: `npm run browsers -- ${name}`,
        browser: { [name]: browser.version },
        loadBefore,
        result: {
          title: `One visit in ${name}`,
          protocol:
            'A shop of four products, by modules and by the script tag: a shelf, a click, the shelf after it, a return, a search, what would train, and erasure; all errors and warnings of the page are faults.',
          metrics,
        },
      });
  } catch (error) {
    failed += 1;
    console.log(`✗ ${name}: ${error.message}`);
  } finally {
    await browser?.close();
  }
}
shop.close();
process.exit(failed > 0 ? 1 : 0);
