import { afterEach, expect, test, vi } from 'vitest';
import { Bitset } from '../kernels/scoring/bitset.ts';
import { TypeScriptScorer } from '../kernels/scoring/typescript-scorer.ts';
import { gpuPart } from './gpu-part.ts';
import { ScriptParts } from './script-parts.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const ADDRESS = 'https://shop.example/gpu-scan.js';
const parts = new ScriptParts();
parts.addresses = { 'gpu-scan': ADDRESS };
const matrix = { rows: 2, width: 1, data: new Int8Array(2), scales: new Float32Array(2) };
const ask = () =>
  gpuPart(parts)(new TypeScriptScorer(matrix, ''), { query: new Float32Array(1), allowed: new Bitset(2), k: 1 });

function workerWith(importScripts: ((address: string) => void) | undefined) {
  const fetched = vi.fn(() => Promise.reject(new Error('blocked by connect-src')));
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => ({}) } });
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('importScripts', importScripts);
  vi.stubGlobal('vitrineParts', undefined);
  return fetched;
}

test('the script is brought in once, and then asked', async () => {
  const choose = vi.fn(async () => ({ reason: 'measured' }));
  const bring = vi.fn(() => vi.stubGlobal('vitrineParts', { 'gpu-scan': choose }));
  workerWith(bring);
  expect(await ask()).toEqual({ reason: 'measured' });
  expect(await ask()).toEqual({ reason: 'measured' });
  expect(bring).toHaveBeenCalledExactlyOnceWith(ADDRESS);
  expect(choose).toHaveBeenCalledTimes(2);
});

test.each([{}, { gpu: { requestAdapter: async () => null } }])(
  'nothing is fetched where there is no GPU',
  async (none) => {
    const fetched = workerWith(vi.fn());
    vi.stubGlobal('navigator', none);
    await expect(ask()).rejects.toThrow('no WebGPU');
    expect(fetched).not.toHaveBeenCalled();
  },
);

test.each([
  ['a worker started as a module', undefined],
  ['a script that is not the part', () => undefined],
  [
    'a policy that forbids it',
    () => {
      throw new DOMException('blocked', 'NetworkError');
    },
  ],
])('%s: refused with the reason', async (_, importScripts) => {
  workerWith(importScripts);
  await expect(ask()).rejects.toThrow(/could not be loaded|blocked/);
});
