import { expect, test } from 'vitest';
import { isPicture, readPictures } from './given-pictures.ts';
import { KEPT_SIZE } from './shop-pictures.ts';

const known = (id: string): boolean => id.startsWith('tea-');
const file = (name: string): File => new File(['bytes'], name);
/** Stands in for the browser's decoders: sides are written in the file's name; `broken` files do not decode. */
const decode = async ({ name }: File) => {
  if (name.includes('broken')) throw new Error('The source image could not be decoded.');
  const [, width, height] = /(\d+)x(\d+)/.exec(name) ?? ['', '16', '16'];
  const pixels = Number(width) * Number(height);
  return { width: Number(width), height: Number(height), rgba: new Uint8ClampedArray(pixels * 4).fill(90) };
};

test('pictures are told by their names, of any form that browsers decode', () => {
  for (const name of ['a.jpg', 'b.JPEG', 'c.png', 'd.webp', 'e.avif']) expect(isPicture(file(name))).toBe(true);
  expect(isPicture(new File([], 'f', { type: 'image/png' }))).toBe(true);
  for (const name of ['feed.csv', 'imagine.safetensors', 'jpg']) expect(isPicture(file(name))).toBe(false);
});

test('pictures of products are kept small and square; those left out are named with the reason', async () => {
  const files = ['tea-1.jpg', 'tea-16x9.png', 'tea-2x2.png', 'tea-broken.jpg', 'x.jpg', 'y.jpg', 'z.jpg', 'logo.png'];
  const { pictures, leftOut } = await readPictures(files.map(file), known, decode);
  expect([...pictures.keys()]).toEqual(['tea-1', 'tea-16x9']);
  for (const pixels of pictures.values()) expect(pixels).toHaveLength(KEPT_SIZE * KEPT_SIZE * 3);
  expect(pictures.get('tea-16x9')!.slice(0, 3), 'white above a picture that is wider than tall').toEqual(
    Uint8Array.of(255, 255, 255),
  );
  expect(leftOut).toEqual([
    { why: 'small', files: ['tea-2x2.png'] },
    { why: 'broken', files: ['tea-broken.jpg'] },
    { why: 'unknown', files: ['x.jpg', 'y.jpg', 'z.jpg', 'logo.png'] },
  ]);
});

test('a file that is too large is not even decoded', async () => {
  const huge = { name: 'tea-1.jpg', type: 'image/jpeg', size: 65e6 } as File;
  const { leftOut } = await readPictures([huge], known, () => Promise.reject(new Error('It was decoded.')));
  expect(leftOut).toEqual([{ why: 'large', files: ['tea-1.jpg'] }]);
});
