import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openCompute } from '../../src/learning/compute/testing/open-compute.ts';
import { CLOTHES } from '../../src/learning/generators/describer/testing/shop.ts';
import { FactCheck } from '../../src/trainer/describer/fact-check.ts';
import { LentCompute } from '../../src/trainer/lent-compute.ts';
import { abortedAt } from '../../src/trainer/testing/run.ts';
import { describeCommand } from './describe.ts';
import { trainDescriberCommand } from './train-describer.ts';

const given = { compute: new LentCompute(() => openCompute('cpu')) };
afterAll(() => given.compute.close());

const folder = mkdtempSync(join(tmpdir(), 'vitrine-describe-'));
const at = (name: string): string => join(folder, name);
writeFileSync(at('shop.json'), JSON.stringify(CLOTHES));
writeFileSync(at('new.json'), JSON.stringify(CLOTHES.slice(0, 6).map((product, i) => ({ ...product, id: `new${i}` }))));
const model = at('describer.safetensors');

beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const linesOf = (name: string) =>
  readFileSync(at(name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('vitrine train-describer and describe', () => {
  beforeAll(async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await trainDescriberCommand.run(
      [
        ...['--texts', at('shop.json'), '--out', model, '--epochs', '1', '--width', '16', '--blocks', '1'],
        ...['--work', at('work'), '--record', at('training.json')],
      ],
      given,
    );
  });

  test('the training is recorded with its losses', () => {
    const { curve, metrics, bytes } = JSON.parse(readFileSync(at('training.json'), 'utf8'));
    expect(curve).toHaveLength(1);
    expect(metrics.heldLoss).toBe(curve[0].held);
    expect(bytes).toBe(readFileSync(model).length);
  });

  test('writes a text for each product, and goes on after what was written before', async () => {
    const kept = { id: 'new0', description: 'As it was.', source: 'written' };
    writeFileSync(at('texts.jsonl.part'), `${JSON.stringify(kept)}\n{"id":"new1","descr`);
    await describeCommand.run(['--products', at('new.json'), '--model', model, '--out', at('texts.jsonl')], given);
    const texts = linesOf('texts.jsonl');
    expect(texts.map(({ id }) => id)).toEqual(['new0', 'new1', 'new2', 'new3', 'new4', 'new5']);
    expect(texts[0]).toEqual(kept);
    expect(existsSync(at('texts.jsonl.part'))).toBe(false);
  });

  test('an abort ends it with what is written kept', async () => {
    const interrupted = { ...given, ...abortedAt(2) };
    const run = describeCommand.run(
      ['--products', at('new.json'), '--model', model, '--out', at('ended.jsonl')],
      interrupted,
    );
    await expect(run).rejects.toMatchObject({ code: 'aborted', message: expect.stringContaining('ended.jsonl.part') });
  });

  test('measures beside the nearest text copied and a template', async () => {
    await describeCommand.run(
      [
        ...['--evaluate', '--products', at('new.json'), '--texts', at('shop.json'), '--model', model],
        ...['--record', at('figures.json')],
      ],
      given,
    );
    const { metrics, alone, baselines, texts } = JSON.parse(readFileSync(at('figures.json'), 'utf8'));
    expect(texts).toBe(6);
    expect(metrics.invented).toBe(0);
    expect(alone.edited.bleu4).toBeGreaterThan(alone.written.bleu4); // of a net of one epoch
    expect(baselines.nearest).toMatchObject({ bleu4: 1, rougeL: 1 }); // the same products are in the shop
    expect(baselines.template.bleu4).toBeLessThan(1);
  });

  test('goes on against a discriminator where that is asked, and records what was written before and after', async () => {
    await trainDescriberCommand.run(
      [
        ...['--texts', at('shop.json'), '--out', at('refined.safetensors'), '--epochs', '1', '--width', '16'],
        ...['--blocks', '1', '--refine', '--work', at('work'), '--record', at('refining.json')],
      ],
      given,
    );
    const { phases } = JSON.parse(readFileSync(at('refining.json'), 'utf8'));
    for (const { bleu4, rougeL } of [phases.likelihood, phases.adversarial]) {
      expect(bleu4).toBeGreaterThanOrEqual(0);
      expect(rougeL).toBeLessThanOrEqual(1);
    }
    expect(existsSync(at('refined.safetensors'))).toBe(true);
  });

  test('wrong calls are told', async () => {
    for (const args of [
      ['--model', model],
      ['--products', at('new.json'), '--model', at('none')],
      ['--products', at('new.json'), '--model', model],
    ]) {
      await expect(describeCommand.run(args, given)).rejects.toMatchObject({ code: 'bad-options' });
    }
  });
});

test('the check of facts sees what a record does not say', () => {
  const check = new FactCheck(['Osier', 'Tarn & Vale', 'Only'], ['only'], 'strict');
  const product = { id: 'x', title: 'Osier Navy-Blue coat, 2 pockets', description: 'red' };
  expect(check.inventedIn('Navy blue coat by Osier, lace-up, only 2', product)).toEqual([]);
  expect(check.inventedIn('Red leather coat by Tarn & Vale with 3', product)).toEqual([
    'red',
    'leather',
    '3',
    'tarn vale',
  ]);
  const lax = new FactCheck(['Osier'], [], 'sold-by');
  expect(lax.inventedIn('Red leather coat with 3 pockets, 90 cm, Rs 5', product)).toEqual(['red', '90', '5']);
  expect(lax.inventedIn("Osier's 2Navy coats, 20gm, XXL", product)).toEqual(['20', 'xxl']);
});
