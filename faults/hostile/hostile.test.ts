import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { brokenBy, hostileInputs } from './inputs.ts';

const golden = new URL('../../src/pack/golden/', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, golden), 'utf8');
const packs = ['counted', 'attention', 'learned-ranker', 'product-codes'].map(
  (name) => new Uint8Array(readFileSync(new URL(`v2/${name}.safetensors`, golden))),
);
const { kinds } = hostileInputs({ products: text('shop/products.json'), packs, events: text('shop/events.csv') });

/** Of each kind; `npm run faults -- hostile` meets many more. */
const RUNS = 1_200;
let met = 0;

test.each(kinds)(
  'hostile $name end in an answer or a typed error, with finite scores and nothing polluted',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(kind.inputs, async (input) => {
        met++;
        expect(await brokenBy(kind, input)).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  },
);

afterAll(() => {
  expect(met).toBeGreaterThanOrEqual(10_000);
});
