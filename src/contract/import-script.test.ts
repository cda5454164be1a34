import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { importScript } from './import-script.ts';

const imported: unknown[] = [];
beforeEach(() => {
  imported.length = 0;
  vi.stubGlobal('fetch', async () => new Response(''));
});
afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, 'vitrineScripts');
});
const classic = (): void => void vi.stubGlobal('importScripts', (address: unknown) => void imported.push(address));
/** The name of each policy once, as browsers have it. */
function trustedTypes(allowed: readonly string[]): void {
  const made = new Set<string>();
  vi.stubGlobal('trustedTypes', {
    createPolicy(name: string, rules: { createScriptURL(address: string): string }) {
      if (!allowed.includes(name) || made.has(name)) throw new TypeError(`The policy ${name} is not allowed.`);
      made.add(name);
      return { createScriptURL: (address: string) => ({ trusted: rules.createScriptURL(address) }) };
    },
  });
}

test('a classic worker imports the script, also where the cache could not have it first', async () => {
  classic();
  await importScript('/search.js');
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('offline');
  });
  await importScript('/responses.js');
  expect(imported).toEqual(['/search.js', '/responses.js']);
});

test('a worker that was started as a module imports nothing', async () => {
  await expect(importScript('/search.js')).resolves.toBeUndefined();
  expect(imported).toEqual([]);
});

test('under Trusted Types each script comes by one policy of ours', async () => {
  classic();
  trustedTypes(['vitrine']);
  await importScript('/search.js');
  await importScript('/responses.js');
  expect(imported).toEqual([{ trusted: '/search.js' }, { trusted: '/responses.js' }]);
});

test('where the page allows no policy of ours, the browser itself says so of the plain address', async () => {
  classic();
  trustedTypes(['another']);
  await importScript('/search.js');
  expect(imported).toEqual(['/search.js']);
});
