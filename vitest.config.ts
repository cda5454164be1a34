import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { compile } from 'svelte/compiler';
import type { Plugin } from 'vite';
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

/** Components of Svelte as a browser has them; as a server has them where the import says `?server`. */
const svelteComponents: Plugin = {
  name: 'svelte-components',
  transform(code, id) {
    const [filename, query] = id.split('?');
    if (!filename?.endsWith('.svelte')) return null;
    const generate = query === 'server' ? 'server' : 'client';
    return compile(code, { filename, generate, dev: true, discloseVersion: false }).js;
  },
};

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
        plugins: [svelteComponents],
        worker: { format: 'es' },
        // Packages found only while tests run would reload the page under them.
        optimizeDeps: {
          entries: ['workers/*.ts', 'src/**/*.browser.test.ts'],
          // What compiled components import: the state of Svelte's runtime is there once.
          include: ['svelte/internal/client', 'svelte/internal/server'],
        },
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
