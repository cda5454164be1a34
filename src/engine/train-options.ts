import type { TrainOptions } from '../contract/engine.ts';
import { VitrineError } from '../contract/errors.ts';

const DEFAULT_EPOCHS = 5;
const MOST_EPOCHS = 100;
const DEFAULT_LEARNING_RATE = 3e-4;

/** Checks the options of `train()`. @throws VitrineError `bad-options`, naming the option. */
export function readTrainOptions(options: TrainOptions | undefined): Required<TrainOptions> {
  const { epochs = DEFAULT_EPOCHS, learningRate = DEFAULT_LEARNING_RATE } = options ?? {};
  if (!Number.isInteger(epochs) || epochs < 1 || epochs > MOST_EPOCHS) {
    throw bad('epochs', epochs, `a whole number from 1 to ${MOST_EPOCHS}`);
  }
  if (!Number.isFinite(learningRate) || learningRate <= 0) {
    throw bad('learningRate', learningRate, 'a finite number above 0');
  }
  return { epochs, learningRate };
}

function bad(name: string, value: unknown, wanted: string): VitrineError {
  return new VitrineError('bad-options', `${name} is ${String(value)}.`, { remedy: `Give ${name} as ${wanted}.` });
}
