import type { createExperiments } from '../../src/experiments/create-experiments.ts';
import type * as Package from '../../src/index.ts';

/** Where the server has the built package, and the one that it is measured against. */
export type Build = 'dist' | 'against';

/** The built package, as a shop's page imports it. */
export const importPackage = (build: Build = 'dist'): Promise<typeof Package> =>
  import(/* @vite-ignore */ `/${build}/index.js`);

/** The built package's experiments, in the same way. */
export const importExperiments = (build: Build = 'dist'): Promise<{ createExperiments: typeof createExperiments }> =>
  import(/* @vite-ignore */ `/${build}/experiments.js`);
