// `npm run api`: writes docs/api/*.md, the public surface of each entry, from the built types. A change of it is meant, and seen in
// review: `npm test` compares these files with what was built.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { root } from './install.mjs';

/** Entries by the name of their report. */
const ENTRIES = {
  vitrine: 'index',
  shelf: 'shelf',
  'search-box': 'search-box',
  privacy: 'privacy',
  server: 'server',
  assistant: 'assistant',
  experiments: 'experiments',
  aggregation: 'aggregation',
  testing: 'testing',
  script: 'script-tag',
  react: 'bindings/react',
  vue: 'bindings/vue',
  svelte: 'bindings/svelte',
};

const typesOf = (entry) => resolve(root, `dist/types/${entry}.d.ts`);

/** How the surface of one entry is read and where its report goes. */
const configOf = (name, entry, folder, docModel = { enabled: false }) =>
  ExtractorConfig.prepare({
    configObject: {
      mainEntryPointFilePath: typesOf(entry),
      projectFolder: root,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2022',
            module: 'nodenext',
            moduleResolution: 'nodenext',
            lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
            types: [],
          },
          files: Object.values(ENTRIES).map(typesOf),
        },
      },
      apiReport: { enabled: true, reportFileName: `${name}.api.md`, reportFolder: folder, reportTempFolder: folder },
      docModel,
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: 'none' },
          'ae-forgotten-export': { logLevel: 'none', addToApiReportFile: true },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve(root, 'package.json'),
  });

/** @returns {Map<string, string>} the reports by their path in the project; reads `dist/types` */
export function renderApi() {
  return extract(
    (name, entry, folder) => configOf(name, entry, folder),
    (name, folder) => [
      `docs/api/${name}.api.md`,
      readFileSync(resolve(folder, `${name}.api.md`), 'utf8').replaceAll('\r\n', '\n'),
    ],
  );
}

/** @returns {Map<string, object[]>} what each entry exports, with types and docstrings, by its name; reads `dist/types` */
export function readModels() {
  return extract(
    (name, entry, folder) =>
      configOf(name, entry, folder, { enabled: true, apiJsonFilePath: resolve(folder, `${name}.api.json`) }),
    (name, folder) => [name, JSON.parse(readFileSync(resolve(folder, `${name}.api.json`), 'utf8')).members[0].members],
  );
}

function extract(configure, read) {
  const folder = mkdtempSync(resolve(tmpdir(), 'vitrine-api-'));
  try {
    const configs = Object.entries(ENTRIES).map(([name, entry]) => configure(name, entry, folder));
    const compilerState = CompilerState.create(configs[0]);
    for (const config of configs) {
      const { succeeded } = Extractor.invoke(config, {
        localBuild: true,
        compilerState,
        messageCallback: (message) => {
          // What it says of itself and of the file that it writes.
          if (message.logLevel !== 'error') message.handled = true;
        },
      });
      if (!succeeded) throw new Error(`The types of ${config.mainEntryPointFilePath} could not be read.`);
    }
    return new Map(Object.keys(ENTRIES).map((name) => read(name, folder)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  mkdirSync(resolve(root, 'docs/api'), { recursive: true });
  for (const [path, text] of renderApi()) {
    writeFileSync(resolve(root, path), text);
    console.log(`→ ${path}`);
  }
}
