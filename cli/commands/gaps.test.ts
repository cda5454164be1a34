import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openCompute } from '../../src/learning/compute/testing/open-compute.ts';
import { LentCompute } from '../../src/trainer/lent-compute.ts';
import { gapsCommand } from './gaps.ts';
import { trainCommand } from './train.ts';

const given = { compute: new LentCompute(() => openCompute('cpu')) };
afterAll(() => given.compute.close());

const folder = mkdtempSync(join(tmpdir(), 'vitrine-gaps-'));
const at = (name: string): string => join(folder, name);

/** Four brands in four categories, three products of each kind but one: nobody sells pans of Dale. */
const BRANDS = ['Aster', 'Birch', 'Cedar', 'Dale'];
const CATEGORIES = ['Cups', 'Pans', 'Bowls', 'Jugs'];
const products = BRANDS.flatMap((brand, b) =>
  CATEGORIES.flatMap((category, c) =>
    brand === 'Dale' && category === 'Pans'
      ? []
      : [0, 1, 2].map((i) => ({
          id: `${b}${c}${i}`,
          title: `${brand} ${category}, "${i}"`,
          brand,
          categories: ['Kitchen', category],
          price: 10 * (c + 1) + i,
        })),
  ),
);
writeFileSync(at('products.json'), JSON.stringify(products));
writeFileSync(at('bare.json'), JSON.stringify(products.map(({ id, title }) => ({ id, title }))));
const lines = Array.from({ length: 60 }, (_, shopper) =>
  [0, 7, 16, 21].map((step) => `${shopper},${products[(shopper * 5 + step) % products.length].id},view`),
);
writeFileSync(at('events.csv'), `user,item,event\n${lines.flat().join('\n')}\n`);
writeFileSync(at('others.csv'), 'user,item,event\n1,x,view\n1,y,view\n');

const SHOP = ['--products', at('products.json'), '--events', at('events.csv')];
const gaps = (...args: string[]): Promise<void> => gapsCommand.run(args, given);
const trained = (out: string, ...args: string[]): Promise<void> =>
  trainCommand.run(
    [
      '--events',
      at('events.csv'),
      '--out',
      at(out),
      '--fusion',
      'weights',
      '--min-shoppers',
      '1',
      '--work',
      at('work'),
      ...args,
    ],
    given,
  );
const tableAt = (name: string): string[][] =>
  readFileSync(at(name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('vitrine gaps', () => {
  beforeAll(async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await trained('shop.safetensors', '--model', 'als', '--products', at('products.json'), '--set', 'als.width=8');
    await trained('popular.safetensors', '--model', 'popular');
  });

  test('names the kind that nobody sells, with what stands nearest; the same seed gives the same table', async () => {
    await gaps('--pack', at('shop.safetensors'), ...SHOP, '--out', at('gaps.csv'));
    const [header, ...rows] = tableAt('gaps.csv');
    expect(header).toEqual(
      ['categories', 'brand', 'price', 'visitors'].concat([1, 2, 3].flatMap((n) => [`nearest_${n}`, `cosine_${n}`])),
    );
    expect(rows).toHaveLength(1);
    const [categories, brand, price, visitors, ...nearest] = rows[0];
    expect([categories, brand, price]).toEqual(['Kitchen > Pans', 'Dale', '21']);
    expect(Number(visitors)).toBeGreaterThan(0);
    expect(Number(visitors)).toBeLessThanOrEqual(1);
    const cosines = [nearest[1], nearest[3], nearest[5]].map(Number);
    expect(cosines).toEqual([...cosines].sort((a, b) => b - a));
    for (const id of [nearest[0], nearest[2], nearest[4]]) expect(products.map((one) => one.id)).toContain(id);
    await gaps('--pack', at('shop.safetensors'), ...SHOP, '--out', at('again.csv'));
    expect(readFileSync(at('again.csv'), 'utf8')).toBe(readFileSync(at('gaps.csv'), 'utf8'));
  });

  test('evaluates: hidden kinds are looked for, beside plain lists', async () => {
    await gaps('--evaluate', ...SHOP, '--hide', '1', '--seeds', '2', '--record', at('result.json'));
    const { metrics, baselines, candidates, runs } = JSON.parse(readFileSync(at('result.json'), 'utf8'));
    // The hidden kind and the one that is missing anyway are all there is to name.
    expect(candidates).toBe(2);
    expect(metrics['recall@50']).toBe(1);
    expect(Object.keys(baselines)).toHaveLength(3);
    expect(runs.map((run: { seed: number }) => run.seed)).toEqual([2]);
  });

  test.each([
    ['a pack that places no new products', ['--pack', at('popular.safetensors'), ...SHOP]],
    ['a model that the pack does not have', ['--pack', at('shop.safetensors'), ...SHOP, '--model', 'svd']],
    ['no categories and brands', ['--evaluate', '--products', at('bare.json'), '--events', at('events.csv')]],
    ['a log of other products', ['--evaluate', '--products', at('products.json'), '--events', at('others.csv')]],
    ['more kinds to hide than there are', ['--evaluate', ...SHOP, '--hide', '400']],
    ['a model to evaluate', ['--evaluate', ...SHOP, '--model', 'svd']],
    ['no pack', SHOP],
    ['a count of nothing', ['--pack', at('shop.safetensors'), ...SHOP, '--count', '0']],
  ])('refuses %s', async (_, args) => {
    await expect(gaps(...args, '--out', at('none.csv'))).rejects.toMatchObject({ code: 'bad-options' });
    expect(existsSync(at('none.csv'))).toBe(false);
  });
});
