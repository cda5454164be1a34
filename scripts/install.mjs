// Makes a bare checkout ready: npm packages, and on request a browser. Needs nothing but Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/** Runs a command in the project, its output shown; ends this process with its status where it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs the locked packages where they are missing or older than the lock file. */
export function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Vitrine needs Node 20.19 or newer; this is ${process.version}. Install a newer Node and try again.`);
    process.exit(1);
  }
  const marker = resolve(root, 'node_modules/.package-lock.json');
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(resolve(root, 'package-lock.json')).mtimeMs) return;
  console.log('Installing packages …');
  // Not `npm ci`: it refuses a lock that does not name the binaries of every platform. This keeps to the lock as well.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund']);
}

/** Finds a Chromium that can be started: one named, the system's, or Playwright's. */
export function findBrowser() {
  const named = process.env.VITRINE_CHROMIUM;
  const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = [named, ...system].find((path) => path && existsSync(path));
  if (found) return found;
  const { chromium } = createRequire(import.meta.url)('playwright');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/** Finds a browser or installs one: Playwright's own, else the system's package where we may. */
export function installBrowser() {
  const found = findBrowser();
  if (found) return found;
  console.log('Installing a browser …');
  spawnSync('npx', ['playwright', 'install', '--with-deps', 'chromium'], { cwd: root, stdio: 'inherit' });
  if (!findBrowser() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const apt = (...args) =>
      spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk');
  }
  const installed = findBrowser();
  if (installed) return installed;
  console.error(
    'No Chromium was found or could be installed. Install one and name it: VITRINE_CHROMIUM=/path/to/chromium npm test',
  );
  process.exit(1);
}

/** The package's own record. */
export const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
