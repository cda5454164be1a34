import { beforeAll, describe, expect, test } from 'vitest';
import { readGenerator } from '../../../pack/generator-file.ts';
import type { Compute } from '../../compute/backend.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { Random } from '../../training/random.ts';
import { basicColour, COLOURS, coloursOf } from './colours.ts';
import { Conditions } from './conditions.ts';
import { Gallery } from './gallery.ts';
import { imagine } from './imagine.ts';
import { readMakerFile } from './maker-file.ts';
import { readPictureFile, writePictureFile } from './picture-file.ts';
import { PICTURE_TRAINING, PictureGenerator, type PictureProgress } from './picture-generator.ts';
import { GeneratorNet } from './picture-nets.ts';
import { checkPictures, type PictureSet, picturesThatShow } from './picture-set.ts';

let compute: Compute;
beforeAll(async () => {
  compute = await openCompute('cpu');
});

const SIZE = 8;
const TINY = {
  ...PICTURE_TRAINING,
  noise: 4,
  conditionWidth: 4,
  generatorWidth: 12,
  discriminatorWidth: 4,
  features: 8,
  batch: 8,
  stepsPerEpoch: 2,
};

/** Squares on white: red ones at the left, blue ones at the right. */
function squares(count = 80): PictureSet {
  const random = new Random(3);
  const pixels = new Uint8Array(count * SIZE * SIZE * 3).fill(255);
  const kindOf = Uint16Array.from({ length: count }, (_, i) => i % 2);
  for (let i = 0; i < count; i++) {
    const top = random.below(4);
    for (let y = top; y < top + 4; y++) {
      for (let x = kindOf[i] * 4; x < kindOf[i] * 4 + 4; x++) {
        pixels.set(kindOf[i] === 0 ? [200, 20, 20] : [20, 20, 200], ((i * SIZE + y) * SIZE + x) * 3);
      }
    }
  }
  return {
    size: SIZE,
    channels: 3,
    pixels,
    kinds: ['left', 'right'],
    colours: COLOURS,
    kindOf,
    colourOf: coloursOf({ size: SIZE, channels: 3, pixels }),
    taste: { width: 2, vectors: Float32Array.from({ length: count * 2 }, (_, i) => (i % 4 < 2 ? 1 : -1)) },
    products: Array.from({ length: count }, (_, i) => `p-${i}`),
  };
}

async function train(set: PictureSet, epochs = 2): Promise<{ generator: PictureGenerator; events: PictureProgress[] }> {
  const generator = new PictureGenerator(Conditions.of(set), set, TINY);
  const events: PictureProgress[] = [];
  const fitting = generator.fit(set, TINY, { epochs, patience: 9, validateEvery: 1, seed: 1 });
  for await (const event of fitting) events.push(event);
  return { generator, events };
}

describe('training', () => {
  test('tells losses, quality and sample pictures, and leaves no tensors', async () => {
    const before = compute.status().tensors;
    const { events } = await train(squares());
    expect(events).toHaveLength(2);
    for (const { losses, quality, samples } of events) {
      expect(losses.total).toBeCloseTo(losses.generator + losses.discriminator, 5);
      expect(quality?.distance).toBeGreaterThan(0);
      expect(samples?.pixels).toHaveLength(8 * SIZE * SIZE * 3); // a tenth of the pictures is looked at
    }
    expect(compute.status().tensors).toBe(before);
  });

  test('the same seed gives the same generator', async () => {
    const [a, b] = [await train(squares()), await train(squares())];
    expect(a.generator.weights).toEqual(b.generator.weights);
  });

  test('one kind only is learned without naming it', async () => {
    const set = squares();
    const { generator } = await train({ ...set, kinds: ['squares'], kindOf: set.kindOf.map(() => 0) }, 1);
    expect((await generator.draw([{ kind: 'squares' }], 1)).pixels).toHaveLength(SIZE * SIZE * 3);
  });

  test('pictures of one colour throughout are left out, and told where too few are left', () => {
    const set = squares(70);
    set.pixels.fill(120, 0, 10 * SIZE * SIZE * 3);
    expect(picturesThatShow(set)).toHaveLength(60);
    expect(() => checkPictures(set)).toThrow(
      expect.objectContaining({
        code: 'nothing-to-train',
        message: expect.stringContaining('10 are of one colour throughout'),
      }),
    );
  });

  test('a picture that is there again and again is refused, and so are ten pictures', () => {
    const { pixels, ...set } = squares();
    const first = pixels.subarray(0, SIZE * SIZE * 3);
    const same = { ...set, pixels: pixels.map((_, i) => first[i % first.length]) };
    expect(() => checkPictures(same)).toThrow(
      expect.objectContaining({ code: 'nothing-to-train', message: 'All pictures are the same.' }),
    );
    expect(() => checkPictures(squares(10))).toThrow(
      expect.objectContaining({ code: 'nothing-to-train', message: 'Only 10 pictures show something.' }),
    );
  });

  test('sizes that cannot be learned are refused', () => {
    expect(() => checkPictures({ ...squares(), size: 10 })).toThrow(expect.objectContaining({ code: 'bad-options' }));
    expect(() => checkPictures({ ...squares(), channels: 1 })).toThrow(
      expect.objectContaining({ code: 'bad-options' }),
    );
  });
});

test('the channels that become a square of pixels begin alike', () => {
  const shape = { size: 16, channels: 1, condition: 1, kinds: 1 };
  const generator = new GeneratorNet(shape, { noise: 2, conditionWidth: 2, generatorWidth: 12 });
  const weights = generator.initialise(new Random(1));
  const { data } = weights['larger1.weights']; // [3, 3, 12, 48]
  for (let at = 0; at < data.length; at += 48) {
    for (let channel = 0; channel < 12; channel++) {
      const four = [0, 12, 24, 36].map((pixel) => data[at + pixel + channel]);
      expect(new Set(four).size).toBe(1);
    }
  }
});

describe('asking', () => {
  test('a kind or colour that was never trained is refused, and named', async () => {
    const { generator } = await train(squares(), 1);
    for (const request of [{ kind: 'above' }, { kind: 'left', colour: 'mauve' }]) {
      await expect(generator.draw([request], 1)).rejects.toMatchObject({
        code: 'bad-options',
        message: expect.stringContaining('never trained'),
      });
    }
  });

  test('a colour that was never met with that kind gives way to one that was, and says so', () => {
    const conditions = Conditions.of(squares());
    const condition = new Float32Array(conditions.width);
    conditions.ofRequest({ kind: 'left', colour: 'blue' }, condition);
    expect(conditions.settle({ kind: 'left', colour: 'blue' })).toEqual({ colour: 'red' });
    expect(conditions.coloursOf('left')).toEqual(['red']);
    expect([...condition].filter((value) => value !== 0)).toEqual([1, 1]);
  });

  test('the colour of what is shown is told from the background', () => {
    const { colourOf } = squares();
    expect([...(colourOf ?? [])].slice(0, 2).map((colour) => COLOURS[colour])).toEqual(['red', 'blue']);
    expect([basicColour(250, 250, 250), basicColour(20, 20, 25), basicColour(128, 126, 130)]).toEqual([
      'white',
      'black',
      'grey',
    ]);
  });
});

describe('file', () => {
  test('a generator read back makes the same pictures, and knows the same products', async () => {
    const set = squares();
    const { generator } = await train(set, 1);
    const bytes = writePictureFile({ generator, gallery: Gallery.of(set) }, { distance: 1 });
    const read = readPictureFile(readGenerator(bytes, 'picture'));
    const requests = [{ kind: 'left' }, { kind: 'right', colour: 'blue', taste: Float32Array.of(1, -1) }];
    expect(await read.generator.draw(requests, 5)).toEqual(await generator.draw(requests, 5));
    expect(read.gallery.get('p-3')).toEqual(Gallery.of(set).get('p-3'));
  });

  test('what is cut short or no generator is refused', async () => {
    const set = squares();
    const { generator } = await train(set, 1);
    const bytes = writePictureFile({ generator, gallery: Gallery.of(set) }, {});
    for (const broken of [bytes.slice(0, -4), bytes.slice(100), new Uint8Array(9)]) {
      expect(() => readMakerFile(broken)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
    }
  });
});

describe('imagining', () => {
  test('follows what the visitor liked, and finds the real pictures of that kind that are nearest', async () => {
    const set = squares();
    const { generator } = await train(set, 1);
    const gallery = Gallery.of(set);
    const request = { interests: ['p-1', 'nowhere'], count: 3, neighbours: 2, seed: 4 };
    const { pictures, fallback } = await imagine({ generator, gallery }, request);
    expect(fallback).toBe(false);
    expect(pictures).toHaveLength(3);
    for (const { kind, colour, rgba, neighbours } of pictures) {
      expect({ kind, colour }).toEqual({ kind: 'right', colour: 'blue' });
      expect(rgba).toHaveLength(SIZE * SIZE * 4);
      expect(neighbours).toHaveLength(2);
      for (const product of neighbours) expect(gallery.get(product)?.kind).toBe(1);
    }
  });

  test('draws the kind that is asked for, and tells the colour that it was drawn in', async () => {
    const set = squares();
    const { generator } = await train(set, 1);
    const file = { generator, gallery: Gallery.of(set) };
    const request = { interests: ['p-1'], kind: 'left', colour: 'green', count: 2, neighbours: 0, seed: 4 };
    const { pictures } = await imagine(file, request);
    for (const { kind, colour } of pictures) expect({ kind, colour }).toEqual({ kind: 'left', colour: 'red' });
    await expect(imagine(file, { ...request, kind: 'above' })).rejects.toMatchObject({ code: 'bad-options' });
  });

  test('to nobody’s taste where nothing is known: spread over the kinds, and said so', async () => {
    const set = squares();
    const { generator } = await train(set, 1);
    const request = { interests: ['nowhere'], count: 4, neighbours: 0, seed: 4 };
    const { pictures, fallback } = await imagine({ generator, gallery: Gallery.of(set) }, request);
    expect(fallback).toBe(true);
    expect(pictures.map(({ kind }) => kind)).toEqual(['left', 'left', 'right', 'right']);
    expect(pictures.flatMap(({ neighbours }) => neighbours)).toEqual([]);
  });

  test('nearest to a real picture are those that look the same', () => {
    const set = squares();
    const pictureOf = (i: number) => set.pixels.subarray(i * SIZE * SIZE * 3, (i + 1) * SIZE * SIZE * 3);
    const [nearest] = Gallery.of(set).nearest({ ...set, pixels: pictureOf(4) }, [0], 3);
    expect(nearest).toHaveLength(3);
    for (const product of nearest) expect(pictureOf(Number(product.slice(2)))).toEqual(pictureOf(4));
  });
});
