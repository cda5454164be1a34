import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readPack } from '../../src/pack/pack-file.ts';
import { readLog } from '../log/read-log.ts';
import { evaluateCommand } from './evaluate.ts';
import { synthesizeCommand } from './synthesize.ts';
import { trainCommand } from './train.ts';

vi.mock('../tensor-runtime.ts', async () => {
  const { Compute } = await import('../../src/compute/backend.ts');
  return { openTensorRuntime: () => Compute.open({ backends: ['cpu'], wasm: () => Promise.reject(new Error()) }) };
});

const folder = mkdtempSync(join(tmpdir(), 'vitrine-synthesize-'));
const at = (name: string): string => join(folder, name);

/** Shoppers walk a circle of 12 products. */
const SHOPPERS = 60;
const DAY = 24 * 60 * 60;
const lines = Array.from({ length: SHOPPERS }, (_, shopper) =>
  Array.from({ length: 5 }, (_, step) => `shopper-${shopper},p${(shopper + step) % 12},view,${shopper * DAY + step}`),
);
const writeLog = (name: string, shoppers: number): void =>
  writeFileSync(at(name), `user,item,event,ts\n${lines.slice(0, shoppers).flat().join('\n')}\n`);
writeLog('events.csv', SHOPPERS);

const synthesize = (...args: string[]): Promise<void> =>
  synthesizeCommand.run([
    ...['--events', at('events.csv'), '--out', at('synthetic.csv'), '--epochs', '2', '--work', at('work')],
    ...args,
  ]);

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('vitrine synthesize', () => {
  test('writes a log in the form of an event log, of the products of the first and of nobody in it', async () => {
    await synthesize('--shoppers', '40', '--record', at('result.json'));
    const { log } = readLog(at('synthetic.csv'));
    expect(log.shopperIds).toHaveLength(40);
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
    await evaluateCommand.run([
      ...['--data', at('events.csv'), '--train-on', at('synthetic.csv'), '--model', 'rules', '--json'],
      ...['--record', at('evaluation.json')],
    ]);
    const { cases, metrics } = JSON.parse(readFileSync(at('evaluation.json'), 'utf8'));
    expect(cases).toBe(SHOPPERS);
    expect(metrics['recall@10']).toBeGreaterThan(0.5);
  });

  test('Ctrl-C ends it, and leaves no half of a log', async () => {
    const run = synthesize('--out', at('never.csv'), '--seed', '9');
    const interrupted = expect(run).rejects.toMatchObject({ code: 'aborted' });
    setTimeout(() => process.emit('SIGINT'), 20);
    await interrupted;
    expect(existsSync(at('never.csv'))).toBe(false);
  });

  test.each([
    ['no log', ['--events', at('nowhere')]],
    ['no shopper', ['--shoppers', '0']],
    ['a temperature that melts', ['--temperature', '3']],
    ['no product left', ['--min-shoppers', '1000']],
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
    await trainCommand.run([
      ...['--events', at('few.csv'), '--out', at(`${sample}.safetensors`), '--model', 'knn', '--fusion', 'weights'],
      ...['--session-sample', sample, '--work', at('work')],
    ]);
    const { tensors } = readPack(new Uint8Array(readFileSync(at(`${sample}.safetensors`)))).sections.knn;
    return [...tensors.items.data].join();
  };
  const real = await windows('real');
  const synthetic = await windows('synthetic');
  expect(synthetic).not.toBe(real);
  expect(synthetic.length).toBeGreaterThan(100);
});
