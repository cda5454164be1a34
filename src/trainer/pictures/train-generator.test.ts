import { expect, test } from 'vitest';
import { PICTURE_TRAINING } from '../../learning/generators/picture/picture-generator.ts';
import type { PictureSet } from '../../learning/generators/picture/picture-set.ts';
import { Random } from '../../learning/training/random.ts';
import { readSafetensors, writeSafetensors } from '../../pack/safetensors.ts';
import { MemoryFolder } from '../run-folder.ts';
import { abortedAt, testRun } from '../testing/run.ts';
import { type CurvePoint, trainGenerator } from './train-generator.ts';

const EXAMINATIONS = 4;
const TRAINING = {
  ...PICTURE_TRAINING,
  ...{
    noise: 4,
    conditionWidth: 4,
    generatorWidth: 12,
    discriminatorWidth: 4,
    features: 8,
    batch: 8,
    stepsPerEpoch: 2,
  },
};
const OPTIONS = { training: TRAINING, steps: EXAMINATIONS * TRAINING.stepsPerEpoch };

function noisySet(): PictureSet {
  const random = new Random(2);
  const count = 80;
  return {
    ...{ size: 8, channels: 1, kinds: ['dark', 'light'], colours: [] },
    pixels: Uint8Array.from({ length: count * 64 }, (_, i) => random.below(100) + (i < count * 32 ? 0 : 150)),
    kindOf: Uint16Array.from({ length: count }, (_, i) => (i < count / 2 ? 0 : 1)),
  };
}

test('a training that was aborted goes on to the same generator, and reports its whole curve', async () => {
  const [whole, broken] = [new MemoryFolder(), new MemoryFolder()];
  const sampled: number[] = [];
  const options = { ...OPTIONS, onSamples: (_: unknown, { step }: CurvePoint) => void sampled.push(step) };
  const once = await trainGenerator(noisySet(), options, testRun({ folder: whole }));
  expect(once.curve.map(({ step }) => step)).toEqual([2, 4, 6, 8]);
  expect(sampled.splice(0)).toEqual([2, 4, 6, 8]);
  const aborted = trainGenerator(noisySet(), options, testRun({ folder: broken, ...abortedAt(2) }));
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  const { generator, curve } = await trainGenerator(noisySet(), options, testRun({ folder: broken }));
  expect(curve).toEqual(once.curve);
  expect(generator.weights).toEqual(once.generator.weights);
  expect(sampled).toEqual([2, 4, 6, 8]);
});

test('a training that is finished early has the best weights so far, and can go on all the same', async () => {
  const folder = new MemoryFolder();
  const finish = new AbortController();
  const early = { ...OPTIONS, finish: finish.signal, onSamples: () => finish.abort() };
  const { generator, curve } = await trainGenerator(noisySet(), early, testRun({ folder }));
  expect(curve.map(({ step }) => step)).toEqual([2]);
  const short = await trainGenerator(noisySet(), { ...OPTIONS, steps: 2 }, testRun());
  expect(Object.keys(generator.weights)).toEqual(Object.keys(short.generator.weights));
  expect(generator.weights).not.toEqual((await trainGenerator(noisySet(), OPTIONS, testRun())).generator.weights);
  const whole = await trainGenerator(noisySet(), OPTIONS, testRun({ folder }));
  expect(whole.curve.map(({ step }) => step)).toEqual([2, 4, 6, 8]);
});

test('a training that diverges after good pictures ends with the weights that were best', async () => {
  const folder = new MemoryFolder();
  const finish = new AbortController();
  const whenGood = (_: unknown, { collapsed }: CurvePoint): void => {
    if (!collapsed) finish.abort();
  };
  const early = { ...OPTIONS, finish: finish.signal, onSamples: whenGood };
  const before = await trainGenerator(noisySet(), early, testRun({ folder }));
  expect(before.curve.at(-1)!.collapsed).toBe(false);
  expect(before.curve.length).toBeLessThan(EXAMINATIONS);
  // Where it goes on, its weights are beyond all that can be computed with.
  const [name] = await folder.list();
  const { metadata, tensors } = readSafetensors((await folder.read(name))!);
  for (const [tensor, { data }] of Object.entries(tensors)) if (tensor.startsWith('tensors/')) data.fill(3e38);
  await folder.writeAtomically(name, writeSafetensors({ metadata, tensors }));
  const after = await trainGenerator(noisySet(), OPTIONS, testRun({ folder }));
  expect(after.diverged).toMatchObject({ code: 'diverged' });
  expect(after.curve).toEqual(before.curve);
  expect(after.generator.weights).toEqual(before.generator.weights);
});

test('a training that ended is not repeated, and other pictures are another one', async () => {
  const folder = new MemoryFolder();
  await trainGenerator(noisySet(), OPTIONS, testRun({ folder }));
  const again = await trainGenerator(noisySet(), OPTIONS, testRun({ folder, ...abortedAt(1) }));
  expect(again.curve).toHaveLength(EXAMINATIONS);
  const set = noisySet();
  set.pixels[0]++;
  const other = trainGenerator(set, OPTIONS, testRun({ folder, ...abortedAt(1) }));
  await expect(other).rejects.toMatchObject({ code: 'aborted' });
});
