import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { SCRIPT_PARTS } from './script-parts.ts';

const root = resolve(import.meta.dirname, '../..');
const named = (path: string, form: RegExp) =>
  [...readFileSync(resolve(root, path), 'utf8').matchAll(form)].map(([, name]) => name).sort();
const PARTS = [...SCRIPT_PARTS].sort();
/** What the neural worker brings in. */
const OF_NEURAL = ['describer', 'federated-update'];
const ALL = [...PARTS, ...OF_NEURAL].sort();

/** Bundlers, npm and the build read these places as text, and so cannot take the names from the table. */
test('every script that a worker brings in is built, exported, found by bundlers and weighed', () => {
  const sources = readdirSync(resolve(root, 'workers')).flatMap((file) => /^([^.]+)\.ts$/.exec(file)?.[1] ?? []);
  expect(sources.sort()).toEqual(ALL);
  for (const [path, form, parts] of [
    ['package.json', /"\.\/[\w-]+\.js": "\.\/dist\/([\w-]+)\.js"/g, ALL],
    ['src/index.ts', /'?[\w-]+'?: \(\) => new URL\(\/\* @vite-ignore \*\/ '\.\/([\w-]+)\.js'/g, PARTS],
    ['src/page/privacy/federated-part.ts', /new URL\(\/\* @vite-ignore \*\/ '\.\/([\w-]+)\.js'/g, ['federated-update']],
    ['src/page/neural/describing.ts', /new URL\(\/\* @vite-ignore \*\/ '\.\/([\w-]+)\.js'/g, ['describer']],
  ] as const) {
    expect(named(path, form), path).toEqual(parts);
  }
  expect(named('scripts/size.mjs', /file: '([\w-]+)\.js'/g)).toEqual(expect.arrayContaining(ALL));
});

test.each(SCRIPT_PARTS)('%s leaves itself by its own name', (name) => {
  expect(named(`workers/${name}.ts`, /leavePart\('([\w-]+)'/g)).toEqual([name]);
});
