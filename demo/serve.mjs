// A small static server for the built demo, as strict as a careful shop's.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, resolve, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.safetensors': 'application/octet-stream',
};

/**
 * Nothing is fetched from, or sent to, any other host; `https:` is for the pictures of a visitor's own feed,
 * `wasm-unsafe-eval` for the tensor runtime.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Ports tried beyond the one asked for. */
const MOST_TRIES = 50;

/**
 * Serves a folder on the first free port from `port` on.
 * @param say is told where a person finds it, and when that is not where it was asked to be
 * @returns its address and the server
 */
export async function serve(folder, port, say = () => undefined) {
  const server = createServer((request, response) => {
    const path = decodePath(request.url);
    const file = resolve(folder, `.${path.endsWith('/') ? `${path}index.html` : path}`);
    const found = file.startsWith(folder + sep) && statSync(file, { throwIfNoEntry: false })?.isFile();
    if (!found || !['GET', 'HEAD'].includes(request.method)) {
      response.writeHead(found ? 405 : 404, { 'content-type': 'text/plain' }).end(found ? 'Read only.' : 'Not found.');
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
  });
  for (let free = port; ; free++) {
    try {
      await listen(server, free);
      if (free !== port) say(`Port ${port} is taken: this is port ${free}. To choose one: PORT=8080 npm start`);
      const address = `http://localhost:${server.address().port}/`;
      say(`The demo shop is open: ${address}`);
      return { address, server };
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || free >= port + MOST_TRIES) {
        throw new Error(`No port could be opened at ${port}: ${error.message}. Choose another: PORT=8080 npm start`);
      }
    }
  }
}

function decodePath(url) {
  try {
    return decodeURIComponent(url.split(/[?#]/)[0]);
  } catch {
    return '/';
  }
}

const listen = (server, port) =>
  new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, () => {
      server.off('error', fail);
      done();
    });
  });
