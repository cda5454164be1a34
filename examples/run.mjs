// `npm run examples [-- name …]`: installs each example from the packed package in a folder of its own, with the packages that it
// names, builds it, opens it in Chromium and looks at what it shows. `npm test` runs those that need no further packages.
import { spawnSync } from 'node:child_process';
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
  if (manifest.scripts?.build) npm(folder, 'run', 'build');
  const site = await serve(manifest.scripts?.build ? resolve(folder, 'dist') : folder);
  const page = await browser.newPage();
  try {
    await check(page, site.address);
  } finally {
    await page.close();
    site.close();
  }
}

installPackages();
const known = readdirSync(import.meta.dirname).filter((name) =>
  existsSync(resolve(import.meta.dirname, name, 'package.json')),
);
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
