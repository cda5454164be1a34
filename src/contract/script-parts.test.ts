import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { SCRIPT_PARTS } from './script-parts.ts';

const root = resolve(import.meta.dirname, '../..');
const named = (path: string, form: RegExp) =>
  [...readFileSync(resolve(root, path), 'utf8').matchAll(form)].map(([, name]) => name).sort();
const PARTS = [...SCRIPT_PARTS].sort();

/** Bundlers, npm and the build read these places as text, and so cannot take the names from the table. */
test('every script that the engine brings in is built, exported, found by bundlers and weighed', () => {
  const sources = readdirSync(resolve(root, 'workers')).flatMap((file) => /^([^.]+)\.ts$/.exec(file)?.[1] ?? []);
  expect(sources.sort()).toEqual(PARTS);
  for (const [path, form] of [
    ['package.json', /"\.\/[\w-]+\.js": "\.\/dist\/([\w-]+)\.js"/g],
    ['src/index.ts', /'?[\w-]+'?: \(\) => new URL\(\/\* @vite-ignore \*\/ '\.\/([\w-]+)\.js'/g],
  ] as const) {
    expect(named(path, form), path).toEqual(PARTS);
  }
  expect(named('scripts/size.mjs', /file: '([\w-]+)\.js'/g)).toEqual(expect.arrayContaining(PARTS));
});

test.each(SCRIPT_PARTS)('%s leaves itself by its own name', (name) => {
  expect(named(`workers/${name}.ts`, /leavePart\('([\w-]+)'/g)).toEqual([name]);
});
