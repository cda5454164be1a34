// Writes what other trainers write a pack by, from the layouts that the engine reads it by: src/pack/schema/pack.schema.json,
// and the tables of docs/pack.md between their marks. `npm run schema`.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './install.mjs';

const schema = resolve(root, 'src/pack/schema/pack-schema.ts');
const { packSchema, sectionTables, vectorsTable } = (await runnerImport(schema, { root, configFile: false })).module;
const docs = resolve(root, 'docs/pack.md');

writeFileSync(resolve(root, 'src/pack/schema/pack.schema.json'), `${JSON.stringify(packSchema(), null, 1)}\n`);
const text = readFileSync(docs, 'utf8').replace(
  /(<!-- layout:([\w-]+) -->\n)[\s\S]*?(<!-- \/layout -->)/g,
  (_, open, name, close) => `${open}\n${name === 'vectors' ? vectorsTable() : sectionTables(name)}\n\n${close}`,
);
writeFileSync(docs, text);
