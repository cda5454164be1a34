import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VitrineError } from '../contract/errors.ts';
import type { Pack, Tensor } from './pack.ts';
import { PACK_VERSION, PackReader, readPack, writePack } from './pack-file.ts';
import { writeSafetensors } from './safetensors.ts';

const PACK: Pack = {
  manifest: {
    created: '2026-01-01T00:00:00.000Z',
    unit: 'visitor',
    minShoppers: 1,
    weights: { rules: 1, knn: 0.5 },
    adaptive: false,
    metrics: { 'ndcg@10': 0.05 },
  },
  productIds: ['sku-1', '茶壶', '__proto__', '🫖'],
  sections: {
    rules: {
      version: 3,
      options: { last: 5, decay: 0.6 },
      tensors: {
        weights: { shape: [3], data: Uint8Array.of(1, 2, 255) },
        items: { shape: [3], data: Uint16Array.of(1, 2, 3) },
        scales: { shape: [2, 2], data: Float32Array.of(0, 1.5, -2, 3) },
        none: { shape: [0, 7], data: new Int32Array(0) },
        '0.query.weights': { shape: [1], data: Float32Array.of(1) },
      },
    },
    popular: { version: 1, options: {}, tensors: {} },
  },
};

/** The header of a file as JSON text, and the file with another one. */
const headerOf = (bytes: Uint8Array): string =>
  new TextDecoder().decode(bytes.subarray(8, 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))));
function withHeader(bytes: Uint8Array, header: string): Uint8Array<ArrayBuffer> {
  const data = bytes.subarray(8 + Number(new DataView(bytes.buffer).getBigUint64(0, true)));
  const json = new TextEncoder().encode(header);
  const changed = new Uint8Array(8 + json.length + data.length);
  new DataView(changed.buffer).setBigUint64(0, BigInt(json.length), true);
  changed.set(json, 8);
  changed.set(data, 8 + json.length);
  return changed;
}
/** The manifest of a file, and the file with another one. */
const manifestOf = (bytes: Uint8Array) => JSON.parse(JSON.parse(headerOf(bytes)).__metadata__.vitrine);
const withManifest = (bytes: Uint8Array, manifest: object): Uint8Array<ArrayBuffer> =>
  withHeader(
    bytes,
    JSON.stringify({ ...JSON.parse(headerOf(bytes)), __metadata__: { vitrine: JSON.stringify(manifest) } }),
  );

function codeOf(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    readPack(bytes);
    return 'read';
  } catch (thrown) {
    if (!(thrown instanceof VitrineError)) throw thrown;
    expect(thrown.remedy).not.toBe('');
    return thrown.code;
  }
}

test('a pack reads back as it was written, whatever its ids and tensors are', () => {
  const tensor: fc.Arbitrary<Tensor> = fc.oneof(
    fc.float32Array({ noNaN: true, noDefaultInfinity: true }).map((data) => ({ shape: [data.length], data })),
    fc.int8Array().map((data) => ({ shape: [1, data.length], data })),
    fc.uint16Array().map((data) => ({ shape: [data.length], data })),
    fc.uint32Array().map((data) => ({ shape: [data.length, 1], data })),
  );
  // The reader drops keys that could reach a prototype.
  const safe = (key: string): boolean => !['__proto__', 'prototype', 'constructor'].includes(key);
  const name = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/).filter(safe);
  const section = fc.record({
    version: fc.integer({ min: 1, max: 9 }),
    options: fc.dictionary(fc.string().filter(safe), fc.oneof(fc.integer(), fc.string(), fc.boolean())),
    tensors: fc.dictionary(name, tensor, { noNullPrototype: true }),
  });
  const pack: fc.Arbitrary<Pack> = fc.record({
    manifest: fc.constant(PACK.manifest),
    productIds: fc.uniqueArray(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((id) => id === id.trim()),
    ),
    sections: fc.dictionary(
      name.filter((name) => name !== 'products'),
      section,
      { noNullPrototype: true },
    ),
  });
  fc.assert(
    fc.property(pack, (pack) => {
      expect(readPack(writePack(pack))).toEqual(pack);
    }),
  );
});

describe('a pack that nobody vouches for', () => {
  const bytes = writePack(PACK);

  test('cut off anywhere, it is corrupt', () => {
    for (let length = 0; length < bytes.length; length++) expect(codeOf(bytes.slice(0, length))).toBe('pack-corrupt');
  });

  test('with bytes after its end, it is corrupt', () => {
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(codeOf(longer)).toBe('pack-corrupt');
  });

  test.each([
    ['a later version', '\\"version\\":2', '\\"version\\":3', 'pack-version'],
    ['no version', '\\"version\\":2', '\\"vision\\":2', 'pack-corrupt'],
    ['a section of no version', '\\"versions\\":{\\"rules\\":3', '\\"versions\\":{\\"rules\\":0', 'pack-corrupt'],
    ['adaptation that is text', '\\"adaptive\\":false', '\\"adaptive\\":\\"x\\"', 'pack-corrupt'],
    ['another format', 'vitrine-pack', 'other-format', 'pack-corrupt'],
    ['no manifest', '"vitrine":', '"elsewhere":', 'pack-corrupt'],
    ['a negative weight', '\\"knn\\":0.5', '\\"knn\\":-5', 'pack-corrupt'],
    ['a weight that is text', '\\"knn\\":0.5', '\\"knn\\":\\"x\\"', 'pack-corrupt'],
    ['an element type that is not known', '"U16"', '"F64"', 'pack-corrupt'],
    ['an element type named as a method', '"U16"', '"toString"', 'pack-corrupt'],
    ['a shape that does not fit', '"shape":[2,2]', '"shape":[2,3]', 'pack-corrupt'],
    ['an absurd shape', '"shape":[2,2]', '"shape":[9007199254740991,9007199254740991]', 'pack-corrupt'],
    ['a negative shape', '"shape":[2,2]', '"shape":[-2,-2]', 'pack-corrupt'],
    ['a rank without end', '"shape":[2,2]', `"shape":[${'1,'.repeat(50)}4]`, 'pack-corrupt'],
    ['offsets that fall', '"data_offsets":[0,', '"data_offsets":[900,', 'pack-corrupt'],
    ['a tensor outside the sections', '"rules/items"', '"elsewhere/items"', 'pack-corrupt'],
    ['a tensor named __proto__', '"rules/items"', '"rules/__proto__"', 'pack-corrupt'],
    ['a section named __proto__: ignored', '\\"popular\\":{}', '\\"__proto__\\":{\\"polluted\\":1}', 'read'],
    ['no product ids', '"products/ids"', '"rules/ids"', 'pack-corrupt'],
  ])('%s', (_, from, to, code) => {
    const header = headerOf(bytes);
    expect(header).toContain(from);
    expect(codeOf(withHeader(bytes, header.replace(from, to)))).toBe(code);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('two tensors over the same bytes', () => {
    const header = JSON.parse(headerOf(bytes));
    const [begin] = header['products/ids'].data_offsets;
    header['rules/weights'].data_offsets = [begin, begin + 3];
    expect(codeOf(withHeader(bytes, JSON.stringify(header)))).toBe('pack-corrupt');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('a tensor that holds %s', (bad) => {
    const section = { options: {}, tensors: { scales: { shape: [2], data: Float32Array.of(1, bad) } } };
    expect(codeOf(writePack({ ...PACK, sections: { rules: section } }))).toBe('pack-corrupt');
  });

  test.each([
    ['twice the same', ['a', 'a']],
    ['empty', ['']],
    ['not trimmed', [' a']],
    ['too long', ['x'.repeat(513)]],
  ])('product ids: %s', (_, productIds) => {
    expect(codeOf(writePack({ ...PACK, productIds }))).toBe('pack-corrupt');
  });

  test('a safetensors file of someone else', () => {
    expect(codeOf(writeSafetensors({ metadata: {}, tensors: {} }))).toBe('pack-corrupt');
  });

  test('a header length beyond all memory is refused before anything is read', () => {
    const huge = bytes.slice();
    huge.fill(0xff, 0, 8);
    expect(codeOf(huge)).toBe('pack-corrupt');
  });

  test('ten thousand damaged files: each is read or refused with a typed error, and nothing is polluted', () => {
    const damage = fc.array(fc.record({ at: fc.nat(), value: fc.nat(255) }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, fc.boolean(), (places, cut) => {
        const damaged = bytes.slice(0, cut ? places[0].at % bytes.length : bytes.length);
        for (const { at, value } of places) damaged[at % Math.max(1, damaged.length)] = value;
        expect(['read', 'pack-corrupt', 'pack-version']).toContain(codeOf(damaged));
      }),
      { numRuns: 10_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        expect(codeOf(noise.slice())).toBe('pack-corrupt');
      }),
      { numRuns: 1_000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

test('a pack of the version before tells of no versions of its sections: each is of its first', () => {
  const bytes = writePack(PACK);
  const { version, versions, ...manifest } = manifestOf(bytes);
  expect(version).toBe(PACK_VERSION);
  expect(versions).toEqual({ rules: 3 });
  const { rules, popular } = PACK.sections;
  expect(readPack(withManifest(bytes, { ...manifest, version: 1 }))).toEqual({
    ...PACK,
    sections: { rules: { ...rules, version: 1 }, popular },
  });
});

test('in whatever pieces it arrives, it is the same pack; each section is there when its last byte is', () => {
  const bytes = writePack(PACK);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
      const reader = new PackReader();
      const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const met: string[][] = [];
      edges.slice(1).forEach((end, i) => {
        if (reader.push(bytes.subarray(edges[i], end)) && reader.part) met.push(Object.keys(reader.part.sections));
      });
      const { ids, manifest, sections } = reader.end();
      expect({ manifest, sections }).toEqual({ manifest: PACK.manifest, sections: PACK.sections });
      expect(PACK.productIds.map((id) => ids.numberOf(id))).toEqual([0, 1, 2, 3]);
      expect(met.at(-1)?.sort()).toEqual(['popular', 'rules']);
    }),
  );
});

test('a pack that begins at an odd address reads the same', () => {
  const bytes = writePack(PACK);
  const shifted = new Uint8Array(bytes.length + 1).subarray(1);
  shifted.set(bytes);
  expect(readPack(shifted)).toEqual(PACK);
});

test('a tensor beyond all memory is refused when it would begin', () => {
  const bytes = writePack(PACK);
  const header = JSON.parse(headerOf(bytes)) as Record<string, { data_offsets?: [number, number] }>;
  const end = Math.max(...Object.values(header).map((one) => one.data_offsets?.[1] ?? 0));
  const huge = { dtype: 'U8', shape: [2 ** 52], data_offsets: [end, end + 2 ** 52] };
  expect(codeOf(withHeader(bytes, JSON.stringify({ ...header, 'popular/huge': huge })))).toBe('pack-corrupt');
});

test.each(['<!DOCTYPE html><title>Not found</title>', '\n\n<html></html>', '\ufeff<!doctype html>'])(
  'a page in place of a pack is called one: %j',
  (page) => {
    expect(() => readPack(new TextEncoder().encode(page))).toThrow('it is an HTML page');
  },
);

test('a pack that would take more than it may is refused by its header, with what would fit', () => {
  const codes = { shape: [1000, 2], data: new Uint8Array(2000) };
  const coded: Pack = {
    ...PACK,
    sections: { als: { options: { width: 64 }, tensors: { codes, none: { shape: [0], data: new Float32Array(0) } } } },
  };
  const bytes = writePack(coded);
  const whole = new PackReader(70_000);
  whole.push(bytes);
  expect(Object.keys(whole.end().sections)).toEqual(['als']);

  const reader = new PackReader(33_000);
  const header = bytes.subarray(0, 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true)));
  let thrown: unknown;
  try {
    reader.push(header);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({
    code: 'pack-too-large',
    message: expect.stringMatching(/MB/),
    remedy: expect.stringMatching(/4\d % of its products/),
  });
});

test('what is small is written before what is large, after the products', () => {
  const section = (length: number) => ({
    options: {},
    tensors: { w: { shape: [length], data: new Float32Array(length) } },
  });
  const sections = { large: section(300), small: section(2), middle: section(40) };
  const header: Record<string, { data_offsets?: [number, number] }> = JSON.parse(
    headerOf(writePack({ ...PACK, sections })),
  );
  const places = Object.entries(header).flatMap(([name, { data_offsets: at }]) => (at ? [[name, at[0]] as const] : []));
  const inOrder = places.sort(([, a], [, b]) => a - b).map(([name]) => name.split('/')[0]);
  expect([...new Set(inOrder)]).toEqual(['products', 'small', 'middle', 'large']);
});

test('nothing is there before the products are, and a piece tells whether it completed a section', () => {
  const bytes = writePack(PACK);
  const reader = new PackReader();
  expect(reader.part).toBeUndefined();
  const dataFrom = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  // A section without tensors is whole as soon as it is known of.
  expect(reader.push(bytes.subarray(0, dataFrom))).toBe(true);
  expect(reader.part).toBeUndefined();
  expect(reader.push(bytes.subarray(dataFrom, dataFrom + 1))).toBe(false);
  expect(reader.push(bytes.subarray(dataFrom + 1))).toBe(true);
  expect(reader.part?.manifest).toEqual(PACK.manifest);
});

test('a refusal says what was found', () => {
  const bytes = writePack(PACK);
  const messageOf = (changed: Uint8Array<ArrayBuffer>): string => {
    try {
      readPack(changed);
    } catch (thrown) {
      return (thrown as Error).message;
    }
    return 'read';
  };
  const header = headerOf(bytes);
  const renamed = (from: string, to: string): string => messageOf(withHeader(bytes, header.replaceAll(from, to)));
  expect(renamed('"vitrine":', '"elsewhere":')).toContain('it has no manifest');
  expect(messageOf(withManifest(bytes, { ...manifestOf(bytes), version: 9 }))).toBe(
    'The pack cannot be used: it is of version 9, and this Vitrine reads 1 and 2.',
  );
  expect(messageOf(withManifest(bytes, { ...manifestOf(bytes), metrics: 'good' }))).toContain('of its manifest, ');
  for (const name of ['rules/items/more', 'rules', 'rules/', 'elsewhere/items', `elsewhere/${'x'.repeat(200)}`]) {
    const said = `tensor ${JSON.stringify(name.slice(0, 100))} belongs to no section of the manifest`;
    expect(renamed('"rules/items"', JSON.stringify(name))).toContain(said);
  }
  const long = 'x y'.repeat(50);
  expect(messageOf(withManifest(bytes, { ...manifestOf(bytes), sections: { [long]: {} } }))).toContain(
    `a section has the name ${JSON.stringify(long.slice(0, 100))}`,
  );
});

test('a pack may take as much as it may, to the byte', () => {
  const bytes = writePack({ ...PACK, sections: {} });
  const needed = bytes.length - 8 - Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const read = (most: number): string[] => {
    const reader = new PackReader(most);
    reader.push(bytes);
    return [...reader.end().ids];
  };
  expect(read(needed)).toEqual(PACK.productIds);
  expect(() => read(needed - 1)).toThrow(/would take 1 MB of memory, and has 1 MB at most/);
});
