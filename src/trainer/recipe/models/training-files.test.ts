import { expect, test } from 'vitest';
import type { Checkpoint } from '../../../learning/models/model.ts';
import { MemoryFolder } from '../../run-folder.ts';
import { TrainingFiles } from './training-files.ts';

const folder = new MemoryFolder();
const named = (...values: number[]) => ({ 'items.m': { shape: [values.length], data: Float32Array.from(values) } });
const CHECKPOINT: Checkpoint = {
  epoch: 3,
  tensors: named(1, 2),
  mean: named(3, 4),
  best: named(5, 6),
  counters: { steps: 12, bestScore: 0.25, waited: 1 },
};

test('a checkpoint reads back whole, and goes when the training is ended', async () => {
  const files = await TrainingFiles.of(folder, 'attention', ['options', Int32Array.of(1, 2)]);
  expect(await files.readCheckpoint()).toBeUndefined();
  await files.writeCheckpoint(CHECKPOINT);
  await files.writeCheckpoint({ ...CHECKPOINT, epoch: 4 });
  expect(await files.readCheckpoint()).toEqual({ ...CHECKPOINT, epoch: 4 });
  await files.writeCheckpoint(CHECKPOINT, [{ step: 100 }]);
  expect(await files.readCheckpoint()).toEqual({ ...CHECKPOINT, reported: [{ step: 100 }] });

  const section = { options: { width: 8 }, tensors: { items: { shape: [2], data: Int8Array.of(1, -1) } } };
  const ended = { section, epochs: 4, exact: { recall10: 0.5, ndcg10: 0.25, loss: 3 } };
  await files.writeSection(ended);
  expect(await files.readSection()).toEqual(ended);
  expect(await files.readCheckpoint()).toBeUndefined();
  expect(await folder.list()).toHaveLength(1);
});

test('other data or options are another training', async () => {
  const other = await TrainingFiles.of(folder, 'attention', ['options', Int32Array.of(1, 3)]);
  expect(await other.readSection()).toBeUndefined();
});
