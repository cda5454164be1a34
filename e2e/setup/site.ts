import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export interface SiteOptions {
  /** Texts by path, or what makes them from the number of earlier requests; a path without an extension is a page. */
  texts?: Record<string, string | ((earlier: number) => string)>;
  /** Folders of files by the path they are mounted at. */
  folders?: Record<string, string>;
  /** Sent with every answer. */
  headers?: Record<string, string>;
}

export interface Site {
  origin: string;
  /** Paths asked for so far. */
  asked: string[];
  close: () => Promise<void>;
}

/** A web server of its own origin: another port is another origin. */
export async function serveSite({ texts = {}, folders = {}, headers = {} }: SiteOptions): Promise<Site> {
  const asked: string[] = [];
  const answer = (response: ServerResponse, path: string, body: string | Buffer): void => {
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? TYPES['.html'], ...headers }).end(body);
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const earlier = asked.filter((path) => path === pathname).length;
    asked.push(pathname);
    const text = texts[pathname];
    if (text !== undefined) return answer(response, pathname, typeof text === 'string' ? text : text(earlier));
    for (const [mount, folder] of Object.entries(folders)) {
      if (!pathname.startsWith(mount)) continue;
      const path = resolve(folder, `./${pathname.slice(mount.length)}`);
      const body = await readFile(path).catch(() => null);
      if (body) return answer(response, path, body);
    }
    response.writeHead(404, headers).end();
  });
  await new Promise<void>((started) => server.listen(0, '127.0.0.1', started));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
