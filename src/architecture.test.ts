import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/**
 * The house as a table: each room, named by its path, and the rooms it may import. A file belongs to the room with the longest
 * path that fits. ARCHITECTURE.md draws the same.
 */
const SERVING = ['src/contract', 'src/kernels', 'src/pack', 'src/catalogue'];
const LEARNING = [
  'src/contract',
  'src/kernels',
  'src/catalogue',
  'src/pack',
  'src/learning/compute',
  'src/learning/training',
];
const ENGINE = [...SERVING, 'src/engine/storage', 'src/engine/sources', 'src/engine/ranking', 'src/engine/reranking'];
const TRAINER = [
  'src/reading',
  ...ENGINE,
  'src/engine',
  'src/engine/search',
  'src/assistant',
  'src/attribution',
  'src/experiments',
  ...LEARNING,
  'src/learning/models',
  'src/learning/generators',
  'src/learning/privacy',
  'src/learning/federated',
  'src/learning/encoders',
  'src/learning/worker',
];
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/contract': [],
  'src/kernels': ['src/contract'],
  'src/pack': ['src/contract', 'src/kernels'],
  'src/reading': ['src/contract'],
  'src/catalogue': ['src/contract', 'src/kernels', 'src/reading'],
  'src/engine/storage': ['src/contract', 'src/kernels'],
  'src/engine/sources': SERVING,
  'src/engine/ranking': [...SERVING, 'src/engine/sources'],
  'src/engine/reranking': [...SERVING, 'src/engine/sources'],
  'src/engine/search': [
    'src/contract',
    'src/kernels',
    'src/pack',
    'src/catalogue',
    'src/engine/storage',
    'src/engine/ranking',
  ],
  'src/engine': [...ENGINE, 'src/engine/search', 'src/reading', 'src/attribution'],
  'src/learning/compute': ['src/contract', 'src/kernels', 'src/catalogue'],
  'src/learning/training': ['src/contract', 'src/catalogue', 'src/learning/compute'],
  'src/learning/privacy': [],
  'src/learning/federated': ['src/contract', 'src/pack', 'src/learning/privacy'],
  'src/learning/models': LEARNING,
  'src/learning/generators': [...LEARNING, 'src/learning/models'],
  'src/learning/encoders': [...LEARNING, 'src/learning/models', 'src/learning/generators'],
  'src/learning/worker': [
    ...LEARNING,
    'src/learning/models',
    'src/learning/generators',
    'src/learning/encoders',
    'src/learning/federated',
  ],
  'src/trainer/evaluation': ['src/contract', 'src/catalogue'],
  'src/trainer': [...TRAINER, 'src/trainer/evaluation'],
  'src/attribution': ['src/contract'],
  'src/experiments': ['src/contract'],
  'src/testing.ts': [],
  'src/trainer/node': [...TRAINER, 'src/trainer/evaluation', 'src/trainer'],
  'src/page': ['src/contract', 'src/experiments'],
  'src/assistant': ['src/contract', 'src/kernels', 'src/page', 'src/engine/search', 'src/learning/generators'],
  'src/bindings': ['src/page', 'src/contract', 'src/index.ts'],
  'src/index.ts': ['src/page', 'src/contract'],
  'src/aggregation.ts': ['src/learning/federated', 'src/contract'],
  'src/experiments.ts': ['src/experiments', 'src/contract'],
  'src/shelf.ts': ['src/page', 'src/contract'],
  'src/server.ts': ['src/page', 'src/contract'],
  'src/search-box.ts': ['src/page', 'src/contract'],
  'src/privacy.ts': ['src/page', 'src/contract'],
  'src/assistant.ts': ['src/assistant', 'src/page', 'src/contract'],
  'src/script-shop.ts': [
    'src/page',
    'src/contract',
    'src/index.ts',
    'src/shelf.ts',
    'src/search-box.ts',
    'src/privacy.ts',
  ],
  'src/script-tag.ts': ['src/page', 'src/contract', 'src/script-shop.ts'],
  workers: [
    'src/contract',
    'src/kernels',
    'src/catalogue',
    'src/engine',
    'src/engine/reranking',
    'src/engine/search',
    'src/engine/sources',
    'src/learning/generators',
    'src/learning/worker',
    'src/learning/federated',
  ],
  cli: [...TRAINER, 'src/trainer', 'src/trainer/evaluation', 'src/trainer/node'],
  studio: [...TRAINER, 'src/trainer', 'src/trainer/evaluation'],
  demo: ['scripts', 'studio'],
  e2e: ['demo', 'docs', 'examples', 'scripts'],
  examples: ['scripts'],
  bench: [
    ...TRAINER,
    'src/trainer',
    'src/trainer/evaluation',
    'src/trainer/node',
    'src/index.ts',
    'workers',
    'examples',
    'scripts',
  ],
  docs: ['bench', 'scripts'],
  faults: ['src/testing.ts', 'src/index.ts', 'bench', 'scripts'],
  'faults/hostile': [
    'src/contract',
    'src/catalogue',
    'src/engine',
    'src/engine/search',
    'src/engine/sources',
    'src/page',
    'src/trainer',
  ],
  scripts: [],
};
/** Doubles and small shops for tests: they may reach into what they stand for. */
const FOR_TESTS = /\/testing\//;

const root = resolve(import.meta.dirname, '..');
const files = ['src', 'workers', 'cli', 'studio', 'demo', 'e2e', 'bench', 'docs', 'examples', 'faults', 'scripts']
  .flatMap((folder) =>
    readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.(ts|mjs)$/.test(path) && !/\.(test|d)\.ts$|node_modules|\/build\//.test(path));
const ROOMS = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);
const roomOf = (path: string): string =>
  ROOMS.find((room) => path === room || path.startsWith(`${room}/`)) ?? 'no room';

/** Every relative module named in a file: `import … from`, `export … from`, `import('…')`. */
function importsOf(path: string): string[] {
  const text = readFileSync(resolve(root, path), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) =>
    relative(root, resolve(root, dirname(path), target)).replaceAll('\\', '/'),
  );
}

test.each(files.filter((path) => !FOR_TESTS.test(path)))('%s imports only what its room may', (path) => {
  const room = roomOf(path);
  expect(room, `${path} is in no room of the table`).not.toBe('no room');
  const strangers = importsOf(path).filter((target) => {
    const other = roomOf(target);
    return other !== room && !MAY_IMPORT[room].includes(other);
  });
  expect(strangers).toEqual([]);
});

/** Files of `src` that run in Node alone: those that read files, and open what Node has. */
const NODE_ONLY = /^src\/trainer\/node\//;

test.each(files.filter((path) => path.startsWith('src/') && !NODE_ONLY.test(path) && !FOR_TESTS.test(path)))(
  '%s runs in a browser: it imports nothing of Node',
  (path) => {
    expect(readFileSync(resolve(root, path), 'utf8')).not.toMatch(/from 'node:/);
    expect(importsOf(path).filter((target) => NODE_ONLY.test(target))).toEqual([]);
  },
);

test('every room of the table exists: an empty room is not built', () => {
  const rooms = new Set(files.map(roomOf));
  expect(ROOMS.filter((room) => !rooms.has(room))).toEqual([]);
});
