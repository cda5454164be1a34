// One recorded result: what was measured, by which command, on what.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const results = resolve(root, 'bench/results/performance');

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/** The commit of another checkout. */
export const commitOf = (folder) =>
  execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();

const changed = git('status', '--porcelain', '--', 'src', 'workers', 'bench', ':!bench/results') !== '';
/** What is measured: as it is when the benches are built. */
const commit = git('rev-parse', '--short', 'HEAD') + (changed ? ' and changes' : '');

/** Load over the last minute, a core. Over ¼ the figures are noisy. */
export const load = () => Number((loadavg()[0] / cpus().length).toFixed(2));

const version = (name) => {
  for (const folder of [root, resolve(root, 'bench')]) {
    try {
      return JSON.parse(readFileSync(resolve(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
    } catch {}
  }
  throw new Error(`${name} is not installed`);
};

/**
 * @param name file name without its ending, from the folder of performance
 * @param command default: the bench of that name
 * @param browser the version of Chromium; of other browsers by their names
 * @param peers packages whose versions belong to the result
 * @param result what was measured
 * @param loadBefore `load()` when the bench began
 */
export function record(name, { command = `npm run bench -- ${name}`, browser, peers = [], loadBefore, result }) {
  const entry = {
    command,
    commit,
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    versions: {
      ...(typeof browser === 'object' ? browser : { chromium: browser }),
      node: process.versions.node,
      ...Object.fromEntries(peers.map((peer) => [peer, version(peer)])),
    },
    machine: {
      cpu: cpus()[0].model,
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      os: process.platform,
      loadBefore,
      loadAfter: load(),
    },
    ...result,
  };
  const path = resolve(results, `${name}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(entry, null, 2)}\n`);
  console.log(`  → ${path.slice(root.length + 1)}`);
}
