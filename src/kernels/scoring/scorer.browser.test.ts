import { afterEach, expect, test, vi } from 'vitest';
import { Bitset } from './bitset.ts';
import { createScorer } from './scorer.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a page whose policy lacks 'wasm-unsafe-eval' is served in plain TypeScript, and told why", async () => {
  // A frame under such a policy lends its WebAssembly.
  const frame = document.createElement('iframe');
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="script-src 'self'">`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  document.body.append(frame);
  await loaded;
  vi.stubGlobal('WebAssembly', (frame.contentWindow as Window & typeof globalThis).WebAssembly);
  const scorer = await createScorer({
    rows: 2,
    width: 2,
    data: Int8Array.of(1, 0, 0, 1),
    scales: Float32Array.of(1, 1),
  });
  frame.remove();
  expect(scorer.kind).toBe('typescript');
  expect(scorer.reason).toContain('Content Security Policy');
  const allowed = new Bitset(2);
  allowed.add(0);
  allowed.add(1);
  expect([...scorer.topK(Float32Array.of(0, 1), allowed, 5).items]).toEqual([1, 0]);
});
