import { expect, test } from 'vitest';
import { VitrineError } from '../../contract/errors.ts';
import { lateRecommender } from './late-recommender.ts';
import type { Recommender } from './recommender.ts';

/** A recommender that writes down how it was called. */
function spy() {
  const calls: string[] = [];
  const listeners = new Set<unknown>();
  const real = {
    track: async (payload: unknown) => void calls.push(`track ${payload}`),
    recommend: async () => void calls.push('recommend'),
    status: async () => {
      throw new VitrineError('closed', 'It was closed.');
    },
    async *train() {
      try {
        yield 1;
        yield 2;
      } finally {
        calls.push('left');
      }
      return 'report';
    },
    on: (_: string, listener: unknown) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { real: real as unknown as Recommender, calls, listeners };
}

test('calls reach the recommender in their order', async () => {
  const { real, calls } = spy();
  const late = lateRecommender(async () => real);
  await Promise.all([late.track('a'), late.recommend(), late.track('b')]);
  expect(calls).toEqual(['track a', 'recommend', 'track b']);
});

test('a rejection is handed on, also that of a recommender that did not come; the next call asks again', async () => {
  const { real, calls } = spy();
  let loads = 0;
  const late = lateRecommender(async () => {
    if (loads++ === 0) throw new VitrineError('worker-failed', 'It did not come.');
    return real;
  });
  await expect(late.track('lost')).rejects.toMatchObject({ code: 'worker-failed' });
  await late.track('a');
  expect(calls).toEqual(['track a']);
  await expect(late.status()).rejects.toMatchObject({ code: 'closed' });
});

test('a training begins with the first step, and a loop that is left ends it', async () => {
  const { real, calls } = spy();
  let loads = 0;
  const late = lateRecommender(async () => {
    loads += 1;
    return real;
  });
  const steps = late.train();
  expect(loads).toBe(0);
  for await (const step of steps) {
    expect(step).toBe(1);
    break;
  }
  expect(calls).toEqual(['left']);
  expect(await steps.next()).toEqual({ done: true, value: undefined });
});

test('a listener is handed on, and one that was taken back before does not stay', async () => {
  const { real, listeners } = spy();
  const late = lateRecommender(async () => real);
  const [kept, early] = [() => undefined, () => undefined];
  const end = late.on('change', kept);
  late.on('change', early)();
  await late.recommend();
  await expect.poll(() => [...listeners]).toEqual([kept]);
  end();
  await expect.poll(() => listeners.size).toBe(0);
});
