import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPack } from '../../src/pack/pack-file.ts';
import { catchPrinted } from '../testing/printed.ts';
import { compareCommand } from './compare.ts';
import { evaluateCommand } from './evaluate.ts';
import { inspectCommand } from './inspect.ts';
import { trainCommand } from './train.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-cli-'));
const at = (name: string): string => join(folder, name);

/** Shoppers walk a circle of 30 products, each from another start: what comes next is certain. */
const PRODUCTS = 30;
const SHOPPERS = 90;
const circle = Array.from({ length: SHOPPERS }, (_, shopper) =>
  Array.from({ length: 6 }, (_, step) => `p${(shopper * 7 + step) % PRODUCTS}`),
);
const DAY = 24 * 60 * 60;
writeFileSync(
  at('events.csv'),
  `user,item,event,ts\n${circle
    .flatMap((visit, shopper) =>
      visit.map((product, step) => `shopper-${shopper},${product},view,${(shopper + step) * DAY}`),
    )
    .join('\n')}\n`,
);
writeFileSync(at('sequences.txt'), circle.map((visit, shopper) => `shopper-${shopper} ${visit.join(' ')}`).join('\n'));
const COUNTED = ['--model', 'rules+knn+popular', '--fusion', 'weights'];

const printed = catchPrinted();

const train = (...args: string[]): Promise<void> =>
  trainCommand.run(['--events', at('events.csv'), '--out', at('shop.safetensors'), ...COUNTED, ...PRIVATE, ...args]);
/** What is in so small a log would be left out otherwise. */
const PRIVATE = ['--min-shoppers', '1'];
async function evaluate(...args: string[]) {
  await evaluateCommand.run(['--data', at('sequences.txt'), ...COUNTED, '--json', ...args]);
  return JSON.parse(printed.text);
}

describe('vitrine train', () => {
  test('writes a pack that reads back, of all products', async () => {
    await train();
    const { productIds, manifest, sections } = readPack(new Uint8Array(readFileSync(at('shop.safetensors'))));
    expect(productIds).toHaveLength(PRODUCTS);
    expect(Object.keys(sections)).toEqual(['rules', 'knn', 'popular', 'trending']);
    expect(manifest.weights.rules! + manifest.weights.knn!).toBeGreaterThan(0);
  });

  test('holds neither shoppers nor times', async () => {
    await train();
    const text = readFileSync(at('shop.safetensors'), 'latin1');
    expect(text).toContain('p17');
    expect(text).not.toContain('shopper-');
    expect(text).not.toContain(String(3 * DAY));
  });

  test('leaves out what fewer shoppers than asked for have seen', async () => {
    const few = `${readFileSync(at('events.csv'), 'utf8')}lonely,secret,view,9\nlonely,p1,view,10\n`;
    writeFileSync(at('few.csv'), few);
    await trainCommand.run([
      '--events',
      at('few.csv'),
      '--out',
      at('few.safetensors'),
      '--min-shoppers',
      '2',
      ...COUNTED,
    ]);
    const { productIds, manifest } = readPack(new Uint8Array(readFileSync(at('few.safetensors'))));
    expect(productIds).not.toContain('secret');
    expect(manifest.minShoppers).toBe(2);
  });

  test('leaves out what came after a date', async () => {
    await train('--until', '1970-01-03T00:00:00Z');
    const { productIds } = readPack(new Uint8Array(readFileSync(at('shop.safetensors'))));
    expect(productIds.length).toBeLessThan(PRODUCTS);
  });
});

describe('vitrine evaluate', () => {
  test('finds what is certain, and says what it was measured on', async () => {
    const result = await evaluate();
    expect(result).toMatchObject({ protocol: 'leave-one-out', cases: SHOPPERS, model: 'rules+knn+popular' });
    expect(result.metrics['recall@5']).toBe(1);
    expect(result.metrics['ndcg@10']).toBeGreaterThan(result.baselines.popular['ndcg@10']);
    expect(result.bytes).toBeGreaterThan(1000);
  });

  test('a pack that was trained before ranks as it does when it is trained for the purpose', async () => {
    await train();
    const result = await evaluate('--pack', at('shop.safetensors'), '--lists', at('lists.jsonl'));
    expect(result.metrics['recall@5']).toBe(1);
    const lists = readFileSync(at('lists.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lists).toHaveLength(SHOPPERS);
    expect(lists[0].user).toBe('shopper-0');
    expect(lists[0].items).toContain('p5');
    expect(lists[0].items).not.toContain('p4');
  });

  test('the same command gives the same result', async () => {
    const first = await evaluate();
    printed.text = '';
    expect(await evaluate()).toEqual(first);
  });

  test.each(['session', 'time-split'])('protocol %s', async (protocol) => {
    await evaluateCommand.run(['--data', at('events.csv'), '--protocol', protocol, ...COUNTED, '--json']);
    expect(JSON.parse(printed.text).metrics['recall@5']).toBeGreaterThan(0.9);
  });

  test('by folds, shoppers who were never met are asked about', async () => {
    const result = await evaluate('--folds', '3');
    expect(result).toMatchObject({ protocol: 'cross-validation', cases: SHOPPERS });
    expect(result.runs.map(({ fold }: { fold: number }) => fold)).toEqual([1, 2, 3]);
    expect(result.metrics['recall@5']).toBeGreaterThan(0.9);
    expect(result.betweenRuns['recall@5']).toBeLessThan(0.5);
  });

  test('beside it stand its sources alone and baselines, with paired differences', async () => {
    const result = await evaluate('--seeds', '1,2');
    expect(result.runs.map(({ seed }: { seed: number }) => seed)).toEqual([1, 2]);
    expect(Object.keys(result.singles)).toEqual(['rules', 'knn', 'popular']);
    const { difference, interval } = result.differences.baselines.popular['ndcg@10'];
    expect(difference - interval).toBeGreaterThan(0);
    expect(result.metrics.auc).toBeGreaterThan(0.9);
    expect(result.metrics['novelty@10']).toBeGreaterThan(0);
  });

  test('records the result with what is needed to get it again', async () => {
    await evaluate('--record', at('results/circle.json'));
    expect(JSON.parse(readFileSync(at('results/circle.json'), 'utf8'))).toMatchObject({
      command: expect.stringContaining('vitrine evaluate --data'),
      metrics: { 'recall@5': 1 },
      versions: { node: process.versions.node },
    });
  });
});

describe('vitrine compare', () => {
  test('tells how much better one run is, with an interval, without training anything again', async () => {
    await evaluate('--lists', at('ours.jsonl'));
    printed.text = '';
    await evaluate('--model', 'popular', '--lists', at('theirs.jsonl'));
    printed.text = '';
    await compareCommand.run(['--ours', at('ours.jsonl'), '--theirs', at('theirs.jsonl'), '--json']);
    const { difference, interval, ours, theirs } = JSON.parse(printed.text).differences['ndcg@10'];
    expect(difference).toBeCloseTo(ours - theirs, 5);
    expect(difference).toBeGreaterThan(interval);
    printed.text = '';
    await compareCommand.run(['--ours', at('ours.jsonl'), '--theirs', at('ours.jsonl')]);
    expect(printed.text).toMatch(/ndcg@10 .* \+0\.0000 ± 0\.0000/);
  });

  test('refuses runs that did not ask the same', async () => {
    const lines = readFileSync(at('ours.jsonl'), 'utf8').split('\n');
    writeFileSync(at('fewer.jsonl'), lines.slice(1).join('\n'));
    const call = compareCommand.run(['--ours', at('ours.jsonl'), '--theirs', at('fewer.jsonl')]);
    await expect(call).rejects.toMatchObject({ code: 'bad-options' });
  });
});

test('vitrine inspect shows sections, tensors and bytes', async () => {
  await train();
  await inspectCommand.run([at('shop.safetensors')]);
  expect(printed.text).toContain('30 products');
  expect(printed.text).toMatch(/rules .*"decay"/);
  printed.text = '';
  await inspectCommand.run([at('shop.safetensors'), '--json']);
  expect(JSON.parse(printed.text).sections.rules.tensors.offsets.shape).toEqual([PRODUCTS + 2]);
});

describe('where links between shoppers are known', () => {
  // Two halves of a crowd: each likes its own products and knows its own people.
  const likes = Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: 8 }, (_, k) => (i % 2) * 20 + ((i * 7 + k * 3) % 20)),
  );
  const links = likes.flatMap((_, i) => [2, 4, 6, 10].map((step) => `s${i} s${(i + step) % 60}`));
  writeFileSync(
    at('likes.txt'),
    likes.map((products, i) => `s${i} ${products.map((p) => `p${p}`).join(' ')}`).join('\n'),
  );
  writeFileSync(at('links.txt'), links.join('\n'));

  test('friends are a source of their own, and the pack learns what they are worth', async () => {
    const asked = ['--model', 'friends+popular', '--relations', at('links.txt'), '--fusion', 'weights'];
    await evaluateCommand.run(['--data', at('likes.txt'), '--protocol', 'random', ...asked, '--json']);
    const { protocol, weights, singles } = JSON.parse(printed.text);
    expect(protocol).toBe('random');
    expect(weights.friends).toBeGreaterThan(weights.popular);
    expect(singles.friends['recall@10']).toBeGreaterThan(singles.popular['recall@10']);
    await trainCommand.run(['--events', at('likes.txt'), '--out', at('friends.safetensors'), ...PRIVATE, ...asked]);
    const pack = readPack(new Uint8Array(readFileSync(at('friends.safetensors'))));
    expect(pack.manifest.weights.friends).toBeGreaterThan(0);
  });
});

describe('called wrongly, each says what would be right', () => {
  test.each([
    ['train without a log', () => trainCommand.run(['--out', at('x')])],
    ['train without a place', () => trainCommand.run(['--events', at('events.csv')])],
    ['an option nobody knows', () => train('--fast')],
    ['a model nobody knows', () => train('--model', 'rules+magic')],
    ['a number that is none', () => train('--min-shoppers', 'some')],
    ['nothing left', () => train('--min-shoppers', '1000')],
    ['a date that is none', () => train('--until', 'yesterday')],
    ['friends without links', () => train('--model', 'friends')],
    ['links without a file', () => evaluate('--task', 'links')],
    ['a protocol nobody knows', () => evaluate('--protocol', 'dice')],
    ['a given split where none is', () => evaluate('--protocol', 'given')],
    ['the ends of lines that nobody split', () => evaluate('--validation', 'ends')],
    ['a split by time without times', () => evaluate('--protocol', 'time-split')],
    ['a pack that is not there', () => evaluate('--pack', at('nowhere'))],
    ['a log that is not there', () => evaluateCommand.run(['--data', at('nowhere')])],
    ['inspect without a file', () => inspectCommand.run([])],
  ])('%s', async (_, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'bad-options', remedy: expect.stringMatching(/.+/) });
  });

  test('a file that is no pack', async () => {
    writeFileSync(at('broken.safetensors'), 'user,item');
    await expect(inspectCommand.run([at('broken.safetensors')])).rejects.toMatchObject({ code: 'pack-corrupt' });
  });
});

describe('vitrine evaluate --task purchase', () => {
  // Every second product is bought by half of those who look at it, and no other by anybody.
  const lines = Array.from({ length: 3200 }, (_, look) => {
    const product = (look * 7) % 10;
    const at = look * 60 * 60;
    const buys = product % 2 === 0 && (look * 13) % 4 < 2;
    const own = [`shopper-${look % 40},q${product}-${Math.floor(look / 40)},view,${at}`];
    return buys ? [...own, own[0].replace(`view,${at}`, `purchase,${at + 60}`)] : own;
  });
  const purchases = (name: string, rows: string[]): string => {
    writeFileSync(at(name), `user,item,event,ts\n${rows.join('\n')}\n`);
    return at(name);
  };

  test('tells order, log-loss and calibration beside what has to be beaten', async () => {
    const data = purchases('looks.csv', lines.flat());
    await evaluateCommand.run(['--task', 'purchase', '--data', data, '--json']);
    const { metrics, baselines, runs, bought } = JSON.parse(printed.text);
    expect(bought).toBeGreaterThan(20);
    expect(Object.keys(metrics)).toEqual(['gauc', 'auc', 'log-loss', 'ece']);
    expect(baselines.popular).not.toHaveProperty('log-loss');
    expect(runs[0].reliability.length).toBeGreaterThan(1);
  });

  test('vitrine train puts what was learned into the pack', async () => {
    const data = purchases('train-looks.csv', lines.flat());
    await trainCommand.run([
      '--events',
      data,
      '--out',
      at('looks.safetensors'),
      ...COUNTED,
      ...PRIVATE,
      '--probabilities',
    ]);
    const { sections, productIds } = readPack(new Uint8Array(readFileSync(at('looks.safetensors'))));
    expect(sections.response.tensors.views.shape).toEqual([productIds.length + 1]);
    expect(sections.response.options.purchase).toMatchObject({ slope: expect.any(Number) });
  });

  test('without purchases there is nothing to learn', async () => {
    const data = purchases(
      'no-purchases.csv',
      lines.map(([view]) => view),
    );
    const call = evaluateCommand.run(['--task', 'purchase', '--data', data]);
    await expect(call).rejects.toMatchObject({ code: 'bad-options', remedy: expect.stringContaining('purchases') });
  });
});
