import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VitrineError } from '../../contract/errors.ts';
import { WorkerInstance } from './worker-instance.ts';

/** A worker that swallows every message. */
class MuteWorker extends EventTarget {
  terminated = false;
  postMessage(): void {}
  terminate(): void {
    this.terminated = true;
  }
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function start() {
  const worker = new MuteWorker();
  const ends: string[] = [];
  const life = new WorkerInstance<object>('engine', worker as unknown as Worker, ({ code }) => ends.push(code));
  const rejected: string[] = [];
  const call = (patience: number): void => {
    const never = new Promise(() => undefined);
    life.call(() => never, patience).catch(({ code }) => rejected.push(code));
  };
  return { worker, life, ends, rejected, call };
}

test('silence for the patience of the waiting call ends the worker and rejects every call', async () => {
  const { worker, ends, rejected, call } = start();
  call(1000);
  await vi.advanceTimersByTimeAsync(500);
  call(1000);
  await vi.advanceTimersByTimeAsync(499);
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ends).toEqual(['worker-failed']);
  expect(rejected).toEqual(['worker-failed', 'worker-failed']);
  expect(worker.terminated).toBe(true);
});

test('while a slow call waits, the others do not tell: the worker may be busy with it', async () => {
  const { ends, call } = start();
  call(10_000);
  call(1000);
  await vi.advanceTimersByTimeAsync(9999);
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ends).toEqual(['worker-failed']);
});

test('any message is a sign of life, and so is what is heard of elsewhere', async () => {
  const { worker, life, ends, call } = start();
  call(1000);
  await vi.advanceTimersByTimeAsync(900);
  worker.dispatchEvent(new Event('message'));
  await vi.advanceTimersByTimeAsync(900);
  life.hear();
  await vi.advanceTimersByTimeAsync(900);
  expect(ends).toEqual([]);
});

test('a call of endless patience is no reason to end the worker', async () => {
  const { ends, call } = start();
  call(Number.POSITIVE_INFINITY);
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(ends).toEqual([]);
});

test('a page that slept gives the worker its patience anew', async () => {
  const { ends, call } = start();
  call(1000);
  vi.setSystemTime(Date.now() + 60_000);
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
  await vi.advanceTimersByTimeAsync(1000);
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(ends).toEqual(['worker-failed']);
  vi.restoreAllMocks();
});

test('an answer reaches its caller, and its silence does not count any more: another call has its own patience', async () => {
  const { life, ends, call } = start();
  const answered = [1, 2].map(() => {
    let settle: (how: 'resolve' | 'reject') => void = () => undefined;
    const sent = new Promise((resolve, reject) => {
      settle = (how) => (how === 'resolve' ? resolve('answer') : reject(new Error('refused')));
    });
    return { result: life.call(() => sent, 10_000), settle: (how: 'resolve' | 'reject') => settle(how) };
  });
  answered[0].settle('resolve');
  await expect(answered[0].result).resolves.toBe('answer');
  call(1000);
  await vi.advanceTimersByTimeAsync(5000);
  // The other one may keep it busy for as long as that.
  expect(ends).toEqual([]);
  answered[1].settle('reject');
  await expect(answered[1].result).rejects.toThrow('refused');
  await vi.advanceTimersByTimeAsync(1000);
  expect(ends).toEqual(['worker-failed']);
});

test('when all calls are answered, no timer is left', async () => {
  const { life, ends } = start();
  await life.call(async () => 1, 1000);
  await life.call(async () => 2, Number.POSITIVE_INFINITY);
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ends).toEqual([]);
});

test('a worker ends once, with what it stopped doing', async () => {
  const { life, ends, call } = start();
  call(10);
  await vi.advanceTimersByTimeAsync(10);
  expect(life.ended).toMatchObject({ code: 'worker-failed', message: 'The engine worker stopped answering.' });
  life.end(new VitrineError('closed', 'Again.'));
  expect(life.ended?.code).toBe('worker-failed');
  expect(ends).toEqual(['worker-failed']);
});

test('an uncaught exception ends a worker that never answered, and leaves alive one that did', async () => {
  const crash = () => Object.assign(new Event('error', { cancelable: true }), { message: 'boom' });
  const early = start();
  early.call(10_000);
  const event = crash();
  early.worker.dispatchEvent(event);
  // The words for it are loaded, which no timer of ours decides.
  await vi.dynamicImportSettled();
  expect(early.ends).toEqual(['worker-failed']);
  expect(early.life.ended?.message).toBe('The engine worker failed: boom');
  expect(event.defaultPrevented, 'the page must not see it').toBe(true);

  const answered = start();
  answered.worker.dispatchEvent(new Event('message'));
  await vi.advanceTimersByTimeAsync(10);
  answered.worker.dispatchEvent(crash());
  await vi.advanceTimersByTimeAsync(1000);
  expect(answered.ends).toEqual([]);
});

test('a worker that has ended refuses further calls at once', async () => {
  const { life, ends, call } = start();
  call(10);
  await vi.advanceTimersByTimeAsync(10);
  const send = vi.fn();
  await expect(life.call(send, 10)).rejects.toMatchObject({ code: 'worker-failed' });
  expect(send).not.toHaveBeenCalled();
  expect(ends).toHaveLength(1);
});
