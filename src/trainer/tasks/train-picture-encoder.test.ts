import { afterAll, expect, test } from 'vitest';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { readEncoderFile } from '../../learning/encoders/picture/encoder-file.ts';
import { ENCODER_SHAPE, PictureEncoder } from '../../learning/encoders/picture/picture-encoder.ts';
import { shapesOfColour } from '../../learning/encoders/picture/testing/shapes-of-colour.ts';
import { writeSafetensors } from '../../pack/safetensors.ts';
import { LentCompute } from '../lent-compute.ts';
import { MemoryFolder } from '../run-folder.ts';
import { abortedAt, testRun } from '../testing/run.ts';
import { evaluatePictureEncoder } from './evaluate-picture-encoder.ts';
import { encoderWithWeights, trainPictureEncoder } from './train-picture-encoder.ts';

const compute = new LentCompute(() => openCompute('wasm'));
afterAll(() => compute.close());

const pictures = shapesOfColour(130, 1);

test('an encoder is trained, goes on where it was aborted, and is measured on what was kept from it', async () => {
  const [whole, broken] = [new MemoryFolder(), new MemoryFolder()];
  const options = { epochs: 2, leaveOut: 30 };
  const once = await trainPictureEncoder(pictures, options, testRun({ folder: whole, compute }));
  expect(once.curve.map(({ epoch }) => epoch)).toEqual([1, 2]);
  const aborted = trainPictureEncoder(pictures, options, testRun({ folder: broken, compute, ...abortedAt(2) }));
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  const again = await trainPictureEncoder(pictures, options, testRun({ folder: broken, compute }));
  const [file, other] = [readEncoderFile(once.file), readEncoderFile(again.file)];
  expect(other.gallery.vectors).toEqual(file.gallery.vectors);
  expect(again.curve).toEqual(once.curve);
  expect(file.leftOut).toBe(30);
  expect(file.gallery.products).toHaveLength(130); // those that it did not learn from are found too
  expect(once.pictures).toBeLessThan(115);

  const SIDE = 48;
  const rgba = new Uint8Array(SIDE ** 2 * 4).fill(255);
  const picture = { width: SIDE, height: SIDE, rgba };
  const held = [{ product: 'p1', categories: ['shapes', 'bars'], picture, remade: picture }];
  const peer = { name: 'peer', bytes: 9, encode: () => ({ vectors: Float32Array.from([1]), width: 1 }) };
  const found = await evaluatePictureEncoder({ file, held, peers: [peer] }, testRun({ compute }));
  expect(found).toMatchObject({ pictures: 1, tenFarKinds: ['bars'], encoder: { name: 'vitrine', bytes: once.bytes } });
  expect(found.encoder.remadeFirst).toBe(1);
  expect(found.encoder.remadeFirstOfAll).toBe(0); // a white square is none of them
  expect(found.peers).toMatchObject([{ name: 'peer', bytes: 9 }]);
});

test('weights that were trained elsewhere make an encoder; those of another net are refused', async () => {
  const { shapes } = new PictureEncoder(ENCODER_SHAPE);
  const tensors = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], layer) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, { shape, data: Float32Array.from({ length: size }, (_, i) => Math.sin(i + layer) / 8) }];
    }),
  );
  const few = shapesOfColour(20, 1);
  const weights = writeSafetensors({ metadata: { losses: '[2,1.5]' }, tensors });
  const made = await encoderWithWeights(few, weights, { leaveOut: 50 }, testRun({ compute }));
  expect(made.curve).toEqual([
    { epoch: 1, loss: 2 },
    { epoch: 2, loss: 1.5 },
  ]);
  const { gallery, leftOut } = readEncoderFile(made.file);
  expect([gallery.products.length, leftOut]).toEqual([20, 50]);
  expect(made.pictures).toBeLessThan(20);
  const { 'kind.bias': _, ...lacking } = tensors;
  for (const other of [writeSafetensors({ metadata: {}, tensors: lacking }), new Uint8Array(9)]) {
    await expect(encoderWithWeights(few, other, {}, testRun({ compute }))).rejects.toMatchObject({
      code: 'pack-corrupt',
    });
  }
});

test('too few pictures, grey ones, and none kept from training are refused', async () => {
  const few = shapesOfColour(20, 1);
  await expect(trainPictureEncoder(few, {}, testRun({ compute }))).rejects.toMatchObject({ code: 'nothing-to-train' });
  const grey = { ...pictures, channels: 1, pixels: pictures.pixels.slice(0, 130 * 256) };
  await expect(trainPictureEncoder(grey, {}, testRun({ compute }))).rejects.toMatchObject({ code: 'bad-options' });
  const none = evaluatePictureEncoder({ file: {} as never, held: [], peers: [] }, testRun({ compute }));
  await expect(none).rejects.toMatchObject({ code: 'bad-options', remedy: expect.stringContaining('--leave-out') });
});
