import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { carrier, sources } from '../../scripts/assemble-kernels.mjs';

test.each(sources.map((path) => [basename(path), path]))(
  'the module carried is the assembly of %s',
  async (_, source) => {
    const { path, text } = await carrier(source);
    expect(readFileSync(path, 'utf8'), 'run `npm run kernels`').toBe(text);
  },
);
