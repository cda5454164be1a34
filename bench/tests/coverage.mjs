// `npm run coverage [-- --record]`: which branches of the code that keeps a visitor's data the tests take, those in Node and those in
// Chromium together (V8's own counts). Branches that no test takes are printed with their places.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/install.mjs';
import { load, record } from '../harness/record.mjs';

/** The folders that are counted, by the name of their row. */
const PARTS = {
  history: ['src/engine/storage', 'src/engine/gate.ts'],
  pack: ['src/pack'],
  contract: ['src/contract'],
  privacy: ['src/page/privacy', 'src/learning/privacy'],
  page: ['src/page'],
};
/** Tests that run this code; others run it only on the way. */
const TESTS = [
  'src/engine/storage',
  'src/engine/engine.test.ts',
  'src/engine/gate.test.ts',
  'src/pack',
  'src/contract',
  'src/page',
  'src/learning/privacy',
  'src/bindings',
  'src/server.test.ts',
];
const folders = Object.values(PARTS).flat();
const { values } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
const loadBefore = load();
const reports = resolve(root, 'build/coverage');
rmSync(reports, { recursive: true, force: true });

const { status } = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    ...TESTS,
    '--coverage.enabled',
    '--coverage.provider=v8',
    '--coverage.reporter=json',
    '--coverage.reportOnFailure',
    `--coverage.reportsDirectory=${reports}`,
    ...folders.map((path) => `--coverage.include=${path.endsWith('.ts') ? path : `${path}/**/*.ts`}`),
    '--coverage.exclude=**/testing/**',
    '--coverage.exclude=**/*.test.ts',
    '--coverage.exclude=**/golden/**',
  ],
  { cwd: root, stdio: 'inherit' },
);

const files = Object.values(JSON.parse(readFileSync(resolve(reports, 'coverage-final.json'), 'utf8'))).map(
  ({ path, branchMap, b }) => {
    const branches = Object.entries(branchMap).flatMap(([id, { locations, loc }]) =>
      b[id].map((taken, i) => ({ taken: taken > 0, line: (locations[i]?.start ?? loc.start).line ?? loc.start.line })),
    );
    return { path: relative(root, path), branches };
  },
);

const inside = (path, part) => path === part || path.startsWith(`${part}/`);
const rows = Object.fromEntries(
  Object.entries(PARTS).map(([name, parts]) => {
    const found = files.filter(({ path }) => parts.some((part) => inside(path, part)));
    const branches = found.flatMap((file) => file.branches);
    const untaken = Object.fromEntries(
      found.flatMap(({ path, branches: own }) => {
        const lines = [...new Set(own.filter(({ taken }) => !taken).map(({ line }) => line))];
        return lines.length > 0 ? [[path, lines]] : [];
      }),
    );
    return [name, { branches: branches.length, taken: branches.filter(({ taken }) => taken).length, untaken }];
  }),
);
for (const [name, { branches, taken, untaken }] of Object.entries(rows)) {
  console.log(`${name}: ${taken} of ${branches} branches`);
  for (const [path, lines] of Object.entries(untaken)) console.log(`  ${path}: ${lines.join(', ')}`);
}
if (values.record && status === 0) {
  record('../reliability/coverage', {
    command: 'npm run coverage',
    peers: ['vitest', '@vitest/coverage-v8'],
    loadBefore,
    result: { parts: rows },
  });
}
process.exitCode = status;
