import type { Reader } from '../../contract/validation/plain-data.ts';
import { type SectionLayout, type TensorForm, vectorForms } from '../layout.ts';
import type { Tensor } from '../pack.ts';
import { PACK_VERSION } from '../pack-file.ts';
import { responseInputs } from '../sections/response.ts';
import { DESCRIPTIONS, VECTORS } from './descriptions.ts';
import { LAYOUTS } from './layouts.ts';

type Schema = Readonly<Record<string, unknown>>;

/** One option, by its path, and what the reader says it must be. */
interface Option {
  readonly path: string;
  readonly wanted: string;
}

/** One tensor of a layout in terms of the pack's sizes. */
interface TensorRow {
  readonly name: string;
  readonly types: string;
  readonly shape: readonly string[];
  readonly holds: string | undefined;
  readonly meaning: string;
}

/** A placeholder for any section or feature. */
const ANY = 'S';

/** Values that a reader takes, by what it says it wants; one that wants names inside is described of `ANY`. */
function sampleOf(wanted: string): unknown {
  if (wanted === 'an object') return { [ANY]: undefined };
  if (wanted === 'a list') return [undefined];
  if (wanted === 'true or false') return true;
  if (wanted === 'a text') return 'x';
  return Number(/ from (\S+) to /.exec(wanted)?.[1] ?? 1);
}

/** Asks a reader what it wants until it is content: the options are described in one place only, which is the reader. */
function optionsOf(reader: Reader<unknown>): Option[] {
  const options: Option[] = [];
  const value: Record<string, unknown> = {};
  for (;;) {
    const refusal = refusalOf(reader, value);
    if (refusal === undefined) return options.filter(({ wanted }) => wanted !== 'an object' && wanted !== 'a list');
    const [, path, wanted] = /^(\S+) must be (.*)$/.exec(refusal) ?? [];
    if (path === undefined || options.some((option) => option.path === path)) throw new Error(`unclear: ${refusal}`);
    options.push({ path, wanted });
    const steps = path.split('.');
    const last = steps.pop()!;
    const parent = steps.reduce(
      (inner: Record<string, unknown>, step) => inner[step] as Record<string, unknown>,
      value,
    );
    parent[last] = sampleOf(wanted);
  }
}

function refusalOf(reader: Reader<unknown>, value: unknown): string | undefined {
  try {
    reader(value, '');
    return undefined;
  } catch (misfit) {
    return (misfit as Error).message;
  }
}

/** A whole number without an upper bound says the largest there is. */
const boundsOf = (least: string, most: string): Schema => ({
  minimum: Number(least),
  ...(Number(most) < Number.MAX_SAFE_INTEGER && { maximum: Number(most) }),
});

/** What a reader wants, as a JSON schema. */
function schemaOf(wanted: string): Schema {
  const [, kind, least, most] = /^(a whole number|a number) from (\S+) to (\S+)$/.exec(wanted) ?? [];
  if (kind !== undefined) return { type: kind === 'a number' ? 'number' : 'integer', ...boundsOf(least, most) };
  const [, highest] = /^a number above 0, up to (\S+)$/.exec(wanted) ?? [];
  if (highest !== undefined) return { type: 'number', exclusiveMinimum: 0, maximum: Number(highest) };
  const simple: Record<string, Schema> = {
    'a finite number': { type: 'number' },
    'true or false': { type: 'boolean' },
    'a text': { type: 'string' },
  };
  if (!(wanted in simple)) throw new Error(`there is no schema for ${wanted}`);
  return simple[wanted];
}

/** The schema of the options of a section: those beside them are a trainer's own. */
function optionsSchema(layout: SectionLayout<object>): Schema {
  const properties: Record<string, Record<string, unknown>> = {};
  for (const { path, wanted } of optionsOf(layout.options)) {
    const [name, inner] = path.split('.');
    const description = DESCRIPTIONS[layout.name].options[inner === ANY || inner === '0' ? name : path];
    const own = { ...schemaOf(wanted), ...(description && { description }) };
    if (inner === undefined) properties[name] = own;
    else if (inner === '0')
      properties[name] = { type: 'array', items: schemaOf(wanted), minItems: 1, uniqueItems: true, description };
    else if (inner === ANY) properties[name] = { type: 'object', additionalProperties: schemaOf(wanted), description };
    else {
      properties[name] ??= { type: 'object', properties: {}, required: [] };
      Object.assign(properties[name].properties as object, { [inner]: own });
      (properties[name].required as string[]).push(inner);
    }
  }
  const required = Object.keys(properties);
  for (const [name, { of, meaning }] of Object.entries(DESCRIPTIONS[layout.name].choices ?? {})) {
    properties[name] = { enum: of, description: meaning };
  }
  return { type: 'object', properties, required };
}

/** Sizes that no other size is made of, and what they are called. */
const SIZES = {
  width: 1009,
  hidden: 211,
  expansion: 7,
  longest: 9973,
  buckets: 65_537,
  items: 20_011,
  features: 31,
  signals: 37,
};
const CALLED = new Map<number, string>([
  [SIZES.items + 1, 'n + 1'],
  [SIZES.items + 2, 'n + 2'],
  [SIZES.width, 'width'],
  [3 * SIZES.width, '3 × width'],
  [SIZES.expansion * SIZES.width, 'expansion × width'],
  [SIZES.hidden, 'hidden'],
  [SIZES.longest, 'longest'],
  [SIZES.buckets, 'buckets'],
  [SIZES.features, 'features'],
  [SIZES.signals, 'signals'],
  [responseInputs(SIZES.width), `${responseInputs(0)} + 3 × width`],
]);

/** The tensors of a layout, asked of it with sizes that are known again in the shapes. */
function tensorsOf(layout: SectionLayout<object>): TensorRow[] {
  const features = Array.from({ length: SIZES.features }, (_, i) => `${i}`);
  const signals = Array.from({ length: SIZES.signals }, (_, i) => `${i}`);
  const options = { ...SIZES, blocks: 1, heads: 1, features, signals, widths: { [ANY]: SIZES.width } };
  const own = Object.entries(layout.tensors(options, SIZES.items));
  const given = { shape: [0, 0], data: new Uint8Array(0) };
  const inForms: Record<string, Tensor>[] = [{ fine: given }, { codes: { ...given, shape: [0, SIZES.features] } }];
  const vectors = inForms.flatMap((tensors) => Object.entries(vectorForms(tensors, SIZES.items + 1, SIZES.width)));
  const described = { ...(layout.vectors && VECTORS), ...DESCRIPTIONS[layout.name].tensors };
  const rows = [...(layout.vectors ? vectors : []), ...own].map(([name, form]) => {
    const called = name.replace(/^0\./, 'B.');
    if (!(called in described)) throw new Error(`${layout.name}/${called} is not described`);
    return rowOf(called, form, described[called]);
  });
  const strangers = Object.keys(described).filter((name) => !rows.some((row) => row.name === name));
  if (strangers.length > 0) throw new Error(`${layout.name} has no ${strangers.join(', ')}`);
  return rows;
}

function rowOf(
  name: string,
  { types, shape, holds }: TensorForm,
  [meaning, open]: readonly [string, string?],
): TensorRow {
  const sizes = shape.map((size) => (size === -1 ? open! : (CALLED.get(size) ?? String(size))));
  // The probe for parts is the number of features.
  const parts = name === 'centroids' ? ['parts', sizes[1], 'width / parts'] : sizes;
  return { name, types, shape: parts, holds, meaning };
}

/** What its numbers are, in words that go on after the meaning. */
function held(holds: string | undefined): string {
  if (holds === undefined) return '';
  if (holds === 'rows') return '1…n';
  if (holds === 'amounts') return '≥ 0';
  return `rises from 0 to the length of ${holds
    .split(' ')
    .map((name) => `\`${name}\``)
    .join(' and ')}`;
}

/**
 * A JSON schema (draft 2020-12) of a pack's header as the file has it, whose `__metadata__.vitrine` was parsed: of the
 * manifest with each section's options, and of the tensors' element types and ranks; `x-shape` tells the sizes.
 */
export function packSchema(): Schema {
  const sections = LAYOUTS.filter(({ name }) => name !== 'products');
  const tensors = LAYOUTS.flatMap((layout) =>
    tensorsOf(layout).map(({ name, types, shape, holds, meaning }): [string, Schema] => [
      patternOf(layout.name, name),
      {
        type: 'object',
        properties: {
          dtype: { enum: types.split(' ') },
          shape: { type: 'array', minItems: shape.length, maxItems: shape.length },
        },
        'x-shape': shape,
        description: [meaning, held(holds)].filter(Boolean).join('; '),
      },
    ]),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'The header of a Vitrine pack, with its manifest parsed',
    type: 'object',
    required: ['__metadata__', 'products/ids', 'products/offsets'],
    properties: {
      __metadata__: {
        type: 'object',
        required: ['vitrine'],
        properties: { vitrine: { $ref: '#/$defs/manifest' } },
      },
    },
    patternProperties: {
      '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}/[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$': { $ref: '#/$defs/tensor' },
      ...Object.fromEntries(tensors),
    },
    additionalProperties: false,
    $defs: {
      tensor: {
        type: 'object',
        required: ['dtype', 'shape', 'data_offsets'],
        properties: {
          dtype: { enum: ['F32', 'I32', 'U32', 'U16', 'I8', 'U8'] },
          shape: { type: 'array', items: { type: 'integer', minimum: 0 }, maxItems: 8 },
          data_offsets: { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 2, maxItems: 2 },
        },
      },
      manifest: {
        type: 'object',
        required: ['format', 'version', 'created', 'unit', 'minShoppers', 'weights', 'metrics', 'sections'],
        properties: {
          format: { const: 'vitrine-pack' },
          version: { enum: [1, PACK_VERSION] },
          created: { type: 'string', description: 'ISO time with zone' },
          unit: { enum: ['visitor', 'session'] },
          minShoppers: { type: 'integer', minimum: 1 },
          weights: { type: 'object', additionalProperties: { type: 'number', minimum: 0 } },
          adaptive: { type: 'boolean', default: false },
          metrics: { type: 'object', additionalProperties: { type: 'number' } },
          windows: { enum: ['real', 'synthetic'], default: 'real' },
          noise: {
            type: 'object',
            required: ['epsilon', 'delta'],
            properties: { epsilon: { type: 'number', minimum: 0 }, delta: { type: 'number', minimum: 0 } },
          },
          sections: {
            type: 'object',
            properties: Object.fromEntries(sections.map((layout) => [layout.name, optionsSchema(layout)])),
            additionalProperties: { type: 'object' },
          },
          versions: {
            type: 'object',
            properties: Object.fromEntries(
              LAYOUTS.map(({ name, version = 1 }) => [name, { type: 'integer', minimum: 1, maximum: version }]),
            ),
            additionalProperties: { type: 'integer', minimum: 1 },
          },
        },
      },
    },
  };
}

/** The names in a file that a tensor of a layout has. */
function patternOf(section: string, tensor: string): string {
  const name = tensor
    .replaceAll('.', '\\.')
    .replace(/^B(?=\\)/, '\\d+')
    .replace(/^S(?=\\)/, '[A-Za-z0-9_.-]+');
  return `^${section}/${name}$`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The tables of a section as the documentation has them, in Markdown. */
export function sectionTables(name: string): string {
  const layout = LAYOUTS.find((one) => one.name === name);
  if (layout === undefined) throw new Error(`there is no section ${name}`);
  const own = tensorsOf(layout).filter((row) => !layout.vectors || !(row.name in VECTORS));
  const options = optionsOf(layout.options).map(({ path, wanted }) => {
    const named = path.replace(`.${ANY}`, '').replace('.0', '');
    return [`\`${named}\``, wanted.replace(` to ${Number.MAX_SAFE_INTEGER}`, ' on'), DESCRIPTIONS[name].options[named]];
  });
  for (const [option, { of, meaning }] of Object.entries(DESCRIPTIONS[name].choices ?? {}))
    options.push([`\`${option}\``, `left out, or ${of.map((word) => `\`${word}\``).join(', ')}`, meaning]);
  return [
    ...(layout.version === undefined ? [] : [`Version ${layout.version}.`]),
    ...(own.length > 0 ? [tensorTable(own)] : []),
    ...(options.length > 0 ? [table(['option', 'must be', 'meaning'], options)] : []),
  ].join('\n\n');
}

/** The table of the tensors that every section with vectors has. */
export function vectorsTable(): string {
  const layout = LAYOUTS.find(({ vectors }) => vectors)!;
  return tensorTable(tensorsOf(layout).filter(({ name }) => name in VECTORS));
}

function tensorTable(rows: readonly TensorRow[]): string {
  return table(
    ['tensor', 'type', 'shape', 'meaning'],
    rows.map(({ name, types, shape, holds, meaning }) => [
      `\`${name}\``,
      types.replaceAll(' ', ' or '),
      `[${shape.join(', ')}]`,
      [meaning, held(holds)].filter(Boolean).join('; '),
    ]),
  );
}
