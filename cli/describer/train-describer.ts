import type { NamedTensors } from '../../src/contract/neural.ts';
import type { DescriberContent } from '../../src/generators/describer/describer-file.ts';
import {
  type DescriberData,
  type DescriberTraining,
  describerContent,
  fitDescriber,
} from '../../src/generators/describer/fit-describer.ts';
import { interruptible } from '../interrupt.ts';
import type { Progress } from '../progress.ts';
import { TrainingFiles } from '../recipe/models/training-files.ts';
import { openTensorRuntime } from '../tensor-runtime.ts';

/** Loss while it was trained, nats a token. */
export interface DescriberCurve {
  epoch: number;
  loss: number;
  held: number;
}

export interface DescriberRun {
  training: DescriberTraining;
  epochs: number;
  seed: number;
  /** Where checkpoints lie. */
  work: string;
}

/** Epochs without a better one after which a training ends. */
const PATIENCE = 3;

/** Trains the language net of a describer; goes on from a checkpoint. */
export async function trainDescriber(
  data: DescriberData,
  { training, epochs, seed, work }: DescriberRun,
  progress: Progress,
): Promise<{ content: DescriberContent; curve: DescriberCurve[] }> {
  const options = { ...training, seed, epochs };
  const files = new TrainingFiles(work, 'describer', [
    JSON.stringify([options, data.vocabulary.tokens]),
    Int32Array.from(data.taught.flatMap(({ prompt, text }) => [...prompt, ...text])),
  ]);
  const curve: DescriberCurve[] = [];
  const compute = await openTensorRuntime();
  try {
    const weights = await interruptible(work, (signal) =>
      progress.stage('train describer', async (step): Promise<NamedTensors> => {
        const resume = files.readCheckpoint();
        const fitting = fitDescriber(data, {
          ...options,
          patience: PATIENCE,
          validateEvery: 1,
          signal,
          checkpoint: async (state) => files.writeCheckpoint(state),
          ...(resume && { resume }),
        });
        let best: number | undefined;
        for (;;) {
          const { done, value } = await fitting.next();
          if (done) return value;
          const { epoch, step: at, steps, loss, validation } = value;
          if (validation !== undefined) {
            best = Math.min(best ?? validation, validation);
            curve.push({ epoch: epoch + 1, loss, held: validation });
          }
          step(epoch * steps + at, epochs * steps, best);
        }
      }),
    );
    return { content: describerContent(data, weights, options), curve };
  } finally {
    compute.close();
  }
}
