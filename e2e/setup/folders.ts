import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** One folder a run, known to its workers by the environment. */
process.env.VITRINE_E2E ??= String(process.pid);

/** Where the packed package is unpacked and its consumer is built. */
export const work = resolve(tmpdir(), `vitrine-e2e-${process.env.VITRINE_E2E}`);
/** The consumer project: the package lies in its `node_modules`. */
export const consumer = resolve(work, 'consumer');
export const installed = resolve(consumer, 'node_modules/vitrine');
/** The package as npm would publish it. */
export function tarball(): string {
  const name = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (name === undefined) throw new Error('The package was not packed.');
  return resolve(work, name);
}
/** The consumer as its own bundler built it. */
export const bundled = resolve(consumer, 'dist');
