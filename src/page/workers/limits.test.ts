import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closed, quiet, within } from './limits.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const never = (): Promise<never> => new Promise(() => undefined);

test('gives the answer, and leaves neither timer nor listener behind', async () => {
  const { signal } = new AbortController();
  const remove = vi.spyOn(signal, 'removeEventListener');
  await expect(within({ what: 'f()', deadline: 100, signal }, async () => 7)).resolves.toBe(7);
  expect(vi.getTimerCount()).toBe(0);
  expect(remove).toHaveBeenCalledExactlyOnceWith('abort', expect.any(Function));
});

test('each end says what ended, and what helps', async () => {
  const call = within({ what: 'f()', deadline: 100 }, never);
  const late = expect(call).rejects.toMatchObject({
    code: 'deadline',
    message: 'f() had no answer within 100 ms.',
    remedy: 'Try again, or raise the option `deadline`.',
  });
  await vi.advanceTimersByTimeAsync(100);
  await late;
  const signal = AbortSignal.abort();
  await expect(within({ what: 'f()', deadline: 100, signal }, never)).rejects.toMatchObject({
    code: 'aborted',
    message: 'f() was aborted.',
  });
  expect(closed()).toMatchObject({
    code: 'closed',
    message: 'The recommender was closed.',
    remedy: 'Make another with `createRecommender`.',
  });
});

test('what nobody waits for is no unhandled rejection, and who waits has it all the same', async () => {
  vi.useRealTimers();
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const promise = quiet(Promise.reject(new Error('nobody waits')));
  await new Promise((resolve) => setTimeout(resolve, 0));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  await expect(promise).rejects.toThrow('nobody waits');
});

test('gives up at the deadline, tells the work, and ignores what comes later', async () => {
  let tell = (_: number): void => undefined;
  let expired = (): boolean => false;
  const call = within({ what: 'f()', deadline: 100 }, (isExpired) => {
    expired = isExpired;
    return new Promise<number>((resolve) => {
      tell = resolve;
    });
  });
  const outcome = expect(call).rejects.toMatchObject({ code: 'deadline', message: expect.stringContaining('f()') });
  expect(expired()).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  tell(1);
  await outcome;
  expect(expired()).toBe(true);
});

test('an abort carries its reason; one that came before starts nothing', async () => {
  const controller = new AbortController();
  const call = within({ what: 'f()', deadline: 100, signal: controller.signal }, never);
  controller.abort('left the page');
  await expect(call).rejects.toMatchObject({ code: 'aborted', cause: 'left the page' });
  const work = vi.fn(never);
  await expect(within({ what: 'f()', deadline: 100, signal: controller.signal }, work)).rejects.toMatchObject({
    code: 'aborted',
  });
  expect(work).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test('whatever the work throws arrives as one kind of error', async () => {
  await expect(
    within({ what: 'f()', deadline: 100 }, async () => {
      throw 'a text';
    }),
  ).rejects.toMatchObject({ name: 'VitrineError', code: 'internal', message: 'a text' });
});
