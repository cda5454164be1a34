import type { TrainOptions } from '../../contract/engine.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { readOptions } from '../../contract/validation/read-options.ts';

const MOST_EPOCHS = 100;
const DEFAULTS: Required<TrainOptions> = { epochs: 5, learningRate: 3e-4 };

const Options = plain.fields({
  epochs: plain.optional(plain.whole(1, MOST_EPOCHS)),
  learningRate: plain.optional(plain.positive(1)),
});

/** Checks the options of `train()`. @throws VitrineError `bad-options`, naming the option. */
export function readTrainOptions(options: TrainOptions | undefined): Required<TrainOptions> {
  return { ...DEFAULTS, ...readOptions('options of train()', Options, options) } as Required<TrainOptions>;
}
