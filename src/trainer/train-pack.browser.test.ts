import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { afterAll, expect, test } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import {
  Compute,
  DirectoryFolder,
  LentCompute,
  MemoryFolder,
  type RunContext,
  type RunFolder,
  readTextLog,
  reportSteps,
  type StepProgress,
  trainPack,
} from './index.ts';

/** Shoppers walk a circle of products, each from another start: what comes next is certain. */
const PRODUCTS = 24;
const rows = Array.from({ length: 80 }, (_, shopper) =>
  Array.from(
    { length: 6 },
    (_, step) =>
      `shopper ${shopper},p${(shopper * 7 + step) % PRODUCTS},${1_700_000_000 + shopper * 100_000 + step * 60}`,
  ),
).flat();
const { log } = await readTextLog(() => [['user,item,ts', ...rows].join('\n')]);

const compute = new LentCompute(() =>
  Compute.open({ backends: ['wasm'], wasm: async () => (await fetch(simd)).arrayBuffer() }),
);
afterAll(() => compute.close());

const OPTIONS = {
  model: 'attention+rules+popular',
  // Noise that hides shoppers would make no two packs the same.
  minShoppers: 1,
  set: ['width=8', 'blocks=1', 'epochs=4', 'batchTokens=64'].map((setting) => `attention.${setting}`),
};

function runIn(folder: RunFolder, given: Partial<RunContext> = {}): RunContext {
  return {
    progress: reportSteps(() => undefined),
    signal: new AbortController().signal,
    seed: 1,
    folder,
    compute,
    ...given,
  };
}

/** Without the moment that it was made in. */
function lastingPart(pack: Uint8Array): string {
  return new TextDecoder('latin1').decode(pack).replace(/created\\":\\"[^"]*/, '');
}

test('a log becomes a pack in the browser, and an engine there ranks by it', async () => {
  const steps = new Set<string>();
  const progress = reportSteps(({ path }: StepProgress) => void steps.add(path.join(' › ')));
  const { pack, report } = await trainPack({ log }, OPTIONS, runIn(new MemoryFolder(), { progress }));
  expect(report).toMatchObject({ products: PRODUCTS, sections: expect.arrayContaining(['attention', 'rules']) });
  expect([...steps]).toEqual(expect.arrayContaining(['train attention', 'tune rules', 'tune weights']));

  const engine = createEngine();
  await engine.open({ database: 'trained-in-the-browser' });
  await engine.loadPack(pack.slice().buffer);
  await engine.stageProducts(Array.from({ length: PRODUCTS }, (_, i) => ({ id: `p${i}`, title: `Product ${i}` })));
  await engine.commitProducts();
  await engine.record([{ name: 'view_item', product: 'p5', at: Date.now() }]);
  const { items } = await engine.recommend({ limit: 3 });
  expect(items.map(({ id }) => id)).toContain('p6');
  await engine.erase();
  await engine.close();
}, 240_000);

test('what is aborted is kept in the origin’s file system, and goes on from there to the same pack', async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await DirectoryFolder.ofOrigin('aborted-training');
  const controller = new AbortController();
  const progress = reportSteps(({ path, done }) => {
    if (path.at(-1) === 'train attention' && done > 12) controller.abort();
  });
  const aborted = trainPack({ log }, OPTIONS, runIn(folder, { progress, signal: controller.signal }));
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  expect(await folder.list()).toEqual([expect.stringMatching(/^attention-.*\.checkpoint$/)]);

  const whole = await trainPack({ log }, OPTIONS, runIn(new MemoryFolder()));
  const goneOn = await trainPack({ log }, OPTIONS, runIn(folder));
  expect(lastingPart(goneOn.pack)).toBe(lastingPart(whole.pack));
  expect((await folder.list()).some((name) => name.endsWith('.section'))).toBe(true);
  await root.removeEntry('aborted-training', { recursive: true });
}, 240_000);
