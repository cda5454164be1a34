// Serves folders to the browser under test, isolated, so that its clock is fine (5 µs) and memory can be measured.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};
const BLANK = '<!doctype html><title>bench</title><link rel="icon" href="data:,">';

/**
 * What a page puts under `/made/` is kept in memory and served from there.
 * @param mounts folders by the path they are served under, such as `{ '/dist/': '/…/dist' }`
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serve(mounts) {
  const made = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cache-Control', path === '/' ? 'no-store' : 'max-age=3600');
    response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
    if (path === '/') {
      response.setHeader('Content-Type', TYPES['.html']);
      return response.end(BLANK);
    }
    if (request.method === 'PUT' && path.startsWith('/made/')) {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        made.set(path, Buffer.concat(chunks));
        response.end();
      });
      return;
    }
    if (made.has(path)) return response.end(made.get(path));
    const prefix = Object.keys(mounts).find((mount) => path.startsWith(mount));
    const file = prefix && join(mounts[prefix], normalize(`/${path.slice(prefix.length)}`));
    if (!file || !existsSync(file) || !statSync(file).isFile()) {
      response.statusCode = 404;
      return response.end();
    }
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
