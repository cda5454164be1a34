import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { renderDocs } from './docs.mjs';

test('docs/accuracy.md and the figures of README.md are what the recorded results say', () => {
  for (const [file, text] of renderDocs()) {
    expect(readFileSync(resolve(import.meta.dirname, '..', file), 'utf8'), 'run `npm run docs`').toBe(text);
  }
});
