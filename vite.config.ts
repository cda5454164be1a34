import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';

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
    license: { fileName: `licenses/${name}.json` },
    ...options,
  },
});

/** One self-contained file, valid as a classic script and as a module: every bundler takes it as a worker. */
const singleFile = (name: string, input: string): UserConfig =>
  build(name, {
    lib: { entry: at(input), formats: ['iife'], name: 'vitrine' },
    rolldownOptions: { output: { entryFileNames: `${name}.js`, minify: true, comments: false } },
  });

/** Builds that land in `dist/`, each by `vite build --mode NAME`; `scripts/build.mjs` runs them in order. */
const builds: Record<string, UserConfig> = {
  /** What a shop imports. */
  page: build('page', {
    lib: { entry: { index: at('src/index.ts'), shelf: at('src/shelf.ts') }, formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js', minify: true, comments: false },
    },
  }),
  engine: singleFile('engine.worker', 'workers/engine.worker.ts'),
  neural: {
    ...singleFile('neural.worker', 'workers/neural.worker.ts'),
    resolve: { alias: [{ find: /.*tfjs-backend-wasm-threaded-simd\.js$/, replacement: at('workers/no-threads.ts') }] },
  },
  /** For a script tag: the built workers inside. */
  script: { ...singleFile('vitrine', 'src/script-tag.ts'), resolve: { alias: { '#built': at('dist') } } },
  /** The command line, for Node; packages bundled, so that the installed package brings none. */
  cli: {
    // The WASM tensor runtime's start reads it in Node; modules have none.
    define: { __dirname: 'import.meta.dirname' },
    ...build('cli', {
      target: 'node20',
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
