import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readPack } from '../../src/pack/pack-file.ts';
import { nameOf, readShardIndex } from '../../src/pack/shards/shard-index.ts';
import { catchPrinted } from '../testing/printed.ts';
import { inspectCommand } from './inspect.ts';
import type { ShardsSummary } from './shards-summary.ts';
import { trainCommand } from './train.ts';

const shop = resolve(import.meta.dirname, '../../src/pack/golden/shop');
const feed = join(shop, 'products.json');
const products = JSON.parse(readFileSync(feed, 'utf8')) as { id: string; categories: string[] }[];
const printed = catchPrinted();

const train = (out: string, ...args: string[]) =>
  trainCommand.run([
    ...['--events', join(shop, 'events.csv'), '--out', out, '--min-shoppers', '1'],
    ...['--model', 'rules+knn+popular', '--fusion', 'weights', ...args],
  ]);

async function inspect(path: string): Promise<ShardsSummary> {
  printed.text = '';
  await inspectCommand.run([path, '--json']);
  return JSON.parse(printed.text);
}

test('vitrine train --shards writes an index and the files that it names; vitrine inspect reads them all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-shards-'));
  const out = join(folder, 'shop.json');
  await train(out, '--products', feed, '--shards', '6');
  const index = readShardIndex(readFileSync(out, 'utf8'));
  expect(index.products).toBe(products.length);
  expect(index.shards.length).toBeGreaterThan(4);
  const files = [...index.shards, ...index.pages];
  expect(readdirSync(folder).sort()).toEqual([...new Set(files.map(nameOf)), 'shop.json'].sort());

  const [head, ...shards] = index.shards.map((shard) => {
    const bytes = gunzipSync(readFileSync(join(folder, nameOf(shard))));
    return {
      pack: readPack(new Uint8Array(bytes.subarray(0, shard.pack))),
      feed: JSON.parse(bytes.toString('utf8', shard.pack)) as typeof products,
    };
  });
  expect(shards.flatMap(({ feed }) => feed.map(({ id }) => id)).sort()).toEqual(products.map(({ id }) => id).sort());
  for (const { pack, feed } of shards) {
    const own = new Set(feed.map(({ id }) => id));
    expect(pack.productIds.every((id) => own.has(id))).toBe(true);
    expect(Object.keys(pack.sections)).toEqual(Object.keys(head.pack.sections));
  }

  const shown = await inspect(out);
  expect(shown).toMatchObject({ products: products.length, damaged: [], pages: index.pages.length });
  expect(shown.shards.map((shard) => shard.products)).toEqual(index.shards.map((shard) => shard.products));
  printed.text = '';
  await inspectCommand.run([out]);
  expect(printed.text).toContain(`${products.length} products in ${shards.length} shards`);

  // One was uploaded by half, one is a page of the host's.
  truncateSync(join(folder, nameOf(index.shards[1])), 100);
  writeFileSync(join(folder, nameOf(index.shards[2])), '<!doctype html><title>Not found</title>');
  const { damaged } = await inspect(out);
  expect(damaged).toEqual([
    expect.stringMatching(/^shard 1, .*: it has 100 bytes instead of \d+$/),
    expect.stringMatching(/^shard 2, .* bytes instead of \d+$/),
  ]);
});

test.each([
  ['no feed', [], 'shop.json', '--products FEED'],
  ['a name that is not of an index', ['--products', feed], 'shop.safetensors', '--out shards/shop.json'],
  ['no number of shards', ['--products', feed, '--shards', 'many'], 'shop.json', 'auto'],
  ['too many shards', ['--products', feed, '--shards', '70000'], 'shop.json', 'auto'],
])('%s is told before the training', async (_, args, out, remedy) => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-shards-'));
  const run = train(join(folder, out), ...(args.includes('--shards') ? args : ['--shards', '4', ...args]));
  await expect(run).rejects.toMatchObject({ code: 'bad-options', remedy: expect.stringContaining(remedy) });
  expect(readdirSync(folder)).toEqual([]);
});
