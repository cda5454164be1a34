import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import type { Progress } from '../../../cli/progress.ts';
import { PICTURE_TRAINING } from '../../learning/generators/picture/picture-generator.ts';
import type { PictureSet } from '../../learning/generators/picture/picture-set.ts';
import { Random } from '../../learning/training/random.ts';
import { trainGenerator } from './train-generator.ts';

vi.mock('../tensor-runtime.ts', async () => {
  const { Compute } = await import('../../learning/compute/backend.ts');
  return { openTensorRuntime: () => Compute.open({ backends: ['cpu'], wasm: () => Promise.reject(new Error()) }) };
});

const folder = mkdtempSync(join(tmpdir(), 'vitrine-train-generator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
const run = (work: string) => ({
  ...{ training: TRAINING, steps: EXAMINATIONS * TRAINING.stepsPerEpoch, seed: 1 },
  work: join(folder, work),
  sheets: join(folder, work, 'sheets'),
});

function noisySet(): PictureSet {
  const random = new Random(2);
  const count = 80;
  return {
    ...{ size: 8, channels: 1, kinds: ['dark', 'light'], colours: [] },
    pixels: Uint8Array.from({ length: count * 64 }, (_, i) => random.below(100) + (i < count * 32 ? 0 : 150)),
    kindOf: Uint16Array.from({ length: count }, (_, i) => (i < count / 2 ? 0 : 1)),
  };
}

const silent: Progress = { stage: async (_, work) => work(() => undefined) };
/** Presses Ctrl-C after so many events. */
const impatient = (events: number): Progress => ({
  stage: async (_, work) => {
    let left = events;
    return work(() => void (--left === 0 && process.emit('SIGINT')));
  },
});

test('a training that was interrupted goes on to the same generator, and tells its whole curve', async () => {
  const whole = await trainGenerator(noisySet(), run('whole'), silent);
  expect(whole.curve.map(({ step }) => step)).toEqual([2, 4, 6, 8]);
  await expect(trainGenerator(noisySet(), run('broken'), impatient(2))).rejects.toMatchObject({ code: 'aborted' });
  const { generator, curve } = await trainGenerator(noisySet(), run('broken'), silent);
  expect(curve).toEqual(whole.curve);
  expect(generator.weights).toEqual(whole.generator.weights);
  expect(readdirSync(run('broken').sheets)).toEqual(readdirSync(run('whole').sheets));
  expect(process.listenerCount('SIGINT')).toBe(0);
});

test('a training that ended is not repeated, and other pictures are another one', async () => {
  const whole = await trainGenerator(noisySet(), run('whole'), impatient(1));
  expect(whole.curve).toHaveLength(EXAMINATIONS);
  const set = noisySet();
  set.pixels[0]++;
  await expect(trainGenerator(set, run('whole'), impatient(1))).rejects.toMatchObject({ code: 'aborted' });
});
