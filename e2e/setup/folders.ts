import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Where the packed package is unpacked and its consumer is built; made anew by each run. */
export const work = resolve(tmpdir(), `vitrine-e2e-${process.env.VITRINE_E2E ?? 'local'}`);
/** The consumer project: the package lies in its `node_modules`. */
export const consumer = resolve(work, 'consumer');
export const installed = resolve(consumer, 'node_modules/vitrine');
/** The consumer as its own bundler built it. */
export const bundled = resolve(consumer, 'dist');
