import 'fake-indexeddb/auto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { EngineOptions } from '../../src/contract/engine.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { CandidateFeatures, featuresOf } from '../../src/engine/ranking/candidate-features.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import { countPopularity } from '../../src/trainer/fit/count-popularity.ts';
import { catchPrinted } from '../testing/printed.ts';
import { evaluateCommand } from './evaluate.ts';
import { trainCommand } from './train.ts';

// A source comes in by its own file and a line in each of the two registries. Nothing else of the house knows its name.
vi.mock('../../src/engine/sources/registry.ts', async (original) => {
  const { SOURCES } = await original<typeof import('../../src/engine/sources/registry.ts')>();
  const { companions } = await import('../../src/trainer/testing/companions.ts');
  return { SOURCES: [...SOURCES, companions] };
});
vi.mock('../../src/trainer/fit/registry.ts', async (original) => {
  const { FITS } = await original<typeof import('../../src/trainer/fit/registry.ts')>();
  const { companionsFit } = await import('../../src/trainer/testing/companions.ts');
  return { FITS: [...FITS, companionsFit] };
});

const folder = mkdtempSync(join(tmpdir(), 'vitrine-source-'));
const at = (name: string): string => join(folder, name);

/** Six sets of five products. Shoppers go through one set, each in another order. */
const SETS = 6;
const OF_SET = 5;
const visits = Array.from({ length: 60 }, (_, shopper) => {
  const set = shopper % SETS;
  const start = Math.floor(shopper / SETS);
  const step = 1 + (shopper % (OF_SET - 1));
  return Array.from({ length: OF_SET }, (_, i) => `p${set * OF_SET + ((start + i * step) % OF_SET)}`);
});
writeFileSync(at('sequences.txt'), visits.map((visit, shopper) => `shopper-${shopper} ${visit.join(' ')}`).join('\n'));
const PRODUCTS = Array.from({ length: SETS * OF_SET }, (_, i) => ({ id: `p${i}`, title: `Product ${i}` }));
const sameSet = (a: string, b: string): boolean =>
  Math.floor(Number(a.slice(1)) / OF_SET) === Math.floor(Number(b.slice(1)) / OF_SET);

const printed = catchPrinted();

async function train(...args: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const out = at('shop.safetensors');
  await trainCommand.run([
    '--events',
    at('sequences.txt'),
    '--out',
    out,
    '--fusion',
    'weights',
    '--min-shoppers',
    '1',
    ...args,
  ]);
  return new Uint8Array(readFileSync(out));
}

let databases = 0;
async function openEngine(options: Partial<EngineOptions> = {}) {
  const engine = createEngine();
  await engine.open({ database: `source-${databases++}`, ...options });
  return engine;
}

test('the command line names it, tunes it and sets its options', async () => {
  expect(trainCommand.help).toContain('companions');
  const tuned = readPack(await train('--model', 'companions+popular'));
  expect(Object.keys(tuned.sections).sort()).toEqual(['companions', 'popular']);
  expect(tuned.sections.companions.options).toEqual({ most: 10 });
  expect(tuned.manifest.weights.companions).toBeGreaterThan(0);
  const set = readPack(await train('--model', 'companions+popular', '--set', 'companions.most=3'));
  expect(set.sections.companions.options).toEqual({ most: 3 });
  await expect(train('--model', 'popular', '--set', 'companions.most=3')).rejects.toMatchObject({
    code: 'bad-options',
    remedy: expect.stringContaining('popular'),
  });
});

test('the engine serves it, and lists say what it gave and why', async () => {
  const engine = await openEngine();
  try {
    await engine.loadPack((await train('--model', 'companions+popular')).buffer);
    await engine.stageProducts(PRODUCTS);
    await engine.commitProducts();
    await engine.record([{ name: 'view_item', product: 'p7', at: 1 }]);
    const list = await engine.recommend({ limit: OF_SET - 1 });
    expect(list.items).toHaveLength(OF_SET - 1);
    for (const { id, shares, reasons } of list.items) {
      expect(sameSet(id, 'p7'), id).toBe(true);
      expect(shares.companions).toBeGreaterThan(0.5);
      expect(reasons[0]).toMatchObject({ kind: 'because', product: 'p7', source: 'companions' });
    }
    expect(list.model.split('+')[0]).toBe('companions');
    expect(list.fallback).toBe(false);
    expect((await engine.status()).weights.companions).toBeGreaterThan(0);
  } finally {
    await engine.close();
  }
});

test('a shop may weigh it; a source that is not there is refused, and those that are there are named', async () => {
  const engine = await openEngine({ weights: { companions: 2 } });
  expect((await engine.status()).weights).toEqual({ companions: 2 });
  await engine.close();
  await expect(openEngine({ weights: { compannions: 2 } })).rejects.toMatchObject({
    code: 'bad-options',
    remedy: expect.stringMatching(/rules.*companions/),
  });
});

test('the evaluation measures it beside the list', async () => {
  const args = ['--data', at('sequences.txt'), '--model', 'companions+rules', '--fusion', 'weights', '--json'];
  await evaluateCommand.run(args);
  const { singles } = JSON.parse(printed.text);
  expect(Object.keys(singles).sort()).toEqual(['companions', 'rules']);
  // All that is left of a set is four products, of which it knows one for certain.
  expect(singles.companions['recall@10']).toBe(1);
});

test('a learned ranker sees it', () => {
  const popularity = countPopularity({ items: Int32Array.of(1), offsets: Int32Array.of(0, 1) }, null, 1);
  expect(new CandidateFeatures(featuresOf('companions'), popularity).sources).toEqual(['companions']);
});
