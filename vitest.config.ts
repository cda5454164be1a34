import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findBrowser } from './scripts/install.mjs';

/** Chromium's flags: software WebGPU, and no traffic of the browser's own. */
const args = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A slow, busy machine only takes longer: what never comes is all that these end. Milliseconds. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 120_000 } } };

export default defineConfig({
  test: {
    // By default one core is left to the runner, which mostly waits: on two cores half would be idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        // `*.test.ts`: plain Node.
        test: {
          name: 'unit',
          ...patience,
          environment: 'node',
          // Threads start sooner than processes.
          pool: 'threads',
          include: ['{src,cli,studio,bench,demo,docs,examples,faults,scripts}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
          // Its modules name each other without file endings, which Node does not resolve.
          server: { deps: { inline: [/@tensorflow/] } },
        },
      },
      {
        // `*.browser.test.ts`: real Chromium, workers and WebGPU included.
        worker: { format: 'es' },
        // Packages found only while tests run would reload the page under them.
        optimizeDeps: { entries: ['workers/*.ts', 'src/**/*.browser.test.ts'] },
        test: {
          name: 'browser',
          ...patience,
          include: ['{src,demo}/**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: findBrowser(), args } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
