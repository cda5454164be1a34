// Fills docs/performance.md and draws its pictures from the recorded results, and from nothing else.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fill, provenance } from './harness/markdown.mjs';

const bench = import.meta.dirname;
const root = resolve(bench, '..');
const results = resolve(bench, 'results/performance');

/** Benches in the order in which the report shows them. */
const ORDER = [
  'click',
  'click-trace',
  'history-growth',
  'shelves',
  'tabs',
  'start-up',
  'search',
  'item-scoring',
  'growth',
  'session-encoder',
  'training-step',
  'imagine',
  'memory',
  'memory-parts',
  'long-tasks',
];

/** @returns {Promise<Map<string, string>>} the files by their path in the project */
export async function renderReport() {
  const known = readdirSync(bench).filter((name) => existsSync(resolve(bench, name, 'report.mjs')));
  const ordered = [...ORDER.filter((name) => known.includes(name)), ...known.filter((name) => !ORDER.includes(name))];
  const files = new Map();
  const parts = [];
  for (const name of ordered) {
    const path = resolve(results, `${name}.json`);
    if (!existsSync(path)) continue;
    const result = JSON.parse(readFileSync(path, 'utf8'));
    const { title, report } = await import(`./${name}/report.mjs`);
    const { text, pictures } = report(result);
    parts.push(`## ${title}`);
    for (const [file, picture] of Object.entries(pictures)) {
      files.set(`docs/performance/${file}`, picture);
      parts.push(`![${title}](performance/${file})`);
    }
    parts.push(text.trim(), provenance(result));
  }
  const page = readFileSync(resolve(root, 'docs/performance.md'), 'utf8');
  return files.set('docs/performance.md', fill(page, { performance: parts.join('\n\n') }));
}

export async function writeReport() {
  for (const [file, text] of await renderReport()) {
    const path = resolve(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`→ ${file}`);
  }
}

if (process.argv[1] === import.meta.filename) await writeReport();
