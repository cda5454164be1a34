// `npm run mutation [-- name … --record]`: Stryker changes the code in small ways, one at a time, and counts the changes that a unit
// test notices. It takes long, so it is done one part of the code at a time; a run that is interrupted goes on where it was.
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
  // Its property tests take seconds each, so this one takes an hour.
  pack: {
    mutate: ['src/pack/{pack-file,safetensors,layout,section}.ts'],
    testFiles: ['src/pack/pack-file.test.ts'],
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
    testFiles: ['src/learning/privacy/*.test.ts'],
  },
  // Its tests take twenty seconds, so this one takes hours.
  storage: {
    mutate: ['src/engine/storage/*.ts', '!src/engine/storage/event-record.ts'],
    testFiles: ['src/engine/storage/*.test.ts'],
  },
  privacy: {
    mutate: ['src/page/privacy/*.ts'],
    testFiles: ['src/page/privacy/*.test.ts'],
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
    timeoutMS: 60_000,
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
