import { afterEach, expect, test, vi } from 'vitest';
import { ScriptParts } from './script-parts.ts';

afterEach(() => void vi.unstubAllGlobals());

const address = 'https://shop.example/search.js';
const openSearch = async () => ({}) as never;

function parts(run: (address: string) => void): ScriptParts {
  const made = new ScriptParts();
  made.addresses = { search: address };
  vi.stubGlobal('vitrineParts', {});
  vi.stubGlobal('fetch', async () => new Response());
  vi.stubGlobal('importScripts', run);
  return made;
}

test('a script that is needed twice at once comes once', async () => {
  const run = vi.fn(() => vi.stubGlobal('vitrineParts', { search: openSearch }));
  const made = parts(run);
  expect(await Promise.all([made.need('search'), made.need('search')])).toEqual([openSearch, openSearch]);
  expect(await made.need('search')).toBe(openSearch);
  expect(run.mock.calls).toEqual([[address]]);
});

test('one that did not come is asked for again', async () => {
  const run = vi.fn(() => {
    if (run.mock.calls.length === 1) throw new Error('gone');
    vi.stubGlobal('vitrineParts', { search: openSearch });
  });
  const made = parts(run);
  await expect(made.need('search')).rejects.toMatchObject({
    code: 'worker-failed',
    message: expect.stringContaining(address),
  });
  expect(await made.need('search')).toBe(openSearch);
});
