import type { NamedTensors } from '../../contract/tensors.ts';
import type { DescriberContent } from '../../learning/generators/describer/describer-file.ts';
import {
  type DescriberData,
  type DescriberTraining,
  describerContent,
  fitDescriber,
} from '../../learning/generators/describer/fit-describer.ts';
import { TrainingFiles } from '../recipe/models/training-files.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { type Phases, refineDescriber } from './refine-describer.ts';

/** Loss while it was trained, nats a token. */
export interface DescriberCurve {
  epoch: number;
  loss: number;
  held: number;
}

export interface DescriberTrainingOptions {
  training: DescriberTraining;
  epochs: number;
  /** Whether the net goes on against a discriminator, where what it writes is nearer to held-out texts then. */
  refine: boolean;
}

export interface TrainedDescriber {
  content: DescriberContent;
  curve: DescriberCurve[];
  /** What the net writes alone of held-out products, after each phase; the better one is kept. */
  phases?: Phases;
}

/** Epochs without a better one after which a training ends. */
const PATIENCE = 3;

/** Trains the language net of a describer; goes on from a checkpoint. @throws VitrineError `aborted`, `diverged` */
export async function trainDescriberNet(
  data: DescriberData,
  { training, epochs, refine }: DescriberTrainingOptions,
  run: RunContext,
): Promise<TrainedDescriber> {
  const { seed, signal } = run;
  const options = { ...training, seed, epochs };
  const files = await TrainingFiles.of(run.folder, 'describer', [
    JSON.stringify([options, data.vocabulary.tokens]),
    Int32Array.from(data.taught.flatMap(({ prompt, text }) => [...prompt, ...text])),
  ]);
  const curve: DescriberCurve[] = [];
  return run.compute.lend(async () => {
    const likely = await runStep(run, 'train describer', async (step): Promise<NamedTensors> => {
      const resume = await files.readCheckpoint();
      const fitting = fitDescriber(data, {
        ...options,
        patience: PATIENCE,
        validateEvery: 1,
        signal,
        checkpoint: (state) => files.writeCheckpoint(state),
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
        await step(epoch * steps + at, epochs * steps, best);
      }
    });
    if (!refine) return { content: describerContent(data, likely, options), curve };
    const { weights, phases } = await refineDescriber(data, likely, options, run);
    return { content: describerContent(data, weights, options), curve, phases };
  });
}
