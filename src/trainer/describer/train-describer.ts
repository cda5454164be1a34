import { interruptible } from '../../../cli/interrupt.ts';
import type { Progress } from '../../../cli/progress.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { DescriberContent } from '../../learning/generators/describer/describer-file.ts';
import {
  type DescriberData,
  type DescriberTraining,
  describerContent,
  fitDescriber,
} from '../../learning/generators/describer/fit-describer.ts';
import { TrainingFiles } from '../recipe/models/training-files.ts';
import { openTensorRuntime } from '../tensor-runtime.ts';
import { type Phases, refineDescriber } from './refine-describer.ts';

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
  /** Whether the net goes on against a discriminator, where what it writes is nearer to texts kept back then. */
  refine: boolean;
}

export interface TrainedDescriber {
  content: DescriberContent;
  curve: DescriberCurve[];
  /** What the net writes alone of products kept back, after each phase; the better one is kept. */
  phases?: Phases;
}

/** Epochs without a better one after which a training ends. */
const PATIENCE = 3;

/** Trains the language net of a describer; goes on from a checkpoint. */
export async function trainDescriber(
  data: DescriberData,
  { training, epochs, seed, work, refine }: DescriberRun,
  progress: Progress,
): Promise<TrainedDescriber> {
  const options = { ...training, seed, epochs };
  const files = new TrainingFiles(work, 'describer', [
    JSON.stringify([options, data.vocabulary.tokens]),
    Int32Array.from(data.taught.flatMap(({ prompt, text }) => [...prompt, ...text])),
  ]);
  const curve: DescriberCurve[] = [];
  const compute = await openTensorRuntime();
  try {
    return await interruptible(work, async (signal) => {
      const likely = await progress.stage('train describer', async (step): Promise<NamedTensors> => {
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
      });
      if (!refine) return { content: describerContent(data, likely, options), curve };
      const { weights, phases } = await refineDescriber(data, likely, { ...options, signal }, progress);
      return { content: describerContent(data, weights, options), curve, phases };
    });
  } finally {
    compute.close();
  }
}
