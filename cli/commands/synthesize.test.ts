import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openCompute } from '../../src/learning/compute/testing/open-compute.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import { LentCompute } from '../../src/trainer/lent-compute.ts';
import { readLog } from '../../src/trainer/node/read-log.ts';
import { evaluateCommand } from './evaluate.ts';
import { synthesizeCommand } from './synthesize.ts';
import { trainCommand } from './train.ts';

const given = { compute: new LentCompute(() => openCompute('wasm')) };
afterAll(() => given.compute.close());

const folder = mkdtempSync(join(tmpdir(), 'vitrine-synthesize-'));
const at = (name: string): string => join(folder, name);

/** Shoppers walk a circle of 12 products. */
const SHOPPERS = 40;
const DAY = 24 * 60 * 60;
const lines = Array.from({ length: SHOPPERS }, (_, shopper) =>
  Array.from({ length: 5 }, (_, step) => `shopper-${shopper},p${(shopper + step) % 12},view,${shopper * DAY + step}`),
);
const writeLog = (name: string, shoppers: number): void =>
  writeFileSync(at(name), `user,item,event,ts\n${lines.slice(0, shoppers).flat().join('\n')}\n`);
writeLog('events.csv', SHOPPERS);
writeLog('empty.csv', 0);

/** Other shoppers turn to cups only, or to pans only; nobody to lamps. */
const categories = ['Cups', 'Pans'].map((name, side) => ({
  name,
  ids: Array.from({ length: 4 }, (_, i) => `q${side * 4 + i}`),
}));
writeFileSync(
  at('products.csv'),
  ['id,title,categories', 'q99,Lamp,Lamps']
    .concat(categories.flatMap(({ name, ids }) => ids.map((id) => `${id},A ${id},Kitchen > ${name}`)))
    .join('\n'),
);
const sided = Array.from({ length: 160 }, (_, shopper) => {
  const { ids } = categories[shopper % 2];
  return ids.slice(0, 3).map((_, step) => `${shopper},${ids[(shopper + step) % 4]},view`);
});
writeFileSync(at('sided.csv'), `user,item,event\n${sided.flat().join('\n')}\n`);

const synthesize = (...args: string[]): Promise<void> =>
  synthesizeCommand.run(
    [...['--events', at('events.csv'), '--out', at('synthetic.csv'), '--epochs', '2', '--work', at('work')], ...args],
    given,
  );

const SIDED = ['--events', at('sided.csv'), '--products', at('products.csv')];

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('vitrine synthesize', () => {
  test('writes a log in the form of an event log, of the products of the first and of nobody in it', async () => {
    await synthesize('--shoppers', '30', '--record', at('result.json'));
    const { log } = await readLog(at('synthetic.csv'));
    expect(log.shopperIds).toHaveLength(30);
    expect(log.productIds.every((id) => /^p\d+$/.test(id))).toBe(true);
    expect(readFileSync(at('synthetic.csv'), 'utf8')).not.toContain('shopper-');
    expect(Math.max(...log.times!)).toBeLessThan(SHOPPERS * DAY * 1000);
    const { metrics, bytes } = JSON.parse(readFileSync(at('result.json'), 'utf8'));
    expect(metrics.lengths).toBe(0);
    expect(metrics.popularity).toBeLessThan(0.2);
    expect(metrics['copies of 5 or more, synthetic']).toBeGreaterThanOrEqual(0);
    expect(bytes).toBeLessThan(2_000_000);
  });

  test('the same seed writes the same log, another one another', async () => {
    await synthesize();
    const first = readFileSync(at('synthetic.csv'), 'utf8');
    await synthesize();
    expect(readFileSync(at('synthetic.csv'), 'utf8')).toBe(first);
    await synthesize('--seed', '2');
    expect(readFileSync(at('synthetic.csv'), 'utf8')).not.toBe(first);
  });

  test('what it made can be learned from, and asked about in the real log', async () => {
    await synthesize('--leave-out-asked');
    await evaluateCommand.run(
      [
        ...['--data', at('events.csv'), '--train-on', at('synthetic.csv'), '--model', 'rules', '--json'],
        ...['--record', at('evaluation.json')],
      ],
      given,
    );
    const { cases, metrics } = JSON.parse(readFileSync(at('evaluation.json'), 'utf8'));
    expect(cases).toBe(SHOPPERS);
    expect(metrics['recall@10']).toBeGreaterThan(0.5);
  });

  test('an interest: visits about a category of the products', async () => {
    const options = [
      '--interest',
      'Cups',
      '--shoppers',
      '40',
      '--epochs',
      '14',
      '--temperature',
      '0.5',
      '--record',
      at('about.json'),
    ];
    await synthesize(...SIDED, ...options);
    const { log } = await readLog(at('synthetic.csv'));
    const cups = log.sequences.items.filter((item) => categories[0].ids.includes(log.productIds[item - 1]));
    expect(cups.length / log.sequences.items.length).toBeGreaterThan(0.7);
    // Beside the visits about it, not beside all.
    const { metrics } = JSON.parse(readFileSync(at('about.json'), 'utf8'));
    expect(metrics.popularity).toBeLessThan(0.5);
  });

  test.each([
    ['that no visit is about', ['--interest', 'Lamps'], 'Cups, Pans'],
    ['in another script', ['--interest', '杯子'], 'Cups, Pans'],
  ])('an interest %s is refused before anything is trained', async (_, args, remedy) => {
    await expect(synthesize(...SIDED, ...args, '--work', at('untrained'))).rejects.toMatchObject({
      code: 'bad-options',
      remedy: expect.stringContaining(remedy),
    });
    expect(existsSync(at('untrained'))).toBe(false);
  });

  test('Ctrl-C ends it, and leaves no half of a log', async () => {
    const run = synthesize('--out', at('never.csv'), '--seed', '9');
    const interrupted = expect(run).rejects.toMatchObject({ code: 'aborted' });
    vi.mocked(process.stderr.write).mockImplementation((text) => {
      if (`${text}`.includes('train behaviour')) process.emit('SIGINT');
      return true;
    });
    await interrupted;
    expect(existsSync(at('never.csv'))).toBe(false);
  });

  test('a log of shoppers with one product each teaches nothing', async () => {
    writeFileSync(at('once.csv'), 'user,item,event\na,p1,view\nb,p2,view\n');
    await expect(synthesize('--events', at('once.csv'))).rejects.toMatchObject({ code: 'nothing-to-train' });
  });

  test.each([
    ['no log', ['--events', at('nowhere')]],
    ['an empty log', ['--events', at('empty.csv')]],
    ['no shopper', ['--shoppers', '0']],
    ['a temperature that melts', ['--temperature', '3']],
    ['no product left', ['--min-shoppers', '1000']],
    ['an interest without products to tell it', ['--interest', 'Cups']],
    ['products without an interest', ['--products', at('products.csv')]],
  ])('%s is refused with a remedy', async (_, args) => {
    await expect(synthesize(...args)).rejects.toMatchObject({
      code: 'bad-options',
      remedy: expect.stringMatching(/.+/),
    });
  });
});

test('a pack with a synthetic session sample holds other windows than one with the real', async () => {
  writeLog('few.csv', 20);
  const windows = async (sample: string) => {
    await trainCommand.run(
      [
        ...['--events', at('few.csv'), '--out', at(`${sample}.safetensors`), '--model', 'knn', '--fusion', 'weights'],
        ...['--min-shoppers', '1'],
        ...['--session-sample', sample, '--work', at('work')],
      ],
      given,
    );
    const { tensors } = readPack(new Uint8Array(readFileSync(at(`${sample}.safetensors`)))).sections.knn;
    return [...tensors.items.data].join();
  };
  const real = await windows('real');
  const synthetic = await windows('synthetic');
  expect(synthetic).not.toBe(real);
  expect(synthetic.length).toBeGreaterThan(100);
});
