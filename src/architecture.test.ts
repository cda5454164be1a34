import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** The house as a table: each room and the rooms it may import. ARCHITECTURE.md draws the same. */
const SERVING = ['contract', 'kernels', 'pack'];
const MAY_IMPORT: Record<string, readonly string[]> = {
  contract: [],
  kernels: ['contract'],
  pack: ['contract', 'kernels'],
  catalogue: ['contract', 'kernels'],
  history: ['contract', 'kernels'],
  retrieval: [...SERVING, 'catalogue'],
  ranking: [...SERVING, 'catalogue', 'retrieval'],
  reranking: [...SERVING, 'catalogue', 'retrieval'],
  engine: [...SERVING, 'catalogue', 'history', 'retrieval', 'ranking', 'reranking'],
  compute: ['contract', 'kernels', 'catalogue'],
  training: ['contract', 'catalogue', 'compute'],
  models: ['contract', 'kernels', 'catalogue', 'training', 'compute', 'pack'],
  generators: ['contract', 'kernels', 'catalogue', 'training', 'compute', 'pack', 'models'],
  neural: ['contract', 'models', 'generators', 'training', 'compute', 'pack'],
  evaluation: ['contract', 'catalogue'],
  page: ['contract'],
  index: ['page', 'contract'],
  shelf: ['page', 'contract'],
  'script-shop': ['page', 'index', 'shelf'],
  'script-tag': ['page', 'contract', 'script-shop'],
};

const src = import.meta.dirname;
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'));
const roomOf = (path: string): string => path.split('/')[0].replace(/\.ts$/, '');

/** Every relative module named in a file: `import … from`, `export … from`, `import('…')`. */
function importsOf(path: string): string[] {
  const text = readFileSync(resolve(src, path), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) =>
    relative(src, resolve(src, dirname(path), target)).replaceAll('\\', '/'),
  );
}

test.each(files)('%s imports only what its room may', (path) => {
  const room = roomOf(path);
  expect(Object.keys(MAY_IMPORT), `room ${room} is not in the table`).toContain(room);
  const strangers = importsOf(path).filter((target) => {
    const other = target.startsWith('..') ? target : roomOf(target);
    return other !== room && !MAY_IMPORT[room].includes(other);
  });
  expect(strangers).toEqual([]);
});

test('every room of the table exists: an empty room is not built', () => {
  const rooms = new Set(files.map(roomOf));
  expect(Object.keys(MAY_IMPORT).filter((room) => !rooms.has(room))).toEqual([]);
});
