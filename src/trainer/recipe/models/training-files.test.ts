import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Checkpoint } from '../../../learning/models/model.ts';
import { TrainingFiles } from './training-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-training-'));
const named = (...values: number[]) => ({ 'items.m': { shape: [values.length], data: Float32Array.from(values) } });
const CHECKPOINT: Checkpoint = {
  epoch: 3,
  tensors: named(1, 2),
  mean: named(3, 4),
  best: named(5, 6),
  counters: { steps: 12, bestScore: 0.25, waited: 1 },
};

test('a checkpoint reads back whole, and goes when the training is ended', () => {
  const files = new TrainingFiles(folder, 'attention', ['options', Int32Array.of(1, 2)]);
  expect(files.readCheckpoint()).toBeUndefined();
  files.writeCheckpoint(CHECKPOINT);
  files.writeCheckpoint({ ...CHECKPOINT, epoch: 4 });
  expect(files.readCheckpoint()).toEqual({ ...CHECKPOINT, epoch: 4 });
  files.writeCheckpoint(CHECKPOINT, [{ step: 100 }]);
  expect(files.readCheckpoint()).toEqual({ ...CHECKPOINT, told: [{ step: 100 }] });

  const section = { options: { width: 8 }, tensors: { items: { shape: [2], data: Int8Array.of(1, -1) } } };
  const ended = { section, epochs: 4, exact: { recall10: 0.5, ndcg10: 0.25, loss: 3 } };
  files.writeSection(ended);
  expect(files.readSection()).toEqual(ended);
  expect(files.readCheckpoint()).toBeUndefined();
  expect(readdirSync(folder)).toHaveLength(1);
});

test('other data or options are another training', () => {
  const other = new TrainingFiles(folder, 'attention', ['options', Int32Array.of(1, 3)]);
  expect(other.readSection()).toBeUndefined();
});
