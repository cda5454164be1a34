import { expect, test } from 'vitest';
import { readSafetensors, SafetensorsReader, writeSafetensors } from './safetensors.ts';

const FILE = {
  metadata: { a: 'b' },
  tensors: {
    w: { shape: [2], data: Float32Array.of(1, 2) },
    none: { shape: [0], data: new Uint8Array(0) },
    bytes: { shape: [1, 3], data: Uint8Array.of(60, 61, 62) },
  },
};

/** A file with this header, as a text or a value, and these bytes of data. */
function fileOf(header: unknown, data: readonly number[] = []): Uint8Array<ArrayBuffer> {
  const json = header instanceof Uint8Array ? header : new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}
const bytes = (begin: number, end: number, shape: readonly number[] = [end - begin]) => ({
  dtype: 'U8',
  shape,
  data_offsets: [begin, end],
});

test('a file of no program in particular is read: without metadata, and without tensors', () => {
  expect(readSafetensors(fileOf({ w: { dtype: 'U8', shape: [2], data_offsets: [0, 2] } }, [5, 6]))).toEqual({
    metadata: {},
    tensors: { w: { shape: [2], data: Uint8Array.of(5, 6) } },
  });
  const reader = new SafetensorsReader();
  expect([reader.bytes, reader.names, reader.metadata, reader.rowsOf('w')]).toEqual([0, [], undefined, 0]);
  reader.push(writeSafetensors({ metadata: { a: 'b' }, tensors: {} }));
  reader.end();
  expect([reader.bytes, reader.names, reader.metadata, reader.rowsOf('w')]).toEqual([0, [], { a: 'b' }, 0]);
});

test('tensors may be named in any order: they are read in that of their bytes', () => {
  const header = { second: bytes(2, 5), third: bytes(5, 6), empty: bytes(2, 2), first: bytes(0, 2) };
  const reader = new SafetensorsReader();
  reader.push(fileOf(header, [1, 2, 3, 4, 5, 6]));
  reader.end();
  expect(reader.names).toEqual(['first', 'empty', 'second', 'third']);
  expect(reader.bytes).toBe(6);
  expect(reader.rowsOf('second')).toBe(3);
  expect([...reader.tensors].map(([name, { data }]) => [name, [...data]])).toEqual([
    ['first', [1, 2]],
    ['empty', []],
    ['second', [3, 4, 5]],
    ['third', [6]],
  ]);
});

test('byte by byte it is the same file; its header is told once, before the first tensor', () => {
  const told: object[] = [];
  const reader = new SafetensorsReader((metadata) => told.push({ metadata, tensors: reader.tensors.size }));
  for (const byte of writeSafetensors(FILE)) reader.push(Uint8Array.of(byte));
  reader.end();
  expect({ metadata: reader.metadata, tensors: Object.fromEntries(reader.tensors) }).toEqual(FILE);
  expect(told).toEqual([{ metadata: FILE.metadata, tensors: 0 }]);
});

test('a header may have a megabyte, and a thousand and twenty-four tensors', () => {
  const most = 1 << 20;
  const json = JSON.stringify({ w: bytes(0, 1) });
  const padded = (length: number): Uint8Array => new TextEncoder().encode(json.padEnd(length, ' '));
  expect(readSafetensors(fileOf(padded(most), [7])).tensors.w.data).toEqual(Uint8Array.of(7));
  expect(() => readSafetensors(fileOf(padded(most + 1), [7]))).toThrow(`its header would have ${most + 1} bytes`);
  const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, bytes(0, 0)]));
  expect(Object.keys(readSafetensors(fileOf(named(1_024))).tensors)).toHaveLength(1_024);
  expect(() => readSafetensors(fileOf(named(1_025)))).toThrow('it names 1025 tensors');
});

test('a header whose length happens to have the byte of `<` in it is read', () => {
  const json = new TextEncoder().encode(JSON.stringify({ w: bytes(0, 1) }).padEnd(60, ' '));
  expect(readSafetensors(fileOf(json, [7])).tensors.w.data).toEqual(Uint8Array.of(7));
});

const cut = (by: number) => writeSafetensors(FILE).slice(0, -by);
test.each<[string, Uint8Array]>([
  ['it is truncated', cut(1)],
  ['it is truncated', new Uint8Array(7)],
  ['it is truncated', new Uint8Array(0)],
  ['it goes on after its last tensor', Uint8Array.of(...writeSafetensors(FILE), 0)],
  ['its header is not JSON', fileOf(new TextEncoder().encode('{"w"'))],
  ['its header is not JSON', fileOf(Uint8Array.of(0x22, 0xff, 0x22))],
  ['of its header, ', fileOf([])],
  ['of its header, __metadata__.a must be a text', fileOf({ __metadata__: { a: 1 } })],
  ['of its header, w.dtype must be F32', fileOf({ w: { dtype: 'F64', shape: [0], data_offsets: [0, 0] } })],
  ['tensor w has 3 bytes, but its shape needs 4', fileOf({ a: bytes(0, 1), w: bytes(1, 4, [4]) }, [1, 2, 3, 4])],
  ['tensor b overlaps another or leaves a hole', fileOf({ a: bytes(0, 2), b: bytes(1, 3) }, [1, 2, 3])],
  ['tensor b overlaps another or leaves a hole', fileOf({ a: bytes(0, 2), b: bytes(3, 4) }, [1, 2, 3, 4])],
  ['tensor a overlaps another or leaves a hole', fileOf({ a: bytes(1, 2) }, [1, 2])],
  [
    'tensor w holds numbers that are not finite',
    writeSafetensors({ metadata: {}, tensors: { w: { shape: [1], data: Float32Array.of(Number.NaN) } } }),
  ],
])('what is refused is told: %s', (what, file) => {
  expect(() => readSafetensors(file)).toThrow(
    expect.objectContaining({ code: 'pack-corrupt', message: expect.stringContaining(what) }),
  );
});

test('a tensor for which there is no memory is refused when it would begin', () => {
  const most = 2 ** 52;
  expect(() => readSafetensors(fileOf({ a: bytes(0, 1), w: bytes(1, 1 + most) }, [1]))).toThrow(
    expect.objectContaining({
      code: 'pack-corrupt',
      message: expect.stringContaining(`tensor w would take ${most} bytes, for which there is no memory`),
      cause: expect.any(RangeError),
    }),
  );
});
