import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { historyOf, type InteractionLog } from '../evaluation/interaction-log.ts';
import { PARTS } from '../evaluation/part-split.ts';
import type { LogOptions } from '../log/read-text-log.ts';
import { readLog } from './read-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-log-'));
function read(text: string | Uint8Array, options?: LogOptions) {
  const path = join(folder, 'log');
  writeFileSync(path, text);
  return readLog(path, options);
}
/** Shoppers' products, by name. */
function visits({ shopperIds, shoppers, productIds, sequences: { items, offsets } }: InteractionLog) {
  return Object.fromEntries(
    Array.from(shoppers, (shopper, i) => [
      shopperIds[shopper],
      Array.from(items.subarray(offsets[i], offsets[i + 1]), (item) => productIds[item - 1]).join(' '),
    ]),
  );
}

describe('what a log is, its content tells', () => {
  test('user item item …', async () => {
    expect(visits((await read('7 a b c\n8 b\n\n9 c a\n')).log)).toEqual({ 7: 'a b c', 8: 'b', 9: 'c a' });
  });

  test('user item, in order', async () => {
    expect(visits((await read('u1 a\nu2 b\nu1 b\n')).log)).toEqual({ u1: 'a b', u2: 'b' });
    expect(visits((await read('u1\ta\nu2\tb\nu1\tb\n')).log)).toEqual({ u1: 'a b', u2: 'b' });
  });

  test('user item count, where a user has several lines', async () => {
    expect(visits((await read('u1\ta\t9\nu2\tb\t1\nu1\tb\t4\n')).log)).toEqual({ u1: 'a b', u2: 'b' });
    expect(visits((await read('1 2 3\n2 3 4\n')).log)).toEqual({ 1: '2 3', 2: '3 4' });
  });

  test('sessions without a shopper', async () => {
    expect(visits((await read('1 2\n3 4 5\n', { sessions: true })).log)).toEqual({ 1: '1 2', 2: '3 4 5' });
  });

  test.each([
    ['CSV', 'user,item,event,ts\nu,b,view,20\nu,a,addtocart,10\n'],
    ['CSV with Windows lines and a byte order mark', '\uFEFFuser,item,event,ts\r\nu,b,view,20\r\nu,a,addtocart,10\r\n'],
    ['TSV of RecBole', 'user_id:token\titem_id:token\ttimestamp:float\nu\tb\t20\nu\ta\t10\n'],
    ['semicolons and dates', 'CustomerID;StockCode;InvoiceDate\nu;b;2011-01-02 10:00\nu;"a";2011-01-01 10:00\n'],
    ['JSON', '[{"visitorid":"u","itemid":"b","timestamp":20},{"visitorid":"u","itemid":"a","timestamp":10}]'],
    ['JSON lines', '{"user":"u","item":"b","ts":20}\n{"user":"u","item":"a","ts":10}\n'],
  ])('%s, put in order of time', async (_, text) => {
    expect(visits((await read(text)).log)).toEqual({ u: 'a b' });
  });

  test('gzip', async () => {
    expect(visits((await read(gzipSync('1 a b c\n'))).log)).toEqual({ 1: 'a b c' });
  });

  test('columns can be named', async () => {
    const text = 'buyer,code\nu,a\n';
    await expect(read(text)).rejects.toMatchObject({ code: 'bad-options' });
    expect(visits((await read(text, { columns: { user: 'buyer', item: 'code' } })).log)).toEqual({ u: 'a' });
  });

  test('a folder of sessions with pairs: every pair asks for its target', async () => {
    const path = join(folder, 'sessions');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'train_sessions.txt'), '1 2 3\n2 3\n');
    writeFileSync(join(path, 'test_pairs.txt'), '1 2\t3\n9\t1\n');
    const { log, test: cases } = await readLog(path);
    expect(visits(log)).toEqual({ 1: '1 2 3', 2: '2 3' });
    const ids = cases!.log.productIds;
    const questions = Array.from(cases!.targets, (target, i) => [
      Array.from(historyOf(cases!, i).items, (item) => ids[item - 1]).join(' '),
      ids[cases!.log.sequences.items[target] - 1],
    ]);
    expect(questions).toEqual([
      ['1 2', '3'],
      ['9', '1'],
    ]);
  });
});

describe('a folder that is split already', () => {
  const folderOf = (files: Record<string, string>): string => {
    const path = mkdtempSync(join(folder, 'split-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    return path;
  };

  test('says of each interaction what it is for', async () => {
    const { log, parts } = await readLog(
      folderOf({ 'train.txt': '1 a b\n2 c\n', 'valid.txt': '2 d\n', 'test.txt': '1 c\n3 a\n' }),
    );
    expect(visits(log)).toEqual({ 1: 'a b c', 2: 'c d', 3: 'a' });
    expect([...parts!]).toEqual([PARTS.train, PARTS.train, PARTS.test, PARTS.train, PARTS.validation, PARTS.test]);
  });

  test('without a validation part the last tenth of each training line is one', async () => {
    const items = Array.from({ length: 20 }, (_, i) => `i${i}`).join(' ');
    const { parts } = await readLog(folderOf({ 'train.txt': `1 ${items}\n2 i1 i2\n`, 'test.txt': '1 z\n' }));
    expect(Array.from(parts!.keys()).filter((at) => parts![at] === PARTS.validation)).toEqual([18, 19]);
  });

  test('by the ends, what came as validation is kept for the end', async () => {
    const items = Array.from({ length: 10 }, (_, i) => `i${i}`).join(' ');
    const path = folderOf({ 'train.txt': `1 ${items}\n`, 'valid.txt': '1 v\n', 'test.txt': '1 z\n' });
    const { parts } = await readLog(path, { validation: 'ends' });
    expect([...parts!]).toEqual([...Array(9).fill(PARTS.train), PARTS.validation, PARTS.unplaced, PARTS.test]);
  });

  test('one without training and test is refused', async () => {
    await expect(readLog(folderOf({ 'test.txt': '1 a\n' }))).rejects.toMatchObject({ code: 'bad-options' });
  });
});

describe('what counts', () => {
  test('as in the page: runs of one product are one interest, a cart that was emptied leaves a view', async () => {
    const { log } = await read(
      'user,item,event,ts\nu,a,view,1\nu,a,addtocart,2\nu,b,view,3\nu,a,remove_from_cart,4\nu,c,purchase,5\n',
    );
    expect(visits(log)).toEqual({ u: 'a b c' });
    expect(log.names).toEqual(['view_item', 'view_item', 'purchase']);
  });

  test('rows that cannot be used are counted with their reason, the rest goes on', async () => {
    const { log, report } = await read(
      'user,item,event,ts,qty\n,a,view,1,1\nu,,view,1,1\nu,a,teleport,1,1\nu,a,view,soon,1\nu,a,buy,1,-3\nu,a,view,1,1\n',
    );
    expect(visits(log)).toEqual({ u: 'a' });
    expect(report.rows).toBe(6);
    expect(report.lines()).toEqual([
      '1 of 6 rows left out: without a user',
      '1 of 6 rows left out: without an item',
      '1 of 6 rows left out: of an unknown event "teleport"',
      '1 of 6 rows left out: without a time',
      '1 of 6 rows left out: taken back',
      'Say what such a word means: --event-words "teleport"=view_item',
      'Times are small numbers such as 1: they are read as seconds, and only their order counts.',
    ]);
  });

  test.each(['', 'just text, and more', '{"a": 1', '[1, 2', '<xml/>,'])('%j is refused with a remedy', async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'bad-options', remedy: expect.stringMatching(/.+/) });
  });

  test('a file that is not there, and one that is not text', async () => {
    await expect(readLog(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'bad-options' });
    await expect(read(Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14))).rejects.toMatchObject({ code: 'bad-options' });
  });
});
