// `npm run examples [-- name …]`: installs each example from the packed package in a folder of its own, with the packages that it
// names, builds it, opens it in Chromium and looks at what it shows. `npm test` runs those that need no further packages.
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

/** Runs a command of npm in a folder. @throws Error with what it printed */
function npm(folder, ...args) {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
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
  if (manifest.scripts?.dev) await look(await startDevServer(folder), browser);
  if (manifest.scripts?.build) npm(folder, 'run', 'build');
  await look(await serve(manifest.scripts?.build ? resolve(folder, 'dist') : folder), browser);
}

/** Looks at a site as a new visitor, and closes it. */
async function look(site, browser) {
  const page = await browser.newPage();
  try {
    await check(page, site.address);
  } finally {
    await page.close();
    site.close();
  }
}

/** The example's dev server, once it answers. @throws Error with what it printed, where it ends before */
async function startDevServer(folder) {
  const port = await freePort();
  const server = spawn('npm', ['run', 'dev'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
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
  while (!ended) {
    const answered = await fetch(address).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return { address, close };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The dev server ended:\n${told}`);
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
