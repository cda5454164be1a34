import { afterEach, expect, test, vi } from 'vitest';
import { chooseLayers } from './layers.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const WEIGHTS = { 'a.weights': Float32Array.of(1, 2, 3, 4), 'a.bias': Float32Array.of(10, 20) };

async function kindAndAnswer(): Promise<{ kind: string; answer: number[] }> {
  const layers = (await chooseLayers())(WEIGHTS);
  const answer = new Float32Array(2);
  layers.apply('a', Float32Array.of(1, -1), answer);
  return { kind: layers.kind, answer: [...answer] };
}

test('SIMD serves where it runs', async () => {
  expect(await kindAndAnswer()).toEqual({ kind: 'wasm-simd', answer: [8, 18] });
});

test.each([
  ['WebAssembly is missing', () => vi.stubGlobal('WebAssembly', undefined)],
  ['a policy forbids it', () => vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new Error('disallowed'))],
  [
    'memory is refused',
    () =>
      vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
        throw new RangeError('Unable to grow');
      }),
  ],
])('plain TypeScript serves where %s', async (_, arrange) => {
  arrange();
  expect(await kindAndAnswer()).toEqual({ kind: 'typescript', answer: [8, 18] });
});
