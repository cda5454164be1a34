// Type-checks each thread by itself, so that code in the wrong thread does not compile; then all tests. Every TypeScript file
// belongs to at least one project: a file that no project names would be checked by nobody.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { root, tsc } from './install.mjs';

const PROJECTS = [
  'src',
  'src/tsconfig.tests.json',
  'src/trainer',
  'workers',
  'cli',
  'studio',
  'studio/worker',
  'demo',
  'demo/tsconfig.service-worker.json',
  'bench',
  'bench/scale',
  'e2e',
  'examples',
  'faults',
  'faults/hostile',
];
const FOLDERS = ['src', 'workers', 'cli', 'studio', 'demo', 'bench', 'docs', 'e2e', 'examples', 'faults', 'scripts'];

/** Checks one project. @returns its errors, and the files that it holds, relative to the root */
function check(project) {
  const compiler = spawn(process.execPath, [tsc, '-p', project, '--listFiles', '--pretty', 'false'], { cwd: root });
  let output = '';
  compiler.stdout.on('data', (piece) => (output += piece));
  compiler.stderr.on('data', (piece) => (output += piece));
  return new Promise((done, fail) => {
    compiler.on('error', fail);
    compiler.on('close', (status) => {
      const lines = output.split('\n').filter((line) => line !== '');
      const isFile = (line) => /^(\/|[A-Z]:).*\.(d\.)?[cm]?[jt]sx?$/.test(line) || line.startsWith('bundled:');
      const files = lines.filter(isFile).map((path) => relative(root, path).replaceAll('\\', '/'));
      done({ project, failed: status !== 0, errors: lines.filter((line) => !isFile(line)), files });
    });
  });
}

const waiting = [...PROJECTS];
const results = [];
await Promise.all(
  Array.from({ length: Math.max(1, Math.min(4, availableParallelism())) }, async () => {
    for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
      results.push(await check(project));
    }
  }),
);
for (const { project, failed, errors } of results) if (failed) console.error([`${project}:`, ...errors].join('\n  '));

const checked = new Set(results.flatMap(({ files }) => files));
const unchecked = FOLDERS.flatMap((folder) =>
  readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' }).map(
    (path) => `${folder}/${path.replaceAll('\\', '/')}`,
  ),
).filter((path) => /\.tsx?$/.test(path) && !/(^|\/)(node_modules|build)\//.test(path) && !checked.has(path));
for (const path of unchecked) console.error(`${path} belongs to no TypeScript project.`);

process.exit(unchecked.length > 0 || results.some(({ failed }) => failed) ? 1 : 0);
