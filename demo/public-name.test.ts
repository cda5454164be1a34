import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.m?ts$/.test(path),
);

test('the demo takes the package by its public name only, as a shop does', () => {
  const modules = files.flatMap((path) =>
    [...readFileSync(resolve(import.meta.dirname, path), 'utf8').matchAll(/from '([^']+)'/g)].map(([, name]) => name),
  );
  expect(modules).toContain('vitrine');
  const inside = modules.filter((name) => /(^|\/)(src|workers|cli|dist)\//.test(name) || name.startsWith('vitrine/'));
  const exported = [
    'vitrine/search-box',
    'vitrine/privacy',
    'vitrine/assistant',
    'vitrine/testing',
    'vitrine/tfjs-backend-wasm-simd.wasm?url',
  ];
  expect(inside.filter((name) => !exported.includes(name))).toEqual([]);
});
