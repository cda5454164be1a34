import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { makeCatalogue } from './catalogue/catalogue.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** Writes the demo shop's feed, as a shop's server would. */
const feed: Plugin = {
  name: 'feed',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'products.json', source: JSON.stringify(makeCatalogue()) });
  },
  configureServer(server) {
    server.middlewares.use('/products.json', (_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(makeCatalogue()));
    });
  },
};

/** Tells the service worker every file that the shop is made of, and a version that changes with any of them. */
const precache = (publicFiles: readonly string[]): Plugin => ({
  name: 'precache',
  enforce: 'post',
  generateBundle(_, bundle) {
    const worker = bundle['service-worker.js'];
    if (worker?.type !== 'chunk') throw new Error('The service worker was not built.');
    const parts = Object.values(bundle).filter((file) => file !== worker);
    const digest = createHash('sha256');
    for (const file of parts) digest.update(file.type === 'chunk' ? file.code : file.source);
    const names = parts
      .map(({ fileName }) => fileName)
      .filter((name) => name !== 'index.html' && !name.endsWith('.map'));
    const files = ['./', ...[...names, ...publicFiles].map((name) => `./${name}`)];
    worker.code = `const FILES=${JSON.stringify(files)};const VERSION=${JSON.stringify(digest.digest('hex').slice(0, 12))};${worker.code}`;
  },
});

/** The demo shop, built as a shop would: from the package's files, by its public name. */
export default defineConfig({
  root: at('storefront'),
  base: './',
  resolve: {
    alias: [
      { find: /^vitrine$/, replacement: at('../dist/index.js') },
      { find: 'vitrine/assistant', replacement: at('../dist/assistant.js') },
      { find: 'vitrine/testing', replacement: at('../dist/testing.js') },
      {
        find: /^vitrine\/(feed-forms|further-sources|engine\.worker|neural\.worker)\.js$/,
        replacement: at('../dist/$1.js'),
      },
      { find: 'vitrine/privacy', replacement: at('../dist/privacy.js') },
      { find: 'vitrine/search-box', replacement: at('../dist/search-box.js') },
      { find: 'vitrine/tfjs-backend-wasm-simd.wasm', replacement: at('../dist/tfjs-backend-wasm-simd.wasm') },
    ],
  },
  plugins: [feed, precache(readdirSync(at('storefront/public')))],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: at('../build/demo'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rollupOptions: {
      input: {
        index: at('storefront/index.html'),
        studio: at('storefront/studio.html'),
        plugs: at('storefront/plugs.html'),
        'service-worker': at('storefront/service-worker.ts'),
      },
      output: { entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
});
