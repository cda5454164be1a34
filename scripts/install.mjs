// Makes a bare checkout ready: npm packages, and on request a browser. Needs nothing but Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/** The compiler by its path: of two versions installed beside each other, `.bin/tsc` is whichever came last. */
export const tsc = resolve(root, 'node_modules/typescript/bin/tsc');

/** Ends this process with what happened and what to do about it. */
function fail(what, todo) {
  console.error(`\n${what}\n${todo}`);
  process.exit(1);
}

/** Runs a command in the project, its output shown. @returns whether it succeeded */
function succeeds(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) fail(`${command} could not be started: ${error.message}.`, `Make sure that ${command} is on the PATH.`);
  return status === 0;
}

/** Runs a command in the project, its output shown; ends this process where it fails. */
export function run(command, args, options) {
  if (!succeeds(command, args, options)) process.exit(1);
}

/** Installs what `package.json` of a folder names, by its lock. */
export function npmInstall(cwd) {
  // Not `npm ci`: it refuses a lock that does not name the binaries of every platform. This keeps to the lock as well.
  if (succeeds('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd })) return;
  fail(
    `The packages could not be installed in ${cwd}; npm says above why.`,
    'They come from the npm registry: check the network, and where you are behind a proxy or have a registry of your own, `npm config get proxy` and `npm config get registry`. Then run the command again: it goes on where it stopped.',
  );
}

/** Installs the locked packages where they are missing or older than the lock file. */
export function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Vitrine needs Node 20.19 or newer; this is ${process.version}.`, 'Install a newer Node and try again.');
  }
  const marker = resolve(root, 'node_modules/.package-lock.json');
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(resolve(root, 'package-lock.json')).mtimeMs) return;
  console.log('Installing packages …');
  npmInstall(root);
}

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Finds a Chromium that can be started: the one named, else the system's or Playwright's. */
export function findBrowser() {
  const named = process.env.VITRINE_CHROMIUM;
  if (named && existsSync(named)) return named;
  if (named) fail(`VITRINE_CHROMIUM names ${named}, which is not there.`, 'Name a Chromium that is, or unset it.');
  const found = SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (found) return found;
  const { chromium } = createRequire(import.meta.url)('playwright');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/** Playwright tells each failed try with its stack and its parts: what failed is said once, in its words. */
export function installPlaywrights(args = ['--with-deps', 'chromium']) {
  const { status, stdout, stderr } = spawnSync('npx', ['playwright', 'install', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return;
  const told = `${stdout}\n${stderr}`.split('\n').filter((line) => /^(Failed|Error|E:)/.test(line));
  console.error([...new Set(told)].join('\n'));
}

/** Ways to a browser, in order: Playwright's own, else the system's package where we may. */
const INSTALLERS = [
  installPlaywrights,
  () => {
    if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    succeeds('apt-get', ['update'], { env });
    succeeds('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], { env });
  },
];

/** Finds a browser or installs one. */
export function installBrowser(find = findBrowser, installers = INSTALLERS) {
  const found = find();
  if (found) return found;
  console.log('Installing a browser; this takes a while …');
  for (const install of installers) {
    install();
    const installed = find();
    if (installed) return installed;
  }
  return fail(
    'No Chromium was found, and none could be installed; the lines above say why.',
    'The browser comes from cdn.playwright.dev, or as the system package `chromium`. Check the network and try again, or install one yourself and name it: VITRINE_CHROMIUM=/path/to/chromium npm test',
  );
}

/** The package's own record. */
export const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
