// Bundles the benches that run in the page, peers included, into bench/build/.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { assemble } from '../../scripts/assemble-kernels.mjs';

const bench = resolve(import.meta.dirname, '..');
export const built = resolve(bench, 'build');

/** `import bytes from './kernel.wat'`: the assembled module. */
const wat = {
  name: 'wat',
  enforce: 'pre',
  async load(id) {
    if (!id.endsWith('.wat')) return;
    const bytes = Buffer.from(await assemble(id)).toString('base64');
    return `export default Uint8Array.from(atob('${bytes}'), (char) => char.charCodeAt(0));`;
  },
};

/** Bundles what makes the shops, for Node. @returns {Promise<string>} its address */
export async function buildShop() {
  await build({
    root: bench,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: resolve(built, 'node'),
      target: 'node20',
      ssr: resolve(bench, 'shop/page.ts'),
      rollupOptions: { output: { entryFileNames: 'shop.mjs' } },
    },
    ssr: { noExternal: true },
  });
  return pathToFileURL(resolve(built, 'node/shop.mjs')).href;
}

/** Every `bench/NAME/page.ts` becomes `bench/build/NAME.js`. */
export async function buildBenches() {
  const names = readdirSync(bench, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(resolve(bench, entry.name)).includes('page.ts'))
    .map((entry) => entry.name);
  await build({
    root: bench,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    base: '/build/',
    plugins: [wat],
    build: {
      outDir: built,
      emptyOutDir: true,
      target: 'esnext',
      // Functions keep their names: traces are read by them.
      minify: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 10_000,
      rollupOptions: {
        input: Object.fromEntries(names.map((name) => [name, resolve(bench, name, 'page.ts')])),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js' },
        checks: { pluginTimings: false },
      },
    },
  });
}
