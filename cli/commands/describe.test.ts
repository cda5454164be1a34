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

  test('tells what was refused and why, with examples, also of products that were described before', async () => {
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    const old = { id: 'old', description: 'x', source: 'edited', refused: [{ kind: 'colour', value: 'navy' }] };
    writeFileSync(
      at('odd.json'),
      JSON.stringify([{ id: 'bare' }, { id: 'strange', title: 'Zzz' }, { id: 'old', title: 'x' }]),
    );
    writeFileSync(at('odd.jsonl.part'), `${JSON.stringify(old)}\n`);
    await describeCommand.run(['--products', at('odd.json'), '--model', model, '--out', at('odd.jsonl')], given);
    expect(linesOf('odd.jsonl')).toEqual([
      old,
      { id: 'bare', description: '', source: 'template', reason: 'no-facts' },
      { id: 'strange', description: 'Zzz', source: 'template', reason: 'nothing-similar' },
    ]);
    const report = said.join('');
    expect(report).toContain('0 written, 1 edited, 2 by template');
    expect(report).toContain('1 by template, since the record says nothing (bare)');
    expect(report).toContain('1 by template, since no product like it has a text (strange)');
    expect(report).toContain('1 texts refused for a colour that the record lacks (old: navy)');
  });

  test('writes lines and titles for search where that is asked', async () => {
    for (const [style, text] of [
      ['line', expect.not.stringContaining('\n')],
      ['search-title', 'Osier Red shirt'],
    ] as const) {
      const args = ['--products', at('new.json'), '--model', model, '--out', at(`${style}.jsonl`), '--style', style];
      await describeCommand.run(args, given);
      expect(linesOf(`${style}.jsonl`)[0].description).toEqual(text);
    }
  });

  test('measures whether the fact comes first that each visitor shares most', async () => {
    const byBrand = CLOTHES.toSorted((a, b) => String(a.brand).localeCompare(String(b.brand)));
    const log = byBrand.slice(0, 40).map(({ id }, i) => `v${Math.floor(i / 4)},${id},view,${1_700_000_000 + i * 60}`);
    writeFileSync(at('visits.csv'), ['user,item,event,ts', ...log].join('\n'));
    await describeCommand.run(
      [
        ...['--evaluate', '--products', at('shop.json'), '--visitors', at('visits.csv'), '--model', model],
        ...['--record', at('order.json')],
      ],
      given,
    );
    const { metrics, visitors, textsThatInvent } = JSON.parse(readFileSync(at('order.json'), 'utf8'));
    expect(visitors).toBe(10);
    expect(metrics.sharedMostFirst).toBe(1);
    expect(textsThatInvent).toBe(0);
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
  const chinese = new FactCheck(['哈尔登', '炉边'], [], 'strict', { colour: ['燕麦白', '苔绿'], material: ['炻器'] });
  const mug = { id: 'm', title: '石径炻器马克杯 · 燕麦白', brand: '哈尔登', tags: ['cotton', '320 毫升'] };
  expect(chinese.inventedIn('哈尔登炻器马克杯，燕麦白，320 毫升，棉质杯套，支持蓝牙', mug)).toEqual([]);
  expect(chinese.inventedIn('炉边的苔绿木碗，容量 1 升，四杯茶，大号', mug)).toEqual(
    expect.arrayContaining(['苔绿', '木', '1', '4', '大号', '炉边']),
  );
  expect(lax.inventedIn("Osier's 2Navy coats, 20gm, XXL", product)).toEqual(['20', 'xxl']);
});
