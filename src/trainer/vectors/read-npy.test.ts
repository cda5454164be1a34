import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNpy } from './read-npy.ts';

/** What numpy.save writes. */
function npy(descr: string, shape: string, data: Uint8Array, order = 'False'): Uint8Array {
  const header = `${`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`.padEnd(117)}\n`;
  const start = Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0]);
  return Uint8Array.from([...start, ...new TextEncoder().encode(header), ...data]);
}

const bytesOf = (array: Float32Array | Float64Array | Uint16Array): Uint8Array => new Uint8Array(array.buffer);

test('floats of 32 and 64 bits are read as they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.float(), { maxLength: 30 }), (width, values) => {
      const rows = Math.floor(values.length / width);
      const own = Float32Array.from(values.slice(0, rows * width));
      for (const [descr, data] of [['<f4', own] as const, ['<f8', Float64Array.from(own)] as const]) {
        expect(readNpy(npy(descr, `${rows}, ${width}`, bytesOf(data)), 'a.npy')).toEqual({ rows, width, data: own });
      }
    }),
  );
});

test('floats of 16 bits', () => {
  const bits = Uint16Array.from([0x3c00, 0xc000, 0x0001, 0x7c00, 0x7e00, 0x3555]);
  const { data } = readNpy(npy('<f2', '2, 3', bytesOf(bits)), 'a.npy');
  expect([...data]).toEqual([1, -2, 2 ** -24, Number.POSITIVE_INFINITY, Number.NaN, Math.fround(0.333251953125)]);
});

const TWO = bytesOf(Float32Array.of(1, 2));
test.each<[string, Uint8Array, RegExp]>([
  ['another file', new TextEncoder().encode('<!doctype html><html></html>'), /no array of numpy/],
  ['a list', npy('<f4', '2,', TWO), /has the shape/],
  ['a cube', npy('<f4', '1, 1, 2', TWO), /has the shape/],
  ['whole numbers', npy('<i8', '1, 2', TWO), /holds <i8/],
  ['columns', npy('<f4', '1, 2', TWO, 'True'), /columns one after the other/],
  ['half a file', npy('<f4', '2, 2', TWO), /its shape needs/],
])('%s is refused', (_, bytes, message) => {
  expect(() => readNpy(bytes, 'a.npy')).toThrow(
    expect.objectContaining({ code: 'bad-options', message: expect.stringMatching(message) }),
  );
});
