import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { type MinifyOptions, minify } from 'terser';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { SCRIPT_PARTS } from './src/contract/script-parts.ts';

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

/**
 * Minifies once more what Rolldown has minified: it takes almost a kilobyte off the engine worker. No getter there has an effect, and no function
 * is called with `new` or read as text.
 */
const TERSER_OPTIONS: MinifyOptions = {
  compress: { passes: 3, unsafe_arrows: true, keep_fargs: false, pure_getters: true, directives: false },
  ecma: 2020,
};
const TERSER: UserConfig['build'] = { minify: 'terser', terserOptions: TERSER_OPTIONS };

/** The same for the page's modules: Vite itself leaves the modules of a library alone. */
const tersed: Plugin = {
  name: 'tersed',
  async renderChunk(code) {
    const { code: small = code, map } = await minify(code, { ...TERSER_OPTIONS, module: true, sourceMap: true });
    return { code: small, map: map as string };
  },
};

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

/** A library without parts that nothing of ours uses, and that each page or worker would load. */
const without = (name: string, module: string, unused: readonly RegExp[]): Plugin => ({
  name,
  transform(code, id) {
    if (!id.endsWith(module)) return null;
    for (const part of unused)
      if (code.search(part) < 0) throw new Error(`${module} is written in another way now: ${part}`);
    return { code: unused.reduce((left, part) => left.replaceAll(part, ''), code), map: null };
  },
});

/**
 * Of idb: what it adds to a database when it is loaded, shortcuts and iteration (the type of our database has none of it), and
 * cursors that move, assignments, the one store of a transaction, news of blocked upgrades.
 */
const withoutIdbAdditions = without('without-idb-additions', '/idb/build/index.js', [
  /^replaceTraps\([\s\S]*?^\}\)\);\n/gm,
  /^\/\/ This is a function to prevent it throwing up in node environments\.\nfunction getCursorAdvanceMethods[\s\S]*?^\}\n/gm,
  / {4}if \(getCursorAdvanceMethods\(\)[\s\S]*?\n {4}\}\n/g,
  / {4}(set|has)\(target, prop(, value)?\) \{[\s\S]*?\n {4}\},\n/g,
  / {12}if \(prop === 'store'\)[\s\S]*?\n {12}\}\n/g,
  / {4}if \(blocked\) \{[\s\S]*?\n {4}\}\n/g,
]);

/**
 * Of comlink: reading, setting and constructing what the other side has, allow-lists of origins, its own form of errors (`wire.ts`
 * has ours), release when a proxy is collected. Methods are called and ports handed on.
 */
const withoutUnusedOfComlink = without('without-unused-of-comlink', '/comlink/dist/esm/comlink.mjs', [
  / {16}case "(GET|SET|CONSTRUCT|RELEASE)"[\s\S]*?break;\n/g,
  / {4}serialize\(\{ value \}\) \{[\s\S]*?\n {4}\},\n {4}deserialize\(serialized\) \{[\s\S]*?\n {4}\},\n/g,
  / {8}if \(!isAllowedOrigin[\s\S]*?\n {8}\}\n/g,
  / {12}if \(type === "RELEASE"[\s\S]*?\n {12}\}\n/g,
  / {12}if \(prop === releaseProxy\)[\s\S]*?\n {12}\}\n/g,
  / {16}const r = requestResponseMessage[\s\S]*?return r\.then\.bind\(r\);\n/g,
  / {12}\/\/ We just pretend[\s\S]*?\n {12}\}\n/g,
  / {8}(set|construct)\(_target, [\s\S]*?\n {8}\},\n/g,
  /^const proxyFinalizers = [\s\S]*?^ {4}\}\);\n/gm,
  /^function (registerProxy|unregisterProxy)\([\s\S]*?^\}\n/gm,
  / *(throwIfProxyReleased\(isProxyReleased\)|registerProxy\(proxy, ep\)|let isProxyReleased = false);\n/g,
]);

/** Further ports to the engine: only the neural worker is asked for one. */
const withoutPortsToEngine = without('without-ports-to-engine', '/comlink/dist/esm/comlink.mjs', [
  / {16}case "ENDPOINT"[\s\S]*?break;\n/g,
  / {12}if \(last === createEndpoint\)[\s\S]*?\n {12}\}\n/g,
]);

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

/** What the studio takes of the package itself: it lies in `dist/studio/`, beside the package's own files. */
const besideThePackage: Plugin = {
  name: 'beside-the-package',
  enforce: 'pre',
  resolveId(id) {
    if (id === 'vitrine') return { id: '../index.js', external: 'absolute' };
    return id.startsWith('vitrine/') ? `\0${id}` : null;
  },
  load(id) {
    const [, name] = /^\0vitrine\/(.*)\?url$/.exec(id) ?? [];
    return name === undefined ? null : `export default new URL(/* @vite-ignore */ '../${name}', import.meta.url).href;`;
  },
};

const STUDIO_NAMES = {
  entryFileNames: 'studio/[name].js',
  chunkFileNames: 'studio/[name].js',
  assetFileNames: 'studio/[name][extname]',
};

/** Builds that land in `dist/`, each by `vite build --mode NAME`; `scripts/build.mjs` runs them in order. */
const builds: Record<string, UserConfig> = {
  /** What a shop imports, or a script tag brings. */
  page: {
    plugins: [findFirstLoad, withoutUnusedOfComlink, tersed],
    ...build('page', {
      lib: {
        entry: {
          index: at('src/index.ts'),
          shelf: at('src/shelf.ts'),
          'search-box': at('src/search-box.ts'),
          privacy: at('src/privacy.ts'),
          assistant: at('src/assistant.ts'),
          experiments: at('src/experiments.ts'),
          testing: at('src/testing.ts'),
          aggregation: at('src/aggregation.ts'),
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
          chunkFileNames: ({ facadeModuleId }) =>
            facadeModuleId?.includes('/wording/locales/') ? 'locales/[name].js' : '[name].js',
          codeSplitting: {
            groups: [
              { name: 'recommender', test: (id) => firstLoad.has(id) },
              // What the shelf and the search field share.
              { name: 'card', test: /src\/page\/(shelf|wording)\//, minShareCount: 2 },
            ],
          },
          minify: true,
          comments: false,
        },
      },
    }),
  },
  /** For a server: one file, with all languages. */
  server: {
    plugins: [tersed],
    ...build('server', {
      lib: { entry: at('src/server.ts'), formats: ['es'] },
      rolldownOptions: { output: { entryFileNames: 'server.js', codeSplitting: false, minify: true, comments: false } },
    }),
  },
  engine: {
    ...singleFile('engine.worker', 'workers/engine.worker.ts', TERSER),
    plugins: [withoutIdbAdditions, withoutUnusedOfComlink, withoutPortsToEngine],
  },
  /** What the engine brings in when it is first asked for it. */
  ...Object.fromEntries(SCRIPT_PARTS.map((name) => [name, singleFile(name, `workers/${name}.ts`)])),
  /** What the neural worker brings in: to write texts of products, and to take part in federated learning. */
  describer: singleFile('describer', 'workers/describer.ts'),
  'federated-update': singleFile('federated-update', 'workers/federated-update.ts'),
  neural: {
    // The tensor runtime asks for them in Node. A bundler that folds `typeof __filename` would leave the bare name behind.
    define: { __filename: 'undefined', __dirname: 'undefined' },
    ...singleFile('neural.worker', 'workers/neural.worker.ts'),
    plugins: [withoutTheNeverCalled, withoutUnusedOfComlink],
  },
  /** For a script tag: it brings the others. */
  script: singleFile('vitrine', 'src/script-tag.ts', TERSER),
  /** The page that `vitrine studio` serves. */
  studio: {
    base: './',
    plugins: [besideThePackage],
    worker: { format: 'es', rolldownOptions: { output: STUDIO_NAMES } },
    ...build('studio', {
      sourcemap: false,
      rolldownOptions: { input: at('studio/index.html'), output: STUDIO_NAMES },
    }),
  },
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
