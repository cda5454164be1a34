import { afterEach, expect, test, vi } from 'vitest';
import { startRecommender } from '../facade/create-recommender.ts';
import { startDoubles, stopClock } from '../testing/engine-double.ts';

const closing: (() => Promise<void> | void)[] = [];
const DEADLINE = 60_000;

afterEach(async () => {
  vi.useRealTimers();
  for (const close of closing.splice(0)) await close();
});

function start(neural: 'finish' | 'wait' | 'die') {
  const doubles = startDoubles({ neural });
  const shop = startRecommender({ deadline: DEADLINE, products: [{ id: 'p' }] }, doubles.setup);
  closing.push(() => shop.close(), doubles.close);
  return { shop, doubles };
}

test('progress comes one by one, the report as the return value', async () => {
  const { shop } = start('finish');
  const changes: string[] = [];
  shop.on('change', ({ reason }) => changes.push(reason));
  const steps = shop.train({ epochs: 3 });
  const epochs: number[] = [];
  let last = await steps.next();
  for (; !last.done; last = await steps.next()) epochs.push(last.value.epoch);
  expect(epochs).toEqual([0, 1, 2]);
  expect(last.value).toMatchObject({ adopted: true, before: 2, after: 1, backend: 'cpu' });
  expect(changes).toContain('training');
});

test('a training that is not adopted changes no list', async () => {
  const { shop } = start('finish');
  const changes: string[] = [];
  shop.on('change', ({ reason }) => changes.push(reason));
  const steps = shop.train({ epochs: 1, learningRate: 1 });
  await steps.next();
  expect(await steps.next()).toMatchObject({ done: true, value: { adopted: false, after: 3 } });
  expect(changes).not.toContain('training');
});

test('a loop that is left cancels the training', async () => {
  const { shop, doubles } = start('wait');
  for await (const { epoch } of shop.train({ epochs: 2 })) if (epoch === 1) break;
  await expect.poll(() => doubles.cancelled().length).toBe(1);
});

test('an abort ends the loop at once and cancels the training', async () => {
  const { shop, doubles } = start('wait');
  const controller = new AbortController();
  const loop = async () => {
    for await (const _ of shop.train({ epochs: 1, signal: controller.signal })) controller.abort();
  };
  await expect(loop()).rejects.toMatchObject({ code: 'aborted' });
  await expect.poll(() => doubles.cancelled().length).toBe(1);
  await expect(shop.train({ signal: AbortSignal.abort() }).next()).rejects.toMatchObject({ code: 'aborted' });
});

test('a neural worker that dies ends the training, and the shelf answers before, during and after', async () => {
  stopClock();
  const { shop, doubles } = start('die');
  const steps = shop.train({ epochs: 1 });
  await steps.next();
  const ended = steps.next();
  await expect(shop.recommend()).resolves.toMatchObject({ items: [{ id: 'p' }] });
  await doubles.silence(1, 12 * DEADLINE);
  await expect(ended).rejects.toMatchObject({ code: 'worker-failed' });
  await expect(shop.recommend()).resolves.toMatchObject({ items: [{ id: 'p' }] });
  expect((await shop.status()).restarts).toBe(0);
});
