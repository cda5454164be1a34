import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from './setup/visit.ts';

/** What the endpoint does with a request. */
let behaviour: RequestListener;
let endpoint: Server;
let url: string;
let asked = 0;

test.describe.configure({ mode: 'serial' });
test.beforeEach(() => {
  asked = 0;
});
test.beforeAll(async () => {
  // Another origin than the shop's, as an endpoint often is.
  endpoint = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type');
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    asked++;
    return behaviour(request, response);
  });
  await new Promise<void>((listening) => endpoint.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/candidates`;
});
test.afterAll(() => {
  endpoint.closeAllConnections();
  endpoint.close();
});

const LIMIT = 8;
const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,"></head>
<body><main><h1>A shop</h1><vitrine-shelf limit="${LIMIT}"></vitrine-shelf></main>
<script type="module">
import { createRecommender } from '/vitrine/index.js';
import { defineShelf } from '/vitrine/shelf.js';
window.open_ = async (remote) => {
  window.shop = await createRecommender({ products: '/feeds/products.json', remote, warnings: false });
  await window.shop.track({ name: 'view_item', items: [{ item_id: 'sku-1' }] });
  defineShelf(window.shop);
};
</script></body>
</html>`;
const json = (body: unknown): RequestListener => {
  const text = JSON.stringify(body);
  return (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text);
};
const far = { id: 'far-1', title: 'Far lamp', price: 9 };
const answers = json({ candidates: [{ id: far.id, product: far }] });

/** Opens the shop, and asks its shelf for one more list. @returns what the shelf shows, and what was told of the endpoint */
async function visit(page: Page, share: 'nothing' | 'recent'): Promise<{ shown: string[]; problems: string[] }> {
  await page.evaluate((remote) => (window as unknown as { open_: (remote: object) => Promise<void> }).open_(remote), {
    url,
    share,
  });
  const items = page.locator('vitrine-shelf').getByRole('listitem');
  await expect(items).toHaveCount(LIMIT);
  // A busy machine may be late with one list, and the endpoint is then left alone for a while.
  await expect
    .poll(async () => {
      const ids = await page.evaluate(async () => {
        const { items } = await window.shop.recommend({ limit: 8, sourceDeadline: 2000 });
        return items.map(({ id }) => id);
      });
      expect(ids).toHaveLength(LIMIT);
      return asked;
    })
    .toBeGreaterThan(0);
  await page.evaluate(() => window.shop.track({ name: 'view_item', items: [{ item_id: 'sku-2' }] }));
  await expect(items).toHaveCount(LIMIT);
  const problems = await page.evaluate(async () =>
    (await window.shop.status()).problems.map(({ message, cause }) => `${message} ${cause ?? ''}`),
  );
  return { shown: await items.allTextContents(), problems };
}

const html = '<!doctype html><title>Log in</title>';
const FAILURES: [string, RequestListener, RegExp][] = [
  ['answers with HTML', (_, response) => response.setHeader('content-type', 'text/html').end(html), /text\/html/],
  ['answers with an error', (_, response) => response.writeHead(503).end('overloaded'), /status 503/],
  ['breaks off', (_, response) => response.end('{"candidates":[{"id":"far-'), /no JSON/],
  ['closes the connection', (_, response) => response.destroy(), /failed/i],
  ['answers without an end', (_, response) => response.end(`["${'x'.repeat(2 ** 21)}"]`), /more than 1048576 bytes/],
  ['never answers', () => undefined, /was late/],
  ['names products that the shop lacks', json({ candidates: [{ id: 'nobody' }] }), /ids that the catalogue lacks/],
];
for (const [name, failing, told] of FAILURES) {
  test(`an endpoint that ${name}: the shelf is full, the page sees no error, and the shop is told once`, async ({
    page,
    plainSite,
  }) => {
    behaviour = failing;
    const { origin } = await plainSite({ '/': PAGE });
    await page.goto(origin);
    const { shown, problems } = await visit(page, 'recent');
    expect(shown.join()).not.toContain('Far lamp');
    expect(problems.length).toBeGreaterThan(0);
    expect(new Set(problems).size).toBe(problems.length);
    for (const problem of problems) expect(problem).toMatch(new RegExp(`${told.source}|was late`, 'i'));
  });
}

test('an endpoint that knows more than the page: its product is shown; with the strictest setting nothing is said', async ({
  page,
  plainSite,
}) => {
  const said: string[] = [];
  behaviour = (request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      said.push(
        `${request.method} ${request.url} ${body}${request.headers.cookie ?? ''}${request.headers.referer ?? ''}`,
      );
      answers(request, response);
    });
  };
  const { origin } = await plainSite({ '/': PAGE });
  await page.goto(origin);
  // A cookie counts for all ports of a host.
  await page.context().addCookies([{ name: 'visitor', value: '7', url: origin }]);
  await visit(page, 'nothing');
  // A busy machine may be late for one list, and the endpoint is then left alone for a while.
  await expect
    .poll(() =>
      page.evaluate(async () =>
        (await window.shop.recommend({ limit: 8, sourceDeadline: 2000 })).items.map(({ id }) => id),
      ),
    )
    .toContain(far.id);
  expect(new Set(said)).toEqual(new Set(['GET /candidates ']));
});
