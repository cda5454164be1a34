import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';

const root = import.meta.dirname;
const at = (path: string): string => resolve(root, path);

/** Builds that land in `dist/`, each by `vite build --mode NAME`; `scripts/build.mjs` runs them in order. */
const builds: Record<string, UserConfig> = {
  /** The command line, for Node; packages bundled, so that the installed package brings none. */
  cli: {
    build: {
      target: 'node20',
      ssr: at('cli/vitrine.ts'),
      outDir: 'dist/cli',
      rollupOptions: { external: [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'webgpu'] },
    },
    ssr: { noExternal: true },
  },
};

export default defineConfig(({ mode }) => ({ root, configFile: false, publicDir: false, ...builds[mode] }));
