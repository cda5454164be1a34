// `npm run mutation [-- name … --record]`: Stryker changes the code in small ways, one at a time, and counts the changes that a unit
// test notices. It takes long, so it is done one part of the code at a time, of minutes each; a part that is done again
// runs only what has changed since, in code or tests.
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { root } from '../../scripts/install.mjs';
import { load, record } from '../harness/record.mjs';

/** What is changed, and the tests that are to notice, by the part's name. */
const PARTS = {
  validation: {
    mutate: ['src/contract/validation/*.ts'],
    testFiles: ['src/contract/validation/*.test.ts', 'src/page/facade/options.test.ts'],
  },
  events: {
    mutate: ['src/engine/storage/event-record.ts'],
    testFiles: ['src/engine/storage/event-record.test.ts'],
  },
  pack: {
    mutate: ['src/pack/{pack-file,layout,section,corrupt-pack}.ts'],
    testFiles: ['src/pack/{pack-file,layout}.test.ts'],
  },
  tensors: {
    mutate: ['src/pack/safetensors.ts'],
    testFiles: ['src/pack/{pack-file,safetensors}.test.ts'],
  },
  generators: {
    mutate: ['src/pack/{generator-file,own-sequences}.ts'],
    testFiles: ['src/pack/{generator-file,own-sequences}.test.ts'],
  },
  accountant: {
    mutate: ['src/learning/privacy/{renyi-accountant,log-erfc}.ts'],
    testFiles: ['src/learning/privacy/renyi-accountant.test.ts'],
  },
  noise: {
    mutate: ['src/learning/privacy/{calibrate-noise,discrete-gaussian,random-words}.ts'],
    testFiles: ['src/learning/privacy/{calibrate-noise,discrete-gaussian}.test.ts'],
  },
  aggregation: {
    mutate: ['src/learning/federated/{fixed-point,masks,sealed-shares,secure-aggregation}.ts'],
    testFiles: ['src/learning/federated/*.test.ts'],
  },
  history: {
    mutate: ['src/engine/storage/history.ts'],
    testFiles: ['src/engine/storage/*.test.ts'],
  },
  database: {
    mutate: ['src/engine/storage/{connection,event-store,transact,schema,abort}.ts'],
    testFiles: ['src/engine/storage/*.test.ts'],
  },
  retention: {
    mutate: ['src/engine/storage/{expire,make-room}.ts'],
    testFiles: ['src/engine/storage/*.test.ts'],
  },
  consent: {
    mutate: ['src/page/events/{consent-mode,tcf,connect}.ts'],
    testFiles: ['src/page/events/{consent-mode,tcf,connect}.test.ts'],
  },
  outbox: {
    mutate: ['src/page/events/{outbox,journal,event-reader,event-adapter}.ts'],
    testFiles: ['src/page/events/*.test.ts'],
  },
  profile: {
    mutate: ['src/page/privacy/{profile,encryption}.ts'],
    testFiles: ['src/page/privacy/{privacy-part,profile,encryption}.test.ts'],
  },
  rights: {
    mutate: ['src/page/privacy/{privacy-part,past-interactions}.ts'],
    testFiles: ['src/page/privacy/{privacy-part,past-interactions}.test.ts'],
  },
  federated: {
    mutate: ['src/page/privacy/{federated-part,ledger}.ts'],
    testFiles: ['src/page/privacy/federated-part.test.ts'],
  },
  workers: {
    mutate: ['src/page/workers/{limits,prebundled,worker-fault,worker-instance}.ts'],
    testFiles: ['src/page/workers/*.test.ts'],
  },
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { record: { type: 'boolean', default: false } },
});
const strangers = positionals.filter((name) => !(name in PARTS));
if (strangers.length > 0) {
  console.error(`No part is called ${strangers.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}

for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
  const { mutate, testFiles } = PARTS[name];
  const loadBefore = load();
  const mutants = await new Stryker({
    mutate: [...mutate, '!src/**/*.test.ts'],
    testFiles,
    testRunner: 'vitest',
    vitest: { configFile: resolve(root, 'vitest.config.ts'), related: true },
    coverageAnalysis: 'perTest',
    // What is made when a module is loaded is changed only by running all tests anew.
    ignoreStatic: true,
    concurrency: 1,
    // What a test takes longer than without the change, and a half: most loop for ever.
    timeoutMS: 8_000,
    incremental: true,
    incrementalFile: resolve(root, 'build/mutation', `${name}.json`),
    tempDirName: resolve(root, 'build/mutation/sandboxes'),
    ignorePatterns: ['dist', 'build', 'bench', 'cluster', 'demo', 'docs', 'e2e', 'examples', 'python', 'studio'],
    // It would rewrite the paths in it by TypeScript's interface, which the compiler of today has none of; the tests need none.
    tsconfigFile: 'none',
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  }).runMutationTest();
  const result = { mutants: sumOf(mutants), files: byFile(mutants) };
  console.log(`${name}: ${JSON.stringify(result.mutants)}`);
  if (values.record) {
    record(`../reliability/mutation-${name}`, {
      command: `npm run mutation -- ${name}`,
      peers: ['@stryker-mutator/core', 'vitest'],
      loadBefore,
      result,
    });
  }
}

/** How many changes there were of each fate, and the share that was noticed. */
function sumOf(mutants) {
  const of = (...states) => mutants.filter(({ status }) => states.includes(status)).length;
  const noticed = of('Killed', 'Timeout');
  const unnoticed = of('Survived', 'NoCoverage');
  return { noticed, unnoticed, share: Number((noticed / (noticed + unnoticed)).toFixed(4)) };
}

function byFile(mutants) {
  const files = [...new Set(mutants.map(({ fileName }) => relative(root, fileName)))].sort();
  return Object.fromEntries(
    files.map((file) => [file, sumOf(mutants.filter(({ fileName }) => relative(root, fileName) === file))]),
  );
}
