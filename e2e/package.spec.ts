import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { expect, test } from '@playwright/test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { renderApi } from '../scripts/api-report.mjs';
import { consumer, installed, root, tarball } from './setup/folders.ts';

const manifest = JSON.parse(readFileSync(resolve(installed, 'package.json'), 'utf8'));
const entries = Object.keys(manifest.exports).filter((path) => manifest.exports[path].types !== undefined);

/** Runs a module in Node, in the consumer's folder. @returns what it prints */
const inNode = (script: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: consumer, encoding: 'utf8' }).trim();

test('the package has nothing that publint would change', async () => {
  const { messages } = await publint({ pkgDir: installed, level: 'suggestion', strict: true, pack: false });
  expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
});

test('every entry has right types, however a compiler finds it', async () => {
  const bytes = new Uint8Array(readFileSync(tarball()));
  const result = await checkPackage(createPackageFromTarballData(bytes), { entrypoints: entries });
  if (result.types === false) throw new Error('The package has no types.');
  // These are modules, also to who requires them: Node 20.19 and later can.
  const problems = result.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM');
  expect(problems).toEqual([]);
});

test('the public surface is the reported one', () => {
  test.setTimeout(300_000);
  for (const [path, text] of renderApi()) {
    const reported = existsSync(resolve(root, path)) ? readFileSync(resolve(root, path), 'utf8') : '';
    expect(text, `${path}: if the change is meant, run \`npm run api\` and tell it in CHANGELOG.md`).toBe(reported);
  }
});

test('what entries export at run time are their public names, and importing them in Node touches no window', () => {
  const names = (entry: string): unknown =>
    JSON.parse(inNode(`console.log(JSON.stringify(Object.keys(await import('${entry}')).sort()))`));
  expect(names('vitrine')).toEqual(['VitrineError', 'createRecommender']);
  expect(names('vitrine/shelf')).toEqual(['VitrineShelf', 'defineShelf']);
  expect(names('vitrine/server')).toEqual(['renderShelf']);
  expect(names('vitrine/experiments')).toEqual([
    'addVisitor',
    'comparePreference',
    'compareVariants',
    'createExperiments',
    'creditOf',
    'expectedSampleSize',
    'interleave',
    'listEvent',
    'noTotals',
    'verdictInWords',
    'visitorsStillNeeded',
  ]);
  expect(names('vitrine/svelte')).toEqual(['recommendations']);
});

test('tools that do not read `exports` find the same files by the folders', () => {
  for (const entry of entries.filter((path) => path !== '.')) {
    const stub = JSON.parse(readFileSync(resolve(installed, entry, 'package.json'), 'utf8'));
    expect(resolve(installed, entry, stub.main)).toBe(resolve(installed, manifest.exports[entry].default));
    expect(resolve(installed, entry, stub.types)).toBe(resolve(installed, manifest.exports[entry].types));
  }
});

test('every address in `exports` is in the package', () => {
  const targets = Object.values(manifest.exports as Record<string, string | Record<string, string>>).flatMap(
    (target) => (typeof target === 'string' ? [target] : Object.values(target)),
  );
  expect(targets.filter((path) => !existsSync(resolve(installed, path)))).toEqual([]);
});

test('the package brings no dependencies, no sources, and the licences of what it bundles', () => {
  expect(manifest.dependencies).toBeUndefined();
  const folders = entries.filter((path) => path !== '.').map((path) => path.slice('./'.length));
  const documents = [
    'ARCHITECTURE.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'README.zh.md',
    'SECURITY.md',
  ];
  expect(readdirSync(installed).toSorted()).toEqual(
    [...documents, ...folders, 'dist', 'docs', 'package.json', 'python'].sort(),
  );
  const notices = readFileSync(resolve(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['comlink', 'idb', '@tensorflow/tfjs-core']) expect(notices).toContain(`${name} `);
  expect(existsSync(resolve(installed, 'dist/licenses'))).toBe(false);
});

test('each script of the page has its source map, with the sources inside and no path of the machine that built it', () => {
  const dist = resolve(installed, 'dist');
  const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'));
  const mapped = scripts.filter((name) =>
    readFileSync(resolve(dist, name), 'utf8').trimEnd().endsWith(`//# sourceMappingURL=${name}.map`),
  );
  // The main entry has no code of its own.
  expect(scripts.filter((name) => !mapped.includes(name))).toEqual(['index.js']);
  for (const name of mapped) {
    const map = JSON.parse(readFileSync(resolve(dist, `${name}.map`), 'utf8'));
    expect(map.sources.every((path: string) => path.startsWith('../'))).toBe(true);
    expect(map.sourcesContent).toHaveLength(map.sources.length);
    expect(map.sourcesContent.every((text: unknown) => typeof text === 'string')).toBe(true);
  }
});

test('what the documents of the package link and show is in the package', () => {
  const documents = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.md'),
  );
  expect(documents).toContain('README.md');
  const missing = documents.flatMap((document) => {
    const prose = readFileSync(resolve(installed, document), 'utf8').replaceAll(/^```[\s\S]*?^```|`[^`\n]+`/gm, '');
    return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target)
      .filter((target) => !/^(https?:|#)/.test(target))
      .filter((target) => !existsSync(resolve(installed, dirname(document), target.split('#')[0])))
      .map((target) => `${document}: ${target}`);
  });
  expect(missing).toEqual([]);
});

test('scripts of workers hold no name that only Node has: a bundler that folds `typeof` of it would leave the name bare', () => {
  const workers = readdirSync(resolve(installed, 'dist')).filter((name) => /\.worker\.js$/.test(name));
  expect(workers.toSorted()).toEqual(['engine.worker.js', 'neural.worker.js']);
  for (const name of workers) {
    expect(readFileSync(resolve(installed, 'dist', name), 'utf8'), name).not.toMatch(/__(filename|dirname)\b/);
  }
});
