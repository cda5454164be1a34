import type * as Package from '../../src/index.ts';

const BUILT = '/dist/index.js';

/** The built package, as a shop's page imports it. */
export const importPackage = (): Promise<typeof Package> => import(/* @vite-ignore */ BUILT);
