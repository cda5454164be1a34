import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PackedRows } from './packed-rows.ts';

test.each([
  ['two bytes', 2 ** 16 - 1, (rows: number[]) => Uint16Array.from(rows)],
  ['three bytes', 2 ** 24 - 1, (rows: number[]) => Uint32Array.from(rows)],
  ['four bytes', 2 ** 31 - 1, (rows: number[]) => Uint32Array.from(rows)],
])('rows of %s come back, one by one and in stretches', (_, largest, arrayOf) => {
  fc.assert(
    fc.property(fc.array(fc.nat(largest), { maxLength: 300 }), fc.nat(300), fc.nat(300), (rows, a, b) => {
      const packed = new PackedRows(arrayOf(rows));
      expect(packed.length).toBe(rows.length);
      expect(rows.map((_, i) => packed.at(i))).toEqual(rows);
      const [start, end] = [Math.min(a, b, rows.length), Math.min(Math.max(a, b), rows.length)];
      expect([...packed.between(start, end)]).toEqual(rows.slice(start, end));
    }),
  );
});
