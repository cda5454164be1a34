import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeGenerator } from '../../pack/generator-file.ts';
import { PictureGallery } from '../../pack/picture-gallery.ts';
import { createEngine } from '../engine.ts';
import { placementsPart } from './placements-part.ts';

/** Their records are alike in pairs that their pictures are not. */
const SHOP = ['red-vase', 'red-lamp', 'blue-vase', 'blue-lamp', 'unpictured'].map((id) => ({
  id,
  title: id.replace('-', ' '),
  categories: [id.split('-')[1] ?? 'other'],
  ...(id.startsWith('blue') && { brand: 'Iwa' }),
}));
/** Angles of what the pictures show and of how they look, in turns of the circle. */
const ANGLES: Record<string, readonly [kind: number, look: number]> = {
  'red-vase': [0, 0],
  'red-lamp': [0.01, 0.02],
  'blue-vase': [0.05, 0.1],
  'blue-lamp': [0.5, 0.5],
  gone: [0, 0],
};

const directionOf = (turn: number) => [Math.cos(2 * Math.PI * turn), Math.sin(2 * Math.PI * turn)];
const gallery = new PictureGallery(
  Object.keys(ANGLES),
  Float32Array.from(Object.values(ANGLES).flatMap((angles) => angles.flatMap(directionOf))),
  { kind: 2, look: 2 },
);
const FILE = writeGenerator({
  kind: 'picture-encoder',
  created: new Date(0).toISOString(),
  metrics: {},
  options: { ...gallery.halves },
  tensors: gallery.tensors(),
}).buffer;

let databases = 0;
let engine: ReturnType<typeof createEngine>;
beforeEach(() => {
  engine = createEngine({ placements: placementsPart });
});
afterEach(async () => {
  await engine.close();
  vi.unstubAllGlobals();
});

async function openShop(encoder: string | ArrayBuffer | undefined): Promise<void> {
  await engine.open({ database: `pictures-${databases++}`, encoder });
  await engine.stageProducts(SHOP);
  await engine.commitProducts();
}
const ask = (...like: string[]) => engine.recommend({ placement: 'looking-similar', like, limit: 4 });

test('what looks like the product comes first, with the reason; then what its record says', async () => {
  await openShop(FILE);
  const { items, heading, model } = await ask('red-vase');
  expect(items.slice(0, 2).map(({ id }) => id)).toEqual(['red-lamp', 'blue-vase']);
  expect(items[0].reasons[0]).toMatchObject({ kind: 'seed', product: 'red-vase', source: 'pictures' });
  expect(items.map(({ id }) => id)).not.toContain('gone');
  expect(heading).toMatchObject({ kind: 'looking-similar', product: 'red-vase' });
  expect(model).toMatch(/^pictures/);
});

test('of several seeds each product is compared with the one that it is most like', async () => {
  await openShop(FILE);
  const { items } = await ask('red-vase', 'blue-lamp');
  const [first] = items;
  expect(first).toMatchObject({ id: 'red-lamp', reasons: [{ product: 'red-vase' }] });
});

test('without an encoder, and of a product without a picture, records decide as before', async () => {
  await openShop(undefined);
  expect((await ask('red-vase')).items[0].id).toBe('blue-vase');
  expect((await ask('red-vase')).model).not.toContain('pictures');
  await engine.close();
  engine = createEngine({ placements: placementsPart });
  await openShop(FILE);
  expect((await ask('unpictured')).model).not.toContain('pictures');
});

test('a filter holds', async () => {
  await openShop(FILE);
  const { items } = await engine.recommend({
    placement: 'looking-similar',
    like: ['red-vase'],
    filter: { brands: ['Iwa'] },
  });
  expect(items[0].id).toBe('blue-vase');
});

test.each([
  ['cannot be fetched', 'https://shop.example/encoder', () => Promise.resolve({ ok: false, status: 404 })],
  ['does not answer', 'https://shop.example/silent', () => new Promise(() => undefined)],
  ['is damaged', FILE.slice(0, 300), undefined],
])('a file that %s leaves lists as they are, and is told', async (_, encoder, answer) => {
  if (answer) vi.stubGlobal('fetch', answer);
  await openShop(encoder);
  expect((await ask('red-vase')).items[0].id).toBe('blue-vase');
  const { problems } = await engine.status();
  expect(problems).toMatchObject([{ code: 'source-failed', message: expect.stringContaining('pictures') }]);
});
