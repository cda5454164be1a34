import { expect, test } from 'vitest';
import * as plain from '../contract/validation/plain-data.ts';
import {
  amounts,
  f32,
  floats,
  i8,
  itemRows,
  offsets,
  readSection,
  rows,
  type SectionLayout,
  signed,
  u8,
  u16,
  vectorForms,
  writeSection,
} from './layout.ts';
import type { PackSection, Tensor } from './pack.ts';
import { readSectionOptions, readTensor } from './section.ts';

const ITEMS = 3;
/** Lists of rows with an amount each, as pairs are told, and weights of any sign. */
const LISTS = {
  name: 'lists',
  version: 2,
  options: plain.fields({ last: plain.whole(1) }),
  tensors: ({ last }: { last: number }, items: number) => ({
    items: rows(-1),
    strengths: amounts(items + 1),
    offsets: offsets('items', items + 2),
    weights: f32(last, -1),
  }),
} satisfies SectionLayout<{ last: number }>;

const DATA = {
  items: Uint16Array.of(1, 2, 3, 1),
  strengths: Float32Array.of(0, 0.5, 1, 7),
  offsets: Uint32Array.of(0, 0, 2, 4, 4),
  weights: Float32Array.of(-1, 2, -3, 4),
};
const written = (): PackSection => writeSection(LISTS, ITEMS, { last: 2, note: 'kept' } as { last: number }, DATA);
const withTensor = (name: string, tensor: Partial<Tensor> | undefined): PackSection => {
  const { [name]: own, ...tensors } = written().tensors;
  return { ...written(), tensors: tensor ? { ...tensors, [name]: { ...own, ...tensor } } : tensors };
};
const refusalOf = (section: PackSection): unknown => {
  try {
    return readSection(LISTS, section, ITEMS);
  } catch (thrown) {
    return thrown;
  }
};

test('what is written is read: open dimensions are those of the data, and further options are kept', () => {
  const section = written();
  expect(section.version).toBe(2);
  expect(section.options).toEqual({ last: 2, note: 'kept' });
  expect(section.tensors.weights.shape).toEqual([2, 2]);
  expect(section.tensors.items.shape).toEqual([4]);
  expect(readSection(LISTS, section, ITEMS)).toEqual([{ last: 2 }, DATA]);
  const { version: _, ...first } = section;
  expect(readSection(LISTS, first, ITEMS)[0]).toEqual({ last: 2 });
  expect(writeSection({ ...LISTS, version: undefined }, ITEMS, { last: 2 }, DATA).version).toBe(1);
});

const REMEDY =
  'Check that the address leads to a whole file of `vitrine train`; else train it again by the version that the page uses ' +
  '(docs/pack.md).';

test.each<[string, PackSection]>([
  ['tensor lists/items is missing', withTensor('items', undefined)],
  ['tensor lists/items is I8 [4] instead of U16 U32 [-1]', withTensor('items', { data: Int8Array.of(1, 2, 3, 1) })],
  ['tensor lists/items is U16 [2,2] instead of U16 U32 [-1]', withTensor('items', { shape: [2, 2] })],
  ['tensor lists/weights is F32 [1,4] instead of F32 [2,-1]', withTensor('weights', { shape: [1, 4] })],
  ['tensor lists/weights is F32 [4] instead of F32 [2,-1]', withTensor('weights', { shape: [4] })],
  ['tensor lists/items holds 0, which is not from 1 to 3', withTensor('items', { data: Uint16Array.of(1, 0, 3, 1) })],
  ['tensor lists/items holds 4, which is not from 1 to 3', withTensor('items', { data: Uint16Array.of(1, 2, 3, 4) })],
  [
    'tensor lists/strengths holds -1, which is not from 0 to Infinity',
    withTensor('strengths', { data: Float32Array.of(0, 1, -1, 1) }),
  ],
  ...[
    [1, 1, 2, 4, 4],
    [0, 0, 2, 1, 4],
    [0, 2, 1, 2, 4],
    [0, 0, 2, 4, 5],
    [0, 0, 2, 3, 3],
  ].map((wrong): [string, PackSection] => [
    'tensor lists/offsets does not rise from 0 to 4',
    withTensor('offsets', { data: Uint32Array.from(wrong) }),
  ]),
  ['of the options of lists, last ', { ...written(), options: { last: 0 } }],
])('%s', (what, section) => {
  expect(refusalOf(section)).toMatchObject({ code: 'pack-corrupt', remedy: REMEDY });
  expect((refusalOf(section) as Error).message).toContain(what);
});

test('a section of a later version is refused, one of an earlier version is read', () => {
  expect(refusalOf({ ...written(), version: 3 })).toMatchObject({
    code: 'pack-version',
    message: 'The pack cannot be used: its section lists is of version 3, and this Vitrine reads up to 2.',
    remedy: expect.stringContaining('Where a cache still holds scripts of an older Vitrine'),
  });
  expect(refusalOf({ ...written(), version: 1 })).toHaveLength(2);
});

test('what would not be read is not written', () => {
  const data = { ...DATA, strengths: Float32Array.of(1, 2) };
  expect(() => writeSection(LISTS, ITEMS, { last: 2 }, data)).toThrow(
    'tensor lists/strengths has 2 numbers for the shape [4]',
  );
  expect(() => writeSection(LISTS, ITEMS, { last: 2 }, { ...DATA, items: Uint16Array.of(9, 9, 9, 9) })).toThrow(
    'holds 9',
  );
});

test('vectors are of bytes, of two bytes, or coded: all of them are checked', () => {
  const layout: SectionLayout<{ width: number }> = {
    name: 'model',
    options: plain.fields({ width: plain.whole(1) }),
    vectors: true,
    tensors: () => ({}),
  };
  const width = 2;
  const bytes = { shape: [ITEMS + 1, width], data: new Int8Array(8) };
  const scales = { shape: [ITEMS + 1], data: new Float32Array(4) };
  const codes = { shape: [ITEMS + 1, 2], data: new Uint8Array(8) };
  const centroids = { shape: [2, 256, 1], data: new Float32Array(512) };
  const read = (tensors: PackSection['tensors']) => readSection(layout, { options: { width }, tensors }, ITEMS);
  expect(read({ items: bytes, scales })[0]).toEqual({ width });
  expect(read({ items: bytes, scales, fine: bytes })[0]).toEqual({ width });
  expect(read({ codes, centroids })[0]).toEqual({ width });
  expect(() => read({ items: bytes })).toThrow('tensor model/scales is missing');
  expect(() => read({ items: bytes, scales, fine: scales })).toThrow(
    'tensor model/fine is F32 [4] instead of I8 [4,2]',
  );
  expect(() => read({ codes })).toThrow('tensor model/centroids is missing');
  expect(() => read({ codes, centroids: { ...centroids, shape: [1, 256, 2] } })).toThrow('instead of F32 [2,256,1]');
  expect(() => read({ codes: { ...codes, shape: [8, 1] }, centroids })).toThrow('instead of U8 [4,-1]');
  expect(vectorForms({ codes: { ...codes, shape: [4, 1] } }, 4, 2).centroids.shape).toEqual([1, 256, 2]);
});

test('rows take two bytes as long as the number of products allows', () => {
  expect(itemRows([1, 2], 65_535)).toEqual(Uint16Array.of(1, 2));
  expect(itemRows([1, 2], 65_536)).toEqual(Uint32Array.of(1, 2));
});

test('forms by name', () => {
  expect(floats({ bias: [2], weights: [2, 3] })).toEqual({ bias: f32(2), weights: f32(2, 3) });
  expect([u8(1), i8(1), u16(1), signed(1)].map(({ types }) => types)).toEqual(['U8', 'I8', 'U16', 'U8 I8']);
});

test('a single tensor is read by its types and its shape, of which some sizes may be open', () => {
  const section: PackSection = {
    options: { width: 0 },
    tensors: { w: { shape: [2, 3], data: new Float32Array(6) }, b: { shape: [1], data: new Uint8Array(1) } },
  };
  const { w, b } = section.tensors;
  expect(readTensor(section, 'w', [Float32Array], [2, -1])).toBe(w.data);
  expect(readTensor(section, 'w', [Float32Array], [2, 3])).toBe(w.data);
  expect(readTensor<Uint8Array | Int8Array>(section, 'b', [Int8Array, Uint8Array], [1])).toBe(b.data);
  expect(() => readTensor(section, 'x', [Float32Array], [1])).toThrow('tensor x is missing');
  expect(() => readTensor(section, 'toString', [Float32Array], [1])).toThrow('tensor toString is missing');
  expect(() => readTensor(section, 'x', [Float32Array], [1], 'model')).toThrow('tensor model/x is missing');
  expect(() => readTensor(section, 'w', [Int8Array], [2, 3])).toThrow('tensor w has an element type that does not fit');
  for (const shape of [[3, -1], [2], [2, 3, 1], [0, 3], [2, 0]]) {
    const said = `tensor w has shape [2,3] instead of [${shape}]`;
    expect(() => readTensor(section, 'w', [Float32Array], shape)).toThrow(said);
  }
  expect(() => readSectionOptions(section, plain.fields({ width: plain.whole(1) }))).toThrow('of its options, ');
  expect(readSectionOptions(section, plain.fields({ width: plain.whole(0) }))).toEqual({ width: 0 });
});
