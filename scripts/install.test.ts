import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A checkout that needs one package, on a machine without a network. */
const checkout = mkdtempSync(resolve(tmpdir(), 'vitrine-install-'));
const NOWHERE = 'http://127.0.0.1:9/';

beforeAll(() => {
  mkdirSync(resolve(checkout, 'scripts'));
  cpSync(resolve(import.meta.dirname, 'install.mjs'), resolve(checkout, 'scripts/install.mjs'));
  writeFileSync(resolve(checkout, 'package.json'), JSON.stringify({ type: 'module', dependencies: { idb: '8.0.4' } }));
  writeFileSync(resolve(checkout, 'package-lock.json'), '{"lockfileVersion":3,"packages":{}}');
});
afterAll(() => rmSync(checkout, { recursive: true }));

/** Runs this with all that `install.mjs` exports, and gives what a person would read. */
function runs(script: string, env: NodeJS.ProcessEnv = {}): { status: number | null; said: string } {
  const code = `const the = await import('./scripts/install.mjs'); ${script}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: checkout,
    encoding: 'utf8',
    env: {
      ...process.env,
      npm_config_registry: NOWHERE,
      npm_config_fetch_retries: '0',
      npm_config_cache: resolve(checkout, 'cache'),
      ...env,
    },
  });
  return { status, said: stdout + stderr };
}

const STACK = /^\s+at .+:\d+:\d+\)?$/m;

test('packages that cannot be fetched: npm says why, we say what to do, and no stack is shown', () => {
  const { status, said } = runs('the.installPackages();');
  expect(status).toBe(1);
  expect(said).toContain('ECONNREFUSED');
  expect(said).toContain('The packages could not be installed in');
  expect(said).toContain('check the network');
  expect(said).not.toMatch(STACK);
});

test('a command that is not there is named', () => {
  const { status, said } = runs("the.run('no-such-command', []);");
  expect(status).toBe(1);
  expect(said).toContain('no-such-command could not be started');
  expect(said).toContain('Make sure that no-such-command is on the PATH.');
  expect(said).not.toMatch(STACK);
});

test('a browser that was named and is not there', () => {
  const { status, said } = runs('the.installBrowser();', { VITRINE_CHROMIUM: '/no/such/chromium' });
  expect(status).toBe(1);
  expect(said).toContain('VITRINE_CHROMIUM names /no/such/chromium, which is not there.');
  expect(said).not.toMatch(STACK);
});

test('no browser, and no download of one: each way is tried, then it says how to name one', () => {
  const { status, said } = runs(
    "the.installBrowser(() => undefined, [() => console.log('first way'), () => console.log('second way')]);",
  );
  expect(status).toBe(1);
  expect(said).toMatch(/first way\nsecond way/);
  expect(said).toContain('No Chromium was found, and none could be installed');
  expect(said).toContain('VITRINE_CHROMIUM=/path/to/chromium npm test');
  expect(said).not.toMatch(STACK);
});

test('a browser whose download fails: the reason is told once, without a stack', () => {
  symlinkSync(resolve(import.meta.dirname, '../node_modules'), resolve(checkout, 'node_modules'));
  const { said } = runs("the.installPlaywrights(['chromium']);", {
    PLAYWRIGHT_DOWNLOAD_HOST: NOWHERE,
    PLAYWRIGHT_BROWSERS_PATH: resolve(checkout, 'browsers'),
  });
  expect(said.match(/ECONNREFUSED/g)).toHaveLength(1);
  expect(said).toContain('Failed to install browsers');
  expect(said).not.toMatch(STACK);
});

test('the first way that brings one ends the search', () => {
  const { status, said } = runs(
    "let here; console.log(the.installBrowser(() => here, [() => { here = '/here'; }, () => console.log('second way')]));",
  );
  expect(status).toBe(0);
  expect(said).toContain('/here');
  expect(said).not.toContain('second way');
});
