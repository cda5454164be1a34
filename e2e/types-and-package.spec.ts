import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { consumer, installed, root } from './setup/folders.ts';

const manifest = JSON.parse(readFileSync(resolve(installed, 'package.json'), 'utf8'));

const CONSUMER = `
import { createRecommender, type Product, type RecommendationList, type Recommender, VitrineError } from 'vitrine';
import { defineShelf } from 'vitrine/shelf';

interface Tea extends Product {
  leaf: 'green' | 'black';
}
const teas: Tea[] = [{ id: 'sencha', leaf: 'green' }];
const shop: Recommender<Tea> = await createRecommender({ products: teas });
const list: RecommendationList<Tea> = await shop.recommend({ placement: 'home', signal: AbortSignal.timeout(10) });
const leaf: 'green' | 'black' | undefined = list.items[0]?.product.leaf;
shop.on('problem', (problem) => problem instanceof VitrineError && problem.code satisfies string);
for await (const progress of shop.train({ epochs: 1 })) progress.loss satisfies number;
defineShelf(shop);
// @ts-expect-error: a misspelt option
await createRecommender({ product: teas });
// @ts-expect-error: not a place in the list of events
shop.on('changed', () => leaf);
`;

test('the types stand by themselves in a strict consumer, under both resolutions', () => {
  writeFileSync(resolve(consumer, 'types.mts'), CONSUMER);
  for (const [module, resolution] of [
    ['esnext', 'bundler'],
    ['nodenext', 'nodenext'],
  ]) {
    const options = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2023,dom,dom.asynciterable'];
    const tsc = resolve(root, 'node_modules/.bin/tsc');
    const args = [...options, '--module', module, '--moduleResolution', resolution, '--types', '', 'types.mts'];
    try {
      execFileSync(tsc, args, { cwd: consumer, encoding: 'utf8' });
    } catch (error) {
      expect((error as { stdout: string }).stdout, `module ${module}`).toBe('');
    }
  }
});

test('the package has nothing that publint would change', async () => {
  const { messages } = await publint({ pkgDir: installed, level: 'suggestion', strict: true, pack: false });
  expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
});

test('the package brings no dependencies, no sources, and the licences of what it bundles', () => {
  expect(manifest.dependencies).toBeUndefined();
  expect(readdirSync(installed).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  const notices = readFileSync(resolve(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['comlink', 'idb', '@tensorflow/tfjs-core']) expect(notices).toContain(`${name} `);
  expect(existsSync(resolve(installed, 'dist/licenses'))).toBe(false);
});

test('importing it in Node touches no window', () => {
  const script = "import('vitrine').then(({ createRecommender }) => console.log(typeof createRecommender))";
  const printed = execFileSync(process.execPath, ['-e', script], { cwd: consumer, encoding: 'utf8' });
  expect(printed.trim()).toBe('function');
});
