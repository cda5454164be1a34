import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { renderReport } from './report.mjs';

test('docs/performance.md and its pictures are what the recorded results say', async () => {
  const files = await renderReport();
  expect(files.size).toBeGreaterThan(1);
  for (const [file, text] of files) {
    expect(readFileSync(resolve(import.meta.dirname, '..', file), 'utf8'), 'run `node bench/report.mjs`').toBe(text);
  }
});
