import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRelations } from './read-relations.ts';

const path = join(mkdtempSync(join(tmpdir(), 'vitrine-relations-')), 'relations');
const read = (text: string) => {
  writeFileSync(path, text);
  return readRelations(path, ['u', 'v', 'w']);
};

test('both directions are one link; what cannot be used is counted', async () => {
  const { links, report } = await read('u\tv\nv u\nv,w\nu u\nu stranger\n');
  expect(links.map((pair) => [...pair].sort())).toEqual([
    [0, 1],
    [1, 2],
  ]);
  expect(report.lines().sort()).toEqual([
    '1 of 5 rows left out: of a shopper who is not in the log',
    '1 of 5 rows left out: of a shopper with themselves',
  ]);
});

test('a file that links nobody is refused, and one that is not there', async () => {
  await expect(read('x y\n')).rejects.toMatchObject({ code: 'bad-options' });
  await expect(readRelations(`${path}-missing`, ['u'])).rejects.toMatchObject({ code: 'bad-options' });
});
