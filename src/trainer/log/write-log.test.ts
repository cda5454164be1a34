import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLog } from '../node/read-log.ts';
import { isNobody, misfitOf, plainId } from './identity.ts';
import { logHeader, logLines } from './write-log.ts';

const path = join(mkdtempSync(join(tmpdir(), 'vitrine-write-')), 'log.csv');

test('what is written reads back, whatever products are called', async () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    .filter(
      (text) =>
        text.trim() === text &&
        !/[\r\n\0\uFEFF]/.test(text) &&
        plainId(text) === text &&
        !isNobody(text) &&
        !misfitOf(text),
    );
  const visit = fc.uniqueArray(name, { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(visit, { minLength: 1, maxLength: 5 }), fc.boolean(), async (visits, timed) => {
      const lines = visits.map((products, i) => {
        const times = timed ? Float64Array.from(products, (_, step) => 1e12 + (i * 10 + step) * 1000) : null;
        return logLines(
          `v,${i}`,
          products,
          products.map(() => 'purchase'),
          times,
        );
      });
      writeFileSync(path, logHeader(timed) + lines.join(''));
      const { log } = await readLog(path);
      const { items, offsets } = log.sequences;
      const read = visits.map((_, i) =>
        Array.from(items.subarray(offsets[i], offsets[i + 1]), (item) => log.productIds[item - 1]),
      );
      expect(read).toEqual(visits);
      expect(log.times?.[0]).toBe(timed ? 1e12 : undefined);
      expect(new Set(log.names)).toEqual(new Set(['purchase']));
    }),
    { numRuns: 40 },
  );
});
