import { afterAll, expect, test } from 'vitest';
import { CatalogueBuilder } from '../../src/catalogue/catalogue-builder.ts';
import type { Product } from '../../src/contract/product.ts';
import { openCompute } from '../../src/learning/compute/testing/open-compute.ts';
import type { Describer } from '../../src/learning/generators/describer/describer.ts';
import { Conditions } from '../../src/learning/generators/picture/conditions.ts';
import { Gallery } from '../../src/learning/generators/picture/gallery.ts';
import type { MakerFile, PictureMaker } from '../../src/learning/generators/picture/maker-file.ts';
import type { PictureSet } from '../../src/learning/generators/picture/picture-set.ts';
import { joinSequences } from '../../src/learning/training/sequences.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import type { InteractionLog } from '../../src/trainer/evaluation/interaction-log.ts';
import { LentCompute } from '../../src/trainer/lent-compute.ts';
import { trainPack } from '../../src/trainer/tasks/train-pack.ts';
import { abortedAt, testRun } from '../../src/trainer/testing/run.ts';
import { showGaps } from './gaps.ts';

const compute = new LentCompute(() => openCompute('cpu'));
afterAll(() => compute.close());

/** Four brands in four categories, three products of each kind but one: nobody sells pans of Dale. */
const BRANDS = ['Aster', 'Birch', 'Cedar', 'Dale'];
const CATEGORIES = ['Cups', 'Pans', 'Bowls', 'Jugs'];
const products: Product[] = BRANDS.flatMap((brand, b) =>
  CATEGORIES.flatMap((category, c) =>
    brand === 'Dale' && category === 'Pans'
      ? []
      : [0, 1, 2].map((i) => ({
          id: `${b}${c}${i}`,
          title: `${brand} ${category} ${i}`,
          brand,
          categories: ['Kitchen', category],
          price: 10 * (c + 1) + i,
          currency: 'EUR',
        })),
  ),
);
const builder = new CatalogueBuilder();
for (const product of products) builder.add(product);
const feed = builder.feed();
const walks = Array.from({ length: 60 }, (_, shopper) =>
  [0, 7, 16, 21].map((step) => 1 + ((shopper * 5 + step) % products.length)),
);
const log: InteractionLog = {
  productIds: products.map(({ id }) => id),
  shopperIds: walks.map((_, i) => `shopper ${i}`),
  sequences: joinSequences(walks),
  shoppers: Int32Array.from(walks.keys()),
  times: null,
  names: null,
};
const { pack: bytes } = await trainPack(
  { log, products: feed },
  { model: 'als', fusion: 'weights', minShoppers: 1, set: ['als.width=8'] },
  testRun({ compute }),
);
const input = {
  log,
  feed,
  products: new Map(products.map((product) => [product.id, product])),
  pack: readPack(bytes),
};

/** A generator that was trained on the shop's own kinds, under names of its own: all is red but for two blue pans. */
const size = 8;
const set: PictureSet = {
  size,
  channels: 3,
  pixels: new Uint8Array(products.length * size * size * 3),
  kinds: ['cup', 'pan', 'bowl', 'jug'],
  colours: ['red', 'blue'],
  kindOf: Uint16Array.from(products, ({ categories }) => CATEGORIES.indexOf(categories![1])),
  colourOf: Uint16Array.from(products, ({ id }) => (['010', '011'].includes(id) ? 1 : 0)),
  products: products.map(({ id }) => id),
};
const conditions = Conditions.of(set);
const asked: number[][] = [];
const generator: PictureMaker = {
  conditions,
  size,
  channels: 3,
  drawUnder: async (rows) => {
    asked.push([...rows]);
    return { size, channels: 3, pixels: new Uint8Array(size * size * 3).fill(7) };
  },
};
const maker: MakerFile = { generator, gallery: Gallery.of(set) };
/** Tells what it was asked about. */
const describer = {
  known: { mentions: ([word]: string[]) => (word === 'pan' ? [] : [word]) },
  describe: ({ title, brand, colour }: Product & { colour?: string }) => ({
    text: `${colour} ${title} of ${brand}`,
    source: 'written',
  }),
} as unknown as Describer;

test('a gap has its picture, of the kind and colour that the category has most, its text and its neighbours', async () => {
  const { gaps, table } = await showGaps({ ...input, generator: maker, describer }, 12, testRun({ compute }));
  expect(gaps).toHaveLength(1);
  const [gap] = gaps;
  expect(gap).toMatchObject({ categories: ['Kitchen', 'Pans'], brand: 'Dale', price: 21, currency: 'EUR' });
  expect(gap.picture).toMatchObject({ kind: 'pan', colour: 'black', width: size });
  expect([...gap.picture!.rgba.slice(0, 4)]).toEqual([7, 7, 7, 255]);
  // It is asked for in red, and what it draws is seen to be black.
  expect(asked).toEqual([[0, 1, 0, 0, 1, 0]]);
  expect(gap.text).toBe('black pan of Dale');
  expect(gap.nearest).toHaveLength(3);
  for (const { product } of gap.nearest) expect(products).toContainEqual(product);
  const [header, line] = table.split('\n');
  expect(header).toMatch(/^categories,brand,price,visitors,nearest_1,cosine_1,/);
  expect(line).toMatch(/^Kitchen > Pans,Dale,21,[\d.]+,/);
  expect(line).toContain(`,${gap.nearest[0].product.id},`);
});

test('without what makes them there is no picture and no text; nor of a kind that the generator never met', async () => {
  const [bare] = (await showGaps(input, 12, testRun({ compute }))).gaps;
  expect(bare).not.toHaveProperty('picture');
  expect(bare).not.toHaveProperty('text');
  const strange = {
    generator: { ...generator, conditions: new Conditions(['shoe'], [], 0, []) },
    gallery: Gallery.of({ ...set, products: products.map(({ id }) => `other-${id}`) }),
  };
  const [unknown] = (await showGaps({ ...input, generator: strange }, 12, testRun({ compute }))).gaps;
  expect(unknown).not.toHaveProperty('picture');
});

test('a pack that places no new products, and a stop', async () => {
  const { tower: _, ...sections } = input.pack.sections;
  const without = showGaps({ ...input, pack: { ...input.pack, sections } }, 12, testRun({ compute }));
  await expect(without).rejects.toMatchObject({ code: 'bad-options', remedy: expect.stringContaining('als') });
  const stopped = showGaps(input, 12, testRun({ compute, ...abortedAt(1) }));
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
});
