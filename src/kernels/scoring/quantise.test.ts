import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FINE_STEPS, fineRows, quantiseRows, restoreRows } from './quantise.ts';

const tables = fc.integer({ min: 1, max: 12 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    values: fc
      .array(
        fc.array(
          fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 1e4),
          { minLength: width, maxLength: width },
        ),
        {
          maxLength: 8,
        },
      )
      .map((rows) => Float32Array.from(rows.flat())),
  }),
);

test('every number is within ¾ of a step of its own, the second byte within one of its steps', () => {
  fc.assert(
    fc.property(tables, ({ width, values }) => {
      const rounded = quantiseRows(values, width);
      const restored = restoreRows(rounded, width);
      const fine = fineRows(values, rounded, width);
      values.forEach((value, i) => {
        const scale = rounded.scales[Math.floor(i / width)];
        expect(Math.abs(value - restored[i])).toBeLessThanOrEqual(0.752 * scale + 1e-37);
        const both = (rounded.data[i] + fine[i] / FINE_STEPS) * scale;
        expect(Math.abs(value - both)).toBeLessThanOrEqual((1.01 * scale) / FINE_STEPS + 1e-37);
      });
    }),
  );
});

test('the error stands at right angles to the row', () => {
  const width = 64;
  const values = Float32Array.from({ length: 200 * width }, (_, i) => Math.sin(i * i));
  const restored = restoreRows(quantiseRows(values, width), width);
  for (let row = 0; row < values.length; row += width) {
    let along = 0;
    let length = 0;
    for (let i = row; i < row + width; i++) {
      along += (values[i] - restored[i]) * values[i];
      length += values[i] ** 2;
    }
    expect(Math.abs(along / length)).toBeLessThan(1e-6);
  }
});

test('what was rounded once stays as it is', () => {
  fc.assert(
    fc.property(tables, ({ width, values }) => {
      const once = quantiseRows(values, width);
      expect(quantiseRows(restoreRows(once, width), width).data).toEqual(once.data);
    }),
  );
});
