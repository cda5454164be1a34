// Writes docs/performance.md and its pictures from the recorded results, and from nothing else.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { provenance } from './harness/markdown.mjs';

const bench = import.meta.dirname;
const results = resolve(bench, 'results/performance');
const docs = resolve(bench, '../docs');

/** Benches in the order in which they are told. */
const ORDER = ['click', 'history-growth', 'start-up', 'item-scoring', 'session-encoder', 'memory', 'long-tasks'];

export async function writeReport() {
  const known = readdirSync(bench).filter((name) => existsSync(resolve(bench, name, 'report.mjs')));
  const told = [...ORDER.filter((name) => known.includes(name)), ...known.filter((name) => !ORDER.includes(name))];
  const parts = [
    '# Performance',
    'Written by `npm run bench` from `bench/results/performance/`; every figure is measured, in Chromium, beside what it is compared with in the same run. Compare ratios: milliseconds are this machine’s.',
  ];
  mkdirSync(resolve(docs, 'performance'), { recursive: true });
  for (const name of told) {
    const path = resolve(results, `${name}.json`);
    if (!existsSync(path)) continue;
    const result = JSON.parse(readFileSync(path, 'utf8'));
    const { title, report } = await import(`./${name}/report.mjs`);
    const { text, pictures } = report(result);
    parts.push(`## ${title}`);
    for (const [file, picture] of Object.entries(pictures)) {
      writeFileSync(resolve(docs, 'performance', file), picture);
      parts.push(`![${title}](performance/${file})`);
    }
    parts.push(text.trim(), provenance(result));
  }
  writeFileSync(resolve(docs, 'performance.md'), `${parts.join('\n\n')}\n`);
  console.log('→ docs/performance.md');
}

if (process.argv[1] === import.meta.filename) await writeReport();
