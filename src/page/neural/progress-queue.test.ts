import { expect, test } from 'vitest';
import { VitrineError } from '../../contract/errors.ts';
import { ProgressQueue } from './progress-queue.ts';

async function readAll(queue: ProgressQueue<number>): Promise<number[]> {
  const read: number[] = [];
  for await (const event of queue) read.push(event);
  return read;
}

test('gives what was pushed before, between and up to the end, in order', async () => {
  const queue = new ProgressQueue<number>();
  queue.push(1);
  const read = readAll(queue);
  queue.push(2);
  await Promise.resolve();
  queue.push(3);
  queue.end();
  queue.push(4);
  expect(await read).toEqual([1, 2, 3]);
});

test('what was pushed before an error can still be read; the first end counts', async () => {
  const queue = new ProgressQueue<number>();
  queue.push(1);
  queue.end(new VitrineError('aborted', 'Stop.'));
  queue.end();
  const events = queue[Symbol.asyncIterator]();
  expect(await events.next()).toEqual({ value: 1, done: false });
  await expect(events.next()).rejects.toMatchObject({ code: 'aborted' });
});
