// The shop under attack: the built package, the pages of the attacks, and an ear for what a page says before it is killed.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';

/** What comes before a worker's own script, where it is asked for with a fault. */
const PRELUDES = { '/engine.worker.js': 'engine-faults.js', '/neural.worker.js': 'gpu-faults.js' };

const TYPES = {
  '.json': 'application/json',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.html': 'text/html; charset=utf-8',
};
const HEAD =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Shop</title><script type="importmap">{"imports":{"vitrine":"/vitrine/index.js"}}</script>';
const SHOP = `${HEAD}<script type="module" src="/faults/shop-page.js"></script>`;

const FEED = JSON.stringify(
  Array.from({ length: 40 }, (_, i) => ({ id: `p${i}`, title: `Product ${i}`, categories: [`kind ${i % 5}`] })),
);

/** Tells first what it has stored, and then of each product that was acknowledged as stored. */
const telling = (storage) => `${HEAD}<script type="module">
${storage}
const say = (what, body) => fetch('/' + what, { method: 'POST', body: JSON.stringify(body), keepalive: true });
await say('history', await read());
const start = new URLSearchParams(location.search).get('kills');
for (let i = 0; ; i++) if (await store(start + '-' + i)) void say('acknowledged', start + '-' + i);
</script>`;

const CLICKING = {
  vitrine: telling(`
import { createRecommender } from 'vitrine';
const shop = await createRecommender({ consent: 'granted', deadline: 60000 });
const read = async () => (await shop.history(100000)).map(({ product }) => product);
const store = async (product) => (await shop.track({ name: 'view_item', items: [{ item_id: product }] })).durable;`),
  /** The browser's own storage, with nothing between. */
  plain: telling(`
const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const opening = indexedDB.open('plain', 1);
opening.onupgradeneeded = () => opening.result.createObjectStore('products', { autoIncrement: true });
const database = await answer(opening);
const read = () => answer(database.transaction('products').objectStore('products').getAll());
const store = (product) => new Promise((resolve) => {
  const transaction = database.transaction('products', 'readwrite', { durability: 'relaxed' });
  transaction.objectStore('products').add(product);
  transaction.oncomplete = () => resolve(true);
  transaction.onabort = () => resolve(false);
});`),
};

/**
 * @param dist folder of the built package; @param built folder of what was built for the attacks; @param golden packs and a shop
 * @param patience milliseconds until a page that says nothing counts as silent
 */
export async function serveShop({ dist, built, golden, patience }) {
  let ear = { history: () => undefined, acknowledged: () => undefined };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://shop');
    const answer = (type, body) => response.writeHead(200, { 'content-type': type }).end(body);
    if (request.method === 'POST') {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        ear[pathname.slice(1)]?.(JSON.parse(Buffer.concat(chunks).toString()));
        response.writeHead(204).end();
      });
      return;
    }
    if (pathname === '/') return answer(TYPES['.html'], CLICKING[searchParams.get('storage')] ?? SHOP);
    if (pathname === '/feed.json') return answer('application/json', FEED);
    const [, mount, ...path] = pathname.split('/');
    const folder = { vitrine: dist, faults: built, golden }[mount];
    const name = normalize(`/${path.join('/')}`);
    let body;
    try {
      body = readFileSync(join(folder, name));
    } catch {
      return response.writeHead(404).end();
    }
    const faulty = searchParams.has('fault') && PRELUDES[name];
    const prelude = faulty ? readFileSync(join(built, faulty)) : '';
    answer(
      TYPES[name.slice(name.lastIndexOf('.'))] ?? 'application/octet-stream',
      faulty ? `${prelude}\n${body}` : body,
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  /** Hears one page, until another is listened to. */
  function listen() {
    const acknowledged = [];
    const waiting = [];
    let tell;
    const history = new Promise((resolve) => {
      tell = resolve;
      setTimeout(resolve, patience).unref();
    });
    ear = {
      history: tell,
      acknowledged: (id) => {
        acknowledged.push(id);
        for (const wait of waiting) if (acknowledged.length >= wait.count) wait.resolve();
      },
    };
    return {
      history,
      acknowledged: (count) =>
        new Promise((resolve) => {
          if (acknowledged.length >= count) return resolve();
          waiting.push({ count, resolve });
          setTimeout(resolve, patience).unref();
        }),
      end: () => acknowledged,
    };
  }

  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    listen,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
