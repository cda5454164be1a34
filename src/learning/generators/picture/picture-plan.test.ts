import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { Random } from '../../training/random.ts';
import { colourNamedIn } from './colours.ts';
import { imagine } from './imagine.ts';
import { readMakerFile } from './maker-file.ts';
import { planPictures } from './picture-plan.ts';

// Untrained, of the kinds Cups and Hats; it knows a red cup, `a`, and a blue hat, `b`.
const file = readMakerFile(new Uint8Array(readFileSync(new URL('latent/golden/tiny.safetensors', import.meta.url))));
const plan = (asked: Partial<Parameters<typeof planPictures>[1]>, count = 1) =>
  planPictures(file, { interests: [], ...asked }, count, new Random(1));
const like = (products: readonly string[], shares: readonly number[], vary = false) => ({ products, shares, vary });
const [CUP, HAT] = [0, 1];
const [RED, BLUE] = [2, 3];

describe('like products', () => {
  test('a variation keeps kind and colour, and begins from part of the product’s own codes', () => {
    const { plans, known } = plan({ like: like(['a'], [1], true) }, 2);
    expect(known).toBe(true);
    for (const { kind, colour, beginning } of plans) {
      expect({ kind, colour }).toEqual({ kind: 'Cups', colour: 'red' });
      expect(beginning?.codes).toEqual(file.codes?.get('a'));
      expect(beginning?.share).toBeGreaterThan(0);
      expect(beginning?.share).toBeLessThan(1);
    }
  });

  test('between two products everything lies between, and each end is the product itself', () => {
    const at = (share: number) => plan({ like: like(['a', 'b'], [1 - share, share]) }).plans[0];
    expect([at(0).beginning?.share, at(1).beginning?.share]).toEqual([1, 1]);
    expect(at(0).beginning?.codes).toEqual(file.codes?.get('a'));
    expect(at(1).beginning?.codes).toEqual(file.codes?.get('b'));
    const quarter = at(0.25);
    expect([CUP, HAT, RED, BLUE].map((place) => quarter.conditions[place])).toEqual([0.75, 0.25, 0.75, 0.25]);
    expect(quarter.kind).toBe('Cups');
    expect(at(0.75).kind).toBe('Hats');
    expect(quarter.beginning!.share).toBeGreaterThan(at(0.5).beginning!.share);
    expect(quarter.beginning!.share).toBeLessThan(1);
  });

  test('like a product but of another kind: the kind is the asked one, and less of the product is left', () => {
    const [own] = plan({ like: like(['a'], [1], true) }).plans;
    const [hat] = plan({ like: like(['a'], [1], true), kind: 'Hats' }).plans;
    expect(hat).toMatchObject({ kind: 'Hats', colour: 'blue' }); // no hat was red in training
    expect(hat.beginning!.share).toBeLessThan(own.beginning!.share);
  });

  test('a product without a known picture is refused', () => {
    expect(() => plan({ like: like(['a', 'gone'], [0.5, 0.5]) })).toThrow(
      expect.objectContaining({ code: 'unknown-products', message: expect.stringContaining('gone') }),
    );
  });

  test('the nearest real products are of the kind that is drawn; the picture is the product’s own at its end', async () => {
    await openCompute('cpu');
    const request = { interests: [], count: 1, neighbours: 2, seed: 1 };
    const own = await imagine(file, { ...request, like: like(['a', 'b'], [0, 1]) });
    const other = await imagine(file, { ...request, seed: 9, like: like(['a', 'b'], [0, 1]) });
    expect(own.fallback).toBe(false);
    expect(own.pictures[0]).toMatchObject({ kind: 'Hats', colour: 'blue', neighbours: ['b'] });
    expect(other.pictures[0].rgba).toEqual(own.pictures[0].rgba); // no noise is in it
  });
});

describe('described in words', () => {
  const described = (text: string, products: readonly string[]) => ({ described: { text, products } });

  test('kind and colour are those of what is found, and a colour that the words name counts more', () => {
    const [plain] = plan(described('something to drink from', ['gone', 'a'])).plans;
    expect(plain).toMatchObject({ kind: 'Cups', colour: 'red' });
    const [blue] = plan({ ...described('a blue hat', ['b']), interests: ['a'] }).plans;
    expect(blue).toMatchObject({ kind: 'Hats', colour: 'blue' });
    // The visitor's taste stays a condition: that of `a`.
    expect([...blue.conditions.slice(4)]).toEqual([0, 1, 0]);
  });

  test('words that find nothing known are refused, unless the kind is asked for', () => {
    expect(() => plan(described('zebra', ['gone']))).toThrow(
      expect.objectContaining({ code: 'unknown-products', remedy: expect.stringContaining('Cups, Hats') }),
    );
    expect(plan({ ...described('zebra', []), kind: 'Hats' }).plans[0].kind).toBe('Hats');
  });

  test('colours are read in English and Chinese', () => {
    expect(['a Grey mug', 'gray', '蓝色马克杯', '一顶紅帽', 'bluebell vase', ''].map(colourNamedIn)).toEqual([
      'grey',
      'grey',
      'blue',
      'red',
      undefined,
      undefined,
    ]);
  });
});
