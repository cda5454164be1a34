import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TypeScriptLayers } from './linear-layers.ts';
import { compileLinear, SimdLayers } from './simd-layers.ts';

const floats = (length: number) =>
  fc.float32Array({ minLength: length, maxLength: length, noNaN: true, noDefaultInfinity: true, min: -1e3, max: 1e3 });

const cases = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 70 })).chain(([inputs, outputs]) =>
  fc.record({
    from: floats(inputs),
    weights: floats(inputs * outputs),
    bias: floats(outputs),
    back: floats(inputs * outputs),
    backBias: floats(inputs),
  }),
);

test('both kinds give the same bits, layer after layer, and what float64 gives but for rounding', async () => {
  const module = await compileLinear();
  fc.assert(
    fc.property(cases, ({ from, weights, bias, back, backBias }) => {
      const layers = { 'up.weights': weights, 'up.bias': bias, 'down.weights': back, 'down.bias': backBias };
      const results = [new TypeScriptLayers(layers), new SimdLayers(module, { ...layers, 'norm.gain': bias })].map(
        (kind) => {
          const up = new Float32Array(bias.length);
          const down = new Float32Array(from.length);
          kind.apply('up', from, up);
          kind.apply('down', up, down);
          return { up, down };
        },
      );
      const [plain, simd] = results;
      expect(new Uint32Array(simd.up.buffer)).toEqual(new Uint32Array(plain.up.buffer));
      expect(new Uint32Array(simd.down.buffer)).toEqual(new Uint32Array(plain.down.buffer));
      for (let j = 0; j < bias.length; j++) {
        let exact = bias[j];
        let magnitude = Math.abs(bias[j]);
        for (let i = 0; i < from.length; i++) {
          exact += from[i] * weights[i * bias.length + j];
          magnitude += Math.abs(from[i] * weights[i * bias.length + j]);
        }
        expect(Math.abs(plain.up[j] - exact)).toBeLessThanOrEqual(magnitude * from.length * 2 ** -22 + 1e-37);
      }
    }),
  );
});

test('a layer that is not there is refused', async () => {
  const layers = new SimdLayers(await compileLinear(), {
    'a.weights': Float32Array.of(1),
    'a.bias': Float32Array.of(0),
  });
  expect(() => layers.apply('b', Float32Array.of(1), new Float32Array(1))).toThrow(RangeError);
});

test('weights that move: after a rewrite both kinds answer by the new ones', async () => {
  const of = (weight: number) => ({
    'a.weights': Float32Array.of(weight, 2 * weight),
    'a.bias': Float32Array.of(0, 1),
  });
  for (const kind of [new TypeScriptLayers(of(1)), new SimdLayers(await compileLinear(), of(1))]) {
    kind.rewrite(of(5));
    const to = new Float32Array(2);
    kind.apply('a', Float32Array.of(3), to);
    expect([...to]).toEqual([15, 31]);
  }
});
