import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const root = import.meta.dirname;
const at = (path: string): string => resolve(root, path);

/**
 * Builds of one name into `dist/` itself, beside each other. As libraries: what is loaded later is then imported plainly,
 * without Vite's preloading of a page's chunks.
 */
const build = (name: string, options: UserConfig['build']): UserConfig => ({
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    sourcemap: true,
    license: { fileName: `licenses/${name}.json` },
    ...options,
  },
});

/** Minifies once more what Rolldown has minified: it takes 0.7 kB off the 39.6 of the engine worker. */
const TERSER: UserConfig['build'] = { minify: 'terser', terserOptions: { compress: { passes: 3 }, ecma: 2020 } };

/** One self-contained file, valid as a classic script and as a module: every bundler takes it as a worker. */
const singleFile = (name: string, input: string, options?: UserConfig['build']): UserConfig =>
  build(name, {
    ...options,
    lib: { entry: at(input), formats: ['iife'], name: 'vitrine' },
    rolldownOptions: { output: { entryFileNames: `${name}.js`, minify: true, comments: false } },
  });

/**
 * Parts of the tensor runtime that its modules name and nothing of ours calls: threads, optimisers and stores of its own,
 * strings, ragged and sparse tensors. They were a fifth of the neural worker, and are empty there.
 */
const NEVER_CALLED = [
  /tfjs-backend-wasm-threaded-simd(\.worker)?\.js$/,
  /tfjs-core\/dist\/(optimizers\/register_optimizers|io\/(local_storage|indexed_db)|hash_util)\.js$/,
  /tfjs-backend-cpu\/dist\/kernels\/(Ragged|Sparse|String)\w+_impl\.js$/,
];
const withoutTheNeverCalled: Plugin = {
  name: 'without-the-never-called',
  enforce: 'pre',
  transform(code, id) {
    if (!NEVER_CALLED.some((path) => path.test(id))) return null;
    const names = code.matchAll(/^(?:export (?:async function|function|class|const|\{) |module\.exports\.)(\w+)/gm);
    const parts = ['default () => undefined', ...Array.from(names, ([, name]) => `function ${name}() {}`)];
    return { code: parts.map((part) => `export ${part};`).join('\n'), map: null };
  },
};

/**
 * What idb adds to a database when it is loaded, shortcuts and iteration, each by one call. Nothing of ours uses it (the
 * type of our database has none of it), and what a call without effects makes is dropped.
 */
const withoutIdbAdditions: Plugin = {
  name: 'without-idb-additions',
  transform(code, id) {
    if (!id.endsWith('/idb/build/index.js')) return null;
    const parts = code.split(/^(?=replaceTraps\()/m);
    if (parts.length !== 3) throw new Error('idb adds to a database in another way now');
    return { code: parts.join('/* @__PURE__ */ '), map: null };
  },
};

/**
 * What the main entry brings before its first shelf, in one file of its own: chunks that are loaded later share parts of it, so
 * that the entry itself exports its public names and no others.
 */
const firstLoad = new Set<string>();
const findFirstLoad: Plugin = {
  name: 'find-first-load',
  buildEnd() {
    firstLoad.add(at('src/index.ts'));
    for (const id of firstLoad)
      for (const imported of this.getModuleInfo(id)?.importedIds ?? []) firstLoad.add(imported);
  },
};

/** Builds that land in `dist/`, each by `vite build --mode NAME`; `scripts/build.mjs` runs them in order. */
const builds: Record<string, UserConfig> = {
  /** What a shop imports, or a script tag brings. */
  page: {
    plugins: [findFirstLoad],
    ...build('page', {
      lib: {
        entry: {
          index: at('src/index.ts'),
          shelf: at('src/shelf.ts'),
          'script-shop': at('src/script-shop.ts'),
          react: at('src/bindings/react.ts'),
          vue: at('src/bindings/vue.ts'),
          svelte: at('src/bindings/svelte.ts'),
        },
        formats: ['es'],
      },
      rolldownOptions: {
        external: ['react', 'vue'],
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          // Frameworks that render on servers leave such a module to the browser's part of a page.
          banner: ({ name }) => (name === 'react' ? "'use client';" : ''),
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
          codeSplitting: { groups: [{ name: 'recommender', test: (id) => firstLoad.has(id) }] },
          minify: true,
          comments: false,
        },
      },
    }),
  },
  engine: { ...singleFile('engine.worker', 'workers/engine.worker.ts', TERSER), plugins: [withoutIdbAdditions] },
  /** What the engine brings in for a large catalogue, where there is a GPU. */
  gpu: singleFile('gpu-scan', 'workers/gpu-scan.ts'),
  /** What the engine brings in for a list with rules. */
  rules: singleFile('list-rules', 'workers/list-rules.ts'),
  neural: { ...singleFile('neural.worker', 'workers/neural.worker.ts'), plugins: [withoutTheNeverCalled] },
  /** For a script tag: it brings the others. */
  script: singleFile('vitrine', 'src/script-tag.ts'),
  /** The command line, for Node; packages bundled, so that the installed package brings none. */
  cli: {
    // The WASM tensor runtime's start reads it in Node; modules have none.
    define: { __dirname: 'import.meta.dirname' },
    ...build('cli', {
      target: 'node20',
      // It is not minified: a trace names its functions.
      sourcemap: false,
      ssr: at('cli/vitrine.ts'),
      rolldownOptions: {
        external: [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'webgpu'],
        output: { entryFileNames: 'cli/vitrine.js', chunkFileNames: 'cli/[name].js' },
      },
    }),
    ssr: { noExternal: true },
  },
};

export default defineConfig(({ mode }) => ({ root, configFile: false, publicDir: false, ...builds[mode] }));
