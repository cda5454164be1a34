import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MemoryFolder } from '../run-folder.ts';
import { NodeFolder } from './node-folder.ts';

const disk = join(mkdtempSync(join(tmpdir(), 'vitrine-folder-')), 'made', 'when', 'needed');

describe.each([
  ['in memory', new MemoryFolder()],
  ['on disk', new NodeFolder(disk)],
])('a run’s folder %s', (_, folder) => {
  test('gives back what was written last, and nothing that was never written', async () => {
    expect(await folder.list()).toEqual([]);
    expect(await folder.read('a.section')).toBeUndefined();
    await folder.writeAtomically('b.section', Uint8Array.of(9));
    await folder.writeAtomically('a.section', Uint8Array.of(1, 2));
    await folder.writeAtomically('a.section', Uint8Array.of(3));
    expect(await folder.read('a.section')).toEqual(Uint8Array.of(3));
    expect(await folder.list()).toEqual(['a.section', 'b.section']);
    await folder.remove('a.section');
    await folder.remove('a.section');
    expect(await folder.list()).toEqual(['b.section']);
  });
});

test('on disk nothing half written is left beside, and folders within are none of its files', async () => {
  const folder = new NodeFolder(disk);
  mkdirSync(join(disk, 'within'));
  await folder.writeAtomically('c.section', new Uint8Array(1000));
  expect(readdirSync(disk).filter((name) => name.endsWith('.new'))).toEqual([]);
  expect(await folder.list()).not.toContain('within');
});
