import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readGenerator } from '../../../../pack/generator-file.ts';
import { readSafetensors, writeSafetensors } from '../../../../pack/safetensors.ts';
import { type Tensor2D, type Tensor4D, tensor, tidy } from '../../../compute/tensors.ts';
import { openCompute } from '../../../compute/testing/open-compute.ts';
import { readMakerFile } from '../maker-file.ts';
import { readLatentFile } from './latent-file.ts';

// Both written by `python/golden.py`.
const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url));
const bytes = new Uint8Array(golden('tiny.safetensors'));
const answers = Object.fromEntries(
  Object.entries(JSON.parse(golden('answers.json').toString()) as Record<string, number[]>).map(([name, values]) => [
    name,
    Float32Array.from(values),
  ]),
);

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a, (value, i) => Math.abs(value - b[i])).reduce((most, off) => Math.max(most, off), 0);
}

describe.each(['cpu', 'wasm'] as const)('on %s, the nets answer as those that were trained', (backend) => {
  beforeAll(async () => {
    await openCompute(backend);
  });

  const { generator } = readLatentFile(readGenerator(bytes, 'latent-picture'));
  const weightsOf = (net: 'decoder' | 'flow') =>
    Object.fromEntries(
      Object.entries(generator.weights[net]).map(([name, { shape, data }]) => [name, tensor(data, [...shape])]),
    );

  test('the decoder', async () => {
    const made = await tidy(() =>
      generator.decoder.decode(weightsOf('decoder'), tensor(answers.codes, [2, 4, 4, 8]) as Tensor4D),
    ).data();
    expect(furthest(made, answers.pixels)).toBeLessThan(1e-4);
  });

  test('the flow', async () => {
    const { x, times, conditions } = answers;
    const made = await tidy(() =>
      generator.flow.velocity(weightsOf('flow'), tensor(x, [8, 32]) as Tensor2D, times, conditions),
    ).data();
    expect(furthest(made, answers.velocity)).toBeLessThan(1e-3);
  });

  test('a picture begun from all of its codes is what the decoder makes of them', async () => {
    const codes = [answers.codes.subarray(0, 128), answers.codes.subarray(128)];
    const begun = codes.map((codes) => ({ codes, share: 1 }));
    const { pixels } = await generator.drawUnder(answers.conditions, 1, begun);
    const wanted = Array.from(answers.pixels, (value) => 127.5 * (value + 1));
    expect(furthest(pixels, wanted)).toBeLessThan(1);
  });

  test('a picture is the same alone and among others, and another seed makes another', async () => {
    const requests = [
      { kind: 'Cups', colour: 'red' },
      { kind: 'Hats' },
      { kind: 'Hats', taste: Float32Array.of(1, 0, 0) },
    ];
    const [all, first, other] = [
      await generator.draw(requests, 3),
      await generator.draw(requests.slice(0, 1), 3),
      await generator.draw(requests, 4),
    ];
    expect(furthest(all.pixels.subarray(0, first.pixels.length), first.pixels)).toBeLessThanOrEqual(1);
    expect(furthest(all.pixels, other.pixels)).toBeGreaterThan(5);
  });
});

test('guidance: as trained where nothing but the kind is asked for, further towards a colour where one is', async () => {
  await openCompute('cpu');
  const underGuidance = async (guidance: number) => {
    const { metadata, tensors } = readSafetensors(bytes);
    const manifest = JSON.parse(metadata['vitrine-generator']);
    const options = { ...manifest.options, steps: 1, guidance };
    const file = writeSafetensors({
      metadata: { 'vitrine-generator': JSON.stringify({ ...manifest, options }) },
      tensors,
    });
    const { generator } = readLatentFile(readGenerator(file, 'latent-picture'));
    const { pixels } = await generator.draw([{ kind: 'Cups' }, { kind: 'Cups', colour: 'red' }], 3);
    return [pixels.subarray(0, pixels.length / 2), pixels.subarray(pixels.length / 2)];
  };
  const [[alone, coloured], [aloneGuided, colouredGuided]] = [await underGuidance(1), await underGuidance(4)];
  expect(furthest(alone, aloneGuided)).toBeLessThanOrEqual(1);
  expect(furthest(coloured, colouredGuided)).toBeGreaterThan(5);
});

describe('file', () => {
  test('codes are kept in 16 levels, near those of the pictures', () => {
    const { codes, gallery } = readLatentFile(readGenerator(bytes, 'latent-picture'));
    expect(gallery.products).toEqual(['a', 'b']);
    for (const [i, product] of gallery.products.entries()) {
      const kept = codes.get(product)!;
      expect(furthest(kept, answers.codes.subarray(i * 128, (i + 1) * 128))).toBeLessThan(1 / 15 + 1e-4);
    }
    expect(codes.get('c')).toBeUndefined();
  });

  test('what is cut short, of another kind or lacks a tensor is refused', () => {
    const { metadata, tensors } = readSafetensors(bytes);
    const { 'flow.own': _, ...lacking } = tensors;
    const manifest = JSON.parse(metadata['vitrine-generator']);
    const other = { ...metadata, 'vitrine-generator': JSON.stringify({ ...manifest, kind: 'picture' }) };
    for (const broken of [
      bytes.slice(0, -4),
      writeSafetensors({ metadata, tensors: lacking }),
      writeSafetensors({ metadata: other, tensors }),
    ]) {
      expect(() => readMakerFile(broken)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
    }
  });
});
