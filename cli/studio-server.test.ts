import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { serveStudio } from './studio-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-studio-'));
const dist = join(folder, 'dist');
mkdirSync(join(dist, 'studio'), { recursive: true });
writeFileSync(join(dist, 'studio/index.html'), '<p>studio</p>');
writeFileSync(join(dist, 'index.js'), 'export {};');
writeFileSync(join(folder, 'secret.js'), 'secret');
writeFileSync(join(folder, 'feed.csv'), 'id,title\n1,Tea');
const { address, server } = await serveStudio([join(folder, 'feed.csv')], 0, dist);
const { port } = new URL(address);

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** Paths as they are: `fetch` would tidy them. */
function ask(path: string, given: { host?: string; method?: string } = {}): Promise<{ status: number; text: string }> {
  const { host = `localhost:${port}`, method = 'GET' } = given;
  return new Promise((done, fail) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { host } }, async (response) => {
      let text = '';
      for await (const piece of response) text += piece;
      done({ status: response.statusCode ?? 0, text });
    });
    asked.on('error', fail).end();
  });
}

test('the page, the package beside it and the given files are served', async () => {
  expect(await ask('/studio/')).toEqual({ status: 200, text: '<p>studio</p>' });
  expect((await ask('/index.js')).text).toBe('export {};');
  expect(JSON.parse((await ask('/studio/given/')).text)).toEqual(['feed.csv']);
  expect((await ask('/studio/given/0')).text).toBe('id,title\n1,Tea');
  expect((await ask('/')).status).toBe(302);
});

test('nothing beside them is, and nobody else is answered', async () => {
  expect((await ask('/studio/given/1')).status).toBe(404);
  expect((await ask('/studio/given/..%2f..')).status).toBe(404);
  expect((await ask('/../secret.js')).status).toBe(404);
  expect((await ask('/studio/%2e%2e/%2e%2e/secret.js')).status).toBe(404);
  expect((await ask('/studio/', { host: 'elsewhere.example' })).status).toBe(403);
  expect((await ask('/studio/', { method: 'POST' })).status).toBe(405);
});

test('a port that is taken is told', async () => {
  await expect(serveStudio([], Number(port), dist)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
