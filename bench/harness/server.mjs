// Serves folders to the browser under test, isolated, so that its clock is fine (5 µs) and memory can be measured.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};
const BLANK = '<!doctype html><title>bench</title><link rel="icon" href="data:,">';

/**
 * @param mounts folders by the path they are served under, such as `{ '/dist/': '/…/dist' }`
 * @param memory bodies by path, for what is made on the spot
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serve(mounts, memory = new Map()) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
    if (path === '/') {
      response.setHeader('Content-Type', TYPES['.html']);
      return response.end(BLANK);
    }
    if (memory.has(path)) return response.end(memory.get(path));
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
