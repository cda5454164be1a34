import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test, vi } from 'vitest';
import { LAYOUTS } from './layouts.ts';
import { packSchema, sectionTables, vectorsTable } from './pack-schema.ts';

const root = resolve(import.meta.dirname, '../../..');
const ajv = new Ajv({ allErrors: true, strictRequired: false });
ajv.addKeyword('x-shape');
const fits = ajv.compile(packSchema());

/** The header of a file, its manifest parsed. */
function headerOf(path: string) {
  const bytes = readFileSync(path);
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE(0))));
  return { ...header, __metadata__: { vitrine: JSON.parse(header.__metadata__.vitrine) } };
}

const golden = resolve(import.meta.dirname, '../golden');
const packs = readdirSync(golden, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.safetensors'),
);

test('the schema and the tables of docs/pack.md are made of the layouts', () => {
  const written = readFileSync(resolve(import.meta.dirname, 'pack.schema.json'), 'utf8');
  expect(JSON.parse(written), 'run `npm run schema`').toEqual(packSchema());
  const docs = readFileSync(join(root, 'docs/pack.md'), 'utf8');
  const tables = [...docs.matchAll(/<!-- layout:([\w-]+) -->\n\n([\s\S]*?)\n\n<!-- \/layout -->/g)];
  expect(tables.map(([, name]) => name).sort()).toEqual([...LAYOUTS.map(({ name }) => name), 'vectors'].sort());
  for (const [, name, table] of tables) {
    expect(table, 'run `npm run schema`').toBe(name === 'vectors' ? vectorsTable() : sectionTables(name));
  }
});

test.each(packs)('the header of the golden pack %s fits the schema', (pack) => {
  expect(fits(headerOf(join(golden, pack))), JSON.stringify(fits.errors)).toBe(true);
});

describe('a header that breaks a rule does not fit', () => {
  const whole = () => headerOf(join(golden, 'v1/one-byte.safetensors'));
  type Header = ReturnType<typeof whole>;

  test.each<[string, (header: Header) => void]>([
    ['no products', (header) => delete header['products/ids']],
    ['a later version', (header) => (header.__metadata__.vitrine.version = 99)],
    ['no unit', (header) => delete header.__metadata__.vitrine.unit],
    ['a weight below 0', (header) => (header.__metadata__.vitrine.weights.als = -1)],
    ['a section of a later version', (header) => (header.__metadata__.vitrine.versions = { lightgcn: 99 })],
    ['an option that is missing', (header) => delete header.__metadata__.vitrine.sections.als.ridge],
    ['an option out of its range', (header) => (header.__metadata__.vitrine.sections.als.width = 0)],
    ['another element type', (header) => (header['als/gram'].dtype = 'I8')],
    ['another rank', (header) => (header['als/gram'].shape = [64])],
    ['a name that is none', (header) => (header['als gram'] = header['als/gram'])],
  ])('%s', (_, damage) => {
    const header = whole();
    expect(fits(header)).toBe(true);
    damage(header);
    expect(fits(header)).toBe(false);
  });
});

/** A value at the edge of a range, and one beyond it. */
const edges = (schema: { type?: string; minimum?: number; maximum?: number; exclusiveMinimum?: number }) => [
  ...(schema.minimum === undefined ? [] : [[schema.minimum, schema.minimum - 1]]),
  ...(schema.maximum === undefined ? [] : [[schema.maximum, schema.maximum + 1]]),
  ...(schema.exclusiveMinimum === undefined ? [] : [[schema.exclusiveMinimum + 1e-6, schema.exclusiveMinimum]]),
];

test('what the schema says of a range is what the reader takes', () => {
  let checked = 0;
  const { manifest } = packSchema().$defs as { manifest: { properties: { sections: { properties: object } } } };
  const sections = Object.entries<{ properties: Record<string, object> }>(
    manifest.properties.sections.properties as Record<string, { properties: Record<string, object> }>,
  );
  for (const [name, { properties }] of sections) {
    const { options: read } = LAYOUTS.find((layout) => layout.name === name)!;
    const pack = packs.find((path) => headerOf(join(golden, path)).__metadata__.vitrine.sections[name])!;
    const good = headerOf(join(golden, pack)).__metadata__.vitrine.sections[name];
    for (const [option, schema] of Object.entries(properties)) {
      for (const [inside, beyond] of edges(schema)) {
        // One head goes with every width.
        const given = { ...good, ...(name === 'attention' && { heads: 1, width: 16 }) };
        expect(() => read({ ...given, [option]: inside }, ''), `${name}.${option}`).not.toThrow();
        expect(() => read({ ...given, [option]: beyond }, ''), `${name}.${option}`).toThrow(option);
        checked++;
      }
    }
  }
  expect(checked).toBeGreaterThan(50);
});

describe('what is written of the layouts', () => {
  const withLayouts = async (layouts: object[], descriptions: object) => {
    vi.resetModules();
    vi.doMock('./layouts.ts', () => ({ LAYOUTS: layouts }));
    vi.doMock('./descriptions.ts', async (original) => ({
      ...(await original<object>()),
      DESCRIPTIONS: descriptions,
    }));
    try {
      return await import('./pack-schema.ts');
    } finally {
      vi.doUnmock('./layouts.ts');
      vi.doUnmock('./descriptions.ts');
    }
  };
  const layout = (reader: (value: unknown, name: string) => unknown) => ({
    name: 'new',
    options: reader,
    tensors: () => ({ w: { types: 'F32', shape: [1] } }),
  });
  const refusing = (wanted: string) => () => {
    throw new Error(wanted);
  };
  const nothing = () => ({});

  test.each<[string, (value: unknown, name: string) => unknown, object, RegExp]>([
    ['a tensor without a description', nothing, { options: {}, tensors: {} }, /new\/w is not described/],
    ['a description of no tensor', nothing, { options: {}, tensors: { w: ['weights'], x: ['none'] } }, /new has no x/],
    ['a refusal that names no option', refusing('no'), { options: {}, tensors: { w: ['weights'] } }, /unclear: no/],
  ])('stops at %s', async (_, reader, descriptions, message) => {
    const { sectionTables, packSchema: schema } = await withLayouts([layout(reader)], { new: descriptions });
    expect(() => [sectionTables('new'), schema()]).toThrow(message);
  });

  test('an option of another kind stops the schema; a section without tensors of its own has only options', async () => {
    const asks = (value: unknown) => {
      if ((value as { kind?: unknown }).kind === undefined) throw new Error('kind must be a colour');
      return value;
    };
    const described = { new: { options: { kind: 'its colour' }, tensors: { w: ['weights'] } } };
    const { packSchema: schema } = await withLayouts([layout(asks)], described);
    expect(() => schema()).toThrow(/no schema for a colour/);
    const bare = { ...layout(asks), tensors: () => ({}) };
    const { sectionTables: tables } = await withLayouts([bare], {
      new: { options: { kind: 'its colour' }, tensors: {} },
    });
    expect(tables('new')).toMatch(/^\| option/);
  });

  test('a section that is none has no table', () => {
    expect(() => sectionTables('dreams')).toThrow(/there is no section dreams/);
  });
});
