import { findBackend, sum, tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openCompute } from '../learning/compute/testing/open-compute.ts';
import { LentCompute } from './lent-compute.ts';

test('it is opened once, when it is first asked for', async () => {
  let opened = 0;
  const compute = new LentCompute(() => {
    opened++;
    return openCompute('cpu');
  });
  expect(opened).toBe(0);
  const [a, b] = await Promise.all([compute.lend(async (one) => one), compute.lend(async (one) => one)]);
  expect(a).toBe(b);
  expect(await compute.lend(async (one) => one)).toBe(a);
  expect(opened).toBe(1);
  await compute.close();
});

test('nobody closes it under another: not the owner of a run that still computes, nor a second run', async () => {
  const [first, second] = [0, 1].map(() => new LentCompute(() => openCompute('cpu')));
  const computed = () => sum(tensor([1, 2])).dataSync()[0];
  await second.lend(async () => {
    await first.lend(async () => {
      await first.close();
      expect(computed()).toBe(3);
    });
    expect(computed()).toBe(3);
  });
  await second.close();
  expect(findBackend('cpu')).toBeNull();
});

test('where it could not be opened, the next who asks tries again', async () => {
  let tries = 0;
  const compute = new LentCompute(() => (++tries === 1 ? Promise.reject(new Error('not yet')) : openCompute('cpu')));
  await expect(compute.lend(async () => 1)).rejects.toThrow('not yet');
  expect(await compute.lend(async () => 1)).toBe(1);
  await compute.close();
});
