import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/install.mjs';

/** Tests from outside: the packed package in Chromium, through its public name only. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/setup/prepare.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  // More than cores: a visit often waits, for its page or for a timer.
  workers: 3,
  // A slow, busy machine only takes longer: what never comes is all that these end.
  timeout: 300_000,
  expect: { timeout: 120_000 },
  reporter: [['list']],
  use: {
    launchOptions: {
      executablePath: findBrowser(),
      // No traffic of the browser's own.
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
