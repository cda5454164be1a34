// `npm run examples [-- name …]`: installs each example from the packed package in a folder of its own, with the packages that it
// names, builds it, opens it in Chromium and looks at what it shows. `npm test` runs those that need no further packages.
// An example with a `start` script renders on its server: what it answers must have the products before any script runs.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, resolve, sep } from 'node:path';
import { chromium } from 'playwright';
import { installBrowser, installPackages, root, run } from '../scripts/install.mjs';
import { check } from './check.mjs';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json' };

/** Serves a folder on a free port. */
async function serve(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const path = resolve(folder, `.${pathname.endsWith('/') ? `${pathname}index.html` : pathname}`);
    if (!path.startsWith(folder + sep) || !existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
    response.end(readFileSync(path));
  });
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** How long a server may take until it shows the page: a first start may bundle its packages. */
const PATIENCE = 180_000;

/** The frameworks' tools neither ask questions nor report how they are used. */
const env = {
  ...process.env,
  CI: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
};

/** Runs a command of npm in a folder. @throws Error with what it printed */
function npm(folder, ...args) {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8', env });
  if (status !== 0) throw new Error(`npm ${args[0]} failed:\n${stdout}${stderr}`);
  return stdout;
}

async function runExample(name, work, tarball, browser) {
  const folder = resolve(work, name);
  cpSync(resolve(import.meta.dirname, name), folder, { recursive: true });
  const path = resolve(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  manifest.dependencies.vitrine = `file:${tarball}`;
  writeFileSync(path, JSON.stringify(manifest));
  npm(folder, 'install', '--no-audit', '--no-fund');
  const { dev, build, start } = manifest.scripts ?? {};
  const rendered = start !== undefined;
  if (dev) await look(await startServer(folder, 'dev'), browser, rendered);
  if (build) npm(folder, 'run', 'build');
  const site = rendered ? await startServer(folder, 'start') : await serve(build ? resolve(folder, 'dist') : folder);
  await look(site, browser, rendered);
}

/** Looks at a site as a new visitor, and closes it. */
async function look(site, browser, rendered) {
  const page = await browser.newPage();
  try {
    await check(page, site.address, rendered);
  } finally {
    await page.close();
    site.close();
  }
}

/** The server that a script of the example starts, once it answers. @throws Error with what it printed, where it ends before */
async function startServer(folder, script) {
  const port = await freePort();
  const server = spawn('npm', ['run', script], {
    cwd: folder,
    env: { ...env, PORT: String(port) },
    detached: true,
  });
  let told = '';
  let ended = false;
  server.stdout.on('data', (text) => (told += text));
  server.stderr.on('data', (text) => (told += text));
  server.on('exit', () => {
    ended = true;
  });
  const close = () => {
    // npm's own children too.
    if (!ended) process.kill(-server.pid);
  };
  const address = `http://localhost:${port}/`;
  const end = Date.now() + PATIENCE;
  let answer = 'nothing';
  while (!ended && Date.now() < end) {
    const { ok, status } = await fetch(address).catch(() => ({}));
    if (ok) return { address, close };
    answer = status ?? answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  close();
  throw new Error(`The server of \`${script}\` answered ${answer}:\n${told.slice(-2_000)}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((started) => server.listen(0, started));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

installPackages();
/** Those with a page: what depends on the package. The others are servers, which have tests of their own. */
const known = readdirSync(import.meta.dirname).filter((name) => {
  const path = resolve(import.meta.dirname, name, 'package.json');
  return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).dependencies?.vitrine !== undefined;
});
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known;
const strangers = wanted.filter((name) => !known.includes(name));
if (strangers.length > 0) {
  console.error(`No example is called ${strangers.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(1);
}
run('npm', ['run', 'build']);
const work = mkdtempSync(resolve(tmpdir(), 'vitrine-examples-'));
const browser = await chromium.launch({ executablePath: installBrowser(), args: ['--no-sandbox'] });
let failed = 0;
try {
  const [{ filename }] = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', work));
  for (const name of wanted) {
    try {
      await runExample(name, work, resolve(work, filename), browser);
      console.log(`✓ ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`✗ ${name}\n${error.message}`);
    }
  }
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
process.exit(failed > 0 ? 1 : 0);
