import { afterAll, describe, expect, test } from 'vitest';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { joinSequences } from '../../learning/training/sequences.ts';
import { readPack } from '../../pack/pack-file.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { LentCompute } from '../lent-compute.ts';
import { reportSteps } from '../progress.ts';
import { MemoryFolder } from '../run-folder.ts';
import { testRun } from '../testing/run.ts';
import { trainPack } from './train-pack.ts';

const compute = new LentCompute(() => openCompute('wasm'));
afterAll(() => compute.close());

const PRODUCTS = 20;
const SHOPPERS = 60;
const walks = Array.from({ length: SHOPPERS }, (_, shopper) =>
  Array.from({ length: 5 }, (_, step) => 1 + ((shopper * 7 + step) % PRODUCTS)),
);
const log: InteractionLog = {
  productIds: Array.from({ length: PRODUCTS }, (_, i) => `p${i + 1}`),
  shopperIds: walks.map((_, i) => `shopper ${i}`),
  sequences: joinSequences(walks),
  shoppers: Int32Array.from(walks.keys()),
  times: null,
  names: null,
};
const builder = new CatalogueBuilder();
for (const id of log.productIds) builder.add({ id, title: `Product ${id}`, categories: [`kind ${id.length}`] });
const products = builder.feed();

const OPTIONS = {
  model: 'attention+rules+knn+content+popular',
  // Noise that hides shoppers would make no two packs the same.
  minShoppers: 1,
  set: ['width=8', 'blocks=1', 'epochs=2', 'batchTokens=64'].map((setting) => `attention.${setting}`),
};
const lasting = (pack: Uint8Array<ArrayBuffer>) => {
  const { manifest, ...rest } = readPack(pack);
  return { ...rest, manifest: { ...manifest, created: '' } };
};

describe('a run that is aborted', () => {
  const begun: string[] = [];
  const whole = trainPack(
    { log, products },
    OPTIONS,
    testRun({ compute, progress: reportSteps(({ path, ended }) => void (!ended && begun.push(path.join()))) }),
  );

  test('ends with a typed error at whichever step, and the next run with its folder makes the same pack', async () => {
    const { pack, report } = await whole;
    const names = [...new Set(begun)];
    expect(names).toEqual(expect.arrayContaining(['train attention', 'tune rules', 'ask sources', 'tune weights']));
    const folder = new MemoryFolder();
    for (const name of names) {
      const controller = new AbortController();
      const progress = reportSteps(({ path }) => {
        if (path.join() === name) controller.abort();
      });
      const aborted = trainPack(
        { log, products },
        OPTIONS,
        testRun({ compute, folder, progress, signal: controller.signal }),
      );
      await expect(aborted, name).rejects.toMatchObject({ code: 'aborted' });
    }
    const last = await trainPack({ log, products }, OPTIONS, testRun({ compute, folder }));
    expect(lasting(last.pack)).toEqual(lasting(pack));
    expect(last.report).toEqual(report);
  });
});

describe('what a pack tells', () => {
  const run = () => testRun({ compute });

  test('by default it trains no model, tells what five shoppers share, and says so', async () => {
    const { pack, report } = await trainPack({ log, products }, {}, run());
    const { manifest, sections } = readPack(pack);
    expect(manifest.minShoppers).toBe(5);
    expect(Object.keys(sections).toSorted()).toEqual(expect.arrayContaining(['knn', 'popular', 'rules']));
    expect(Object.keys(sections)).not.toContain('attention');
    expect(report.tells.at(-1)).toBe('It can be published.');
  });

  test('with noise it keeps to an ε, which the pack says', async () => {
    const { pack, report } = await trainPack({ log }, { epsilon: 100, delta: 0.01 }, run());
    expect(readPack(pack).manifest.noise).toEqual({ epsilon: 100, delta: 0.01 });
    expect(report.tells.join(' ')).toContain('ε = 100');
  });

  test('where little is left, it says how much, and which option keeps more', async () => {
    const rare = { ...log, sequences: joinSequences(walks.map((walk, i) => (i < 3 ? walk : [1, 2]))) };
    const { report } = await trainPack({ log: rare }, { model: 'rules+popular' }, run());
    expect(report.tells[0]).toMatch(/of the \d+ products.*--min-shoppers 1 keeps all/);
  });
});

describe('a pack of at most so many bytes', () => {
  const sizes = (pack: Uint8Array<ArrayBuffer>) => pack.length;

  test('goes less deep, and says where; a pack that fits stays as it is', async () => {
    const varied = Array.from({ length: 120 }, (_, shopper) =>
      Array.from({ length: 6 }, (_, step) => 1 + ((shopper * 7 + step * (1 + (shopper % 11))) % 40)),
    );
    const log: InteractionLog = {
      productIds: Array.from({ length: 40 }, (_, i) => `p${i + 1}`),
      shopperIds: varied.map((_, i) => `shopper ${i}`),
      sequences: joinSequences(varied),
      shoppers: Int32Array.from(varied.keys()),
      times: null,
      names: null,
    };
    const options = { minShoppers: 1, model: 'rules+popular', fusion: 'weights' as const };
    const whole = await trainPack({ log }, options, testRun({ compute }));
    expect(whole.report.cuts).toEqual([]);
    const roomy = await trainPack({ log }, { ...options, atMost: `${sizes(whole.pack)}` }, testRun({ compute }));
    expect(roomy.report.cuts).toEqual([]);
    const most = sizes(whole.pack) - 200;
    const small = await trainPack({ log }, { ...options, atMost: `${most}` }, testRun({ compute }));
    expect(sizes(small.pack)).toBeLessThanOrEqual(most);
    expect(small.report.cuts[0]).toMatch(/^rules\.top=\d+ instead of 40$/);
    expect(Object.keys(readPack(small.pack).sections)).toEqual(Object.keys(readPack(whole.pack).sections));
  });

  test('leaves a model out before it gives up, and what cannot be so small says what it can be', async () => {
    const { pack } = await trainPack({ log, products }, OPTIONS, testRun({ compute }));
    const model = readPack(pack).sections.attention;
    const bytes = Object.values(model.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
    const small = await trainPack(
      { log, products },
      { ...OPTIONS, atMost: `${sizes(pack) - Math.ceil(bytes / 2)}B` },
      testRun({ compute }),
    );
    expect(small.report.cuts.join()).toContain('without attention');
    expect(small.report.sections).not.toContain('attention');
    await expect(
      trainPack({ log }, { minShoppers: 1, model: 'rules+popular', atMost: '1kB' }, testRun({ compute })),
    ).rejects.toMatchObject({
      code: 'bad-options',
      remedy: expect.stringMatching(/^Give at least \d+ kB/),
    });
  });
});

test.each([
  ['a size that is none', { atMost: 'five' }],
  ['noise beside a model', { model: 'attention', epsilon: 1 }],
  ['noise beside virtual windows', { sessionSample: 'synthetic', epsilon: 1 }],
  ['an option that there is not', { fast: true }],
  ['a number that is too small', { minShoppers: 0 }],
  ['a source that there is not', { model: 'rules+magic' }],
  ['a setting of another source', { model: 'rules', set: ['knn.recent=3'] }],
  ['a time in a log without times', { until: '2026-01-31' }],
  ['no product left', { minShoppers: SHOPPERS + 1 }],
])('%s is refused before anything is trained', async (_, options) => {
  const run = testRun({ progress: reportSteps(() => expect.unreachable()) });
  await expect(trainPack({ log }, options as never, run)).rejects.toMatchObject({
    code: 'bad-options',
    remedy: expect.stringMatching(/.+/),
  });
});

describe('a pack that serves now as guard', () => {
  const counted = (model: string, more: object = {}) =>
    trainPack({ log: dated, ...more }, { model, minShoppers: 1 }, testRun({ compute }));
  /** A walk a day, so that the log has times. */
  const dated: InteractionLog = { ...log, times: Float64Array.from(log.sequences.items, (_, at) => at * 86_400_000) };

  test('a pack that ranks as well takes its place, and says how both rank', async () => {
    const inUse = readPack((await counted('rules')).pack);
    const { report } = await counted('rules+popular', { guard: inUse });
    expect(report.guard).toMatchObject({ questions: SHOPPERS, later: false });
    expect(report.guard!.theirs).toBeGreaterThan(0.5);
  });

  test('one that ranks worse is refused, with both figures', async () => {
    const inUse = readPack((await counted('rules')).pack);
    await expect(counted('popular', { guard: inUse })).rejects.toMatchObject({
      code: 'bad-options',
      message: expect.stringMatching(/ranks worse than the one in use: NDCG@10 0\.\d{4}, that in use [01]\.\d{4}/),
      remedy: expect.stringContaining('pack in use'),
    });
  });

  test('where the log goes on after it was made, only what came later is asked', async () => {
    const inUse = readPack((await counted('rules')).pack);
    inUse.manifest.created = new Date(0).toISOString();
    const longer = { ...dated, ...repeated(dated, 4) };
    const { report } = await trainPack(
      { log: longer, guard: inUse },
      { model: 'rules', minShoppers: 1 },
      testRun({ compute }),
    );
    expect(report.guard).toMatchObject({ questions: 4 * SHOPPERS, later: true });
  });

  test('noise holds nothing out to ask', async () => {
    const inUse = readPack((await counted('rules')).pack);
    const run = testRun({ compute });
    await expect(trainPack({ log, guard: inUse }, { model: 'rules', epsilon: 4 }, run)).rejects.toMatchObject({
      code: 'bad-options',
      message: expect.stringContaining('noise'),
    });
  });
});

/** So many times as many shoppers who do the same. */
function repeated({ sequences, times, shoppers }: InteractionLog, often: number) {
  const items = Array.from({ length: often }, () => [...sequences.items]).flat();
  return {
    shopperIds: Array.from({ length: often * shoppers.length }, (_, i) => `shopper ${i}`),
    shoppers: Int32Array.from({ length: often * shoppers.length }, (_, i) => i),
    sequences: {
      items: Int32Array.from(items),
      offsets: Int32Array.from({ length: often * shoppers.length + 1 }, (_, i) => 5 * i),
    },
    times: Float64Array.from({ length: often * times!.length }, (_, at) => 1 + at),
  };
}
