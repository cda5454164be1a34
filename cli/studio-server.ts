import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { basename, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** The page fetches from, and sends to, nobody but this server; pictures of a feed are not shown. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const GIVEN = '/studio/given/';
/** Only who asks for this machine by these names is answered: another site must not read a shop's log by a name of its own. */
const OWN_NAMES = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** The built package, from `dist/cli/`. */
const DIST = fileURLToPath(new URL('../', import.meta.url));

export interface ServedStudio {
  address: string;
  server: Server;
}

/**
 * Serves the studio to this machine alone.
 * @param files that the page opens with
 * @param port 0: any that is free
 * @param dist folder of the built package. Default: that of this command
 * @returns rejects where the port is taken
 */
export async function serveStudio(files: readonly string[], port: number, dist = DIST): Promise<ServedStudio> {
  const server = createServer((request, response) => answer(request, response, files, dist));
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  const own = server.address();
  return { address: `http://localhost:${typeof own === 'object' && own ? own.port : port}/studio/`, server };
}

function answer(request: IncomingMessage, response: ServerResponse, files: readonly string[], dist: string): undefined {
  if (!OWN_NAMES.test(request.headers.host ?? ''))
    return refuse(response, 403, 'This studio is for this machine alone.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Read only.');
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/') {
    response.writeHead(302, { location: '/studio/' }).end();
    return undefined;
  }
  if (pathname === GIVEN) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(files.map((path) => basename(path))));
    return undefined;
  }
  const given = pathname.startsWith(GIVEN) ? files[Number(pathname.slice(GIVEN.length))] : undefined;
  const path = given ?? join(dist, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
  const type = given === undefined ? TYPES[extname(path)] : 'application/octet-stream';
  const isOwn = given !== undefined || path.startsWith(dist.endsWith(sep) ? dist : dist + sep);
  if (!isOwn || type === undefined || !statSync(path, { throwIfNoEntry: false })?.isFile()) {
    return refuse(response, 404, 'Not found.');
  }
  response.writeHead(200, {
    'content-type': type,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(path)
      .on('error', () => response.destroy())
      .pipe(response);
  return undefined;
}

function refuse(response: ServerResponse, status: number, said: string): undefined {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(said);
}
