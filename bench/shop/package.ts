import type * as Package from '../../src/index.ts';

/** Where the server has the built package, and the one that it is measured against. */
export type Build = 'dist' | 'against';

/** The built package, as a shop's page imports it. */
export const importPackage = (build: Build = 'dist'): Promise<typeof Package> =>
  import(/* @vite-ignore */ `/${build}/index.js`);
