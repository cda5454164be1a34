import { VitrineError } from '../../contract/errors.ts';
import type { BackendName, FineTuneRequest, FineTuneResult } from '../../contract/neural.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import { AttentionModel } from '../models/attention.ts';
import type { Model } from '../models/model.ts';
import { Random } from '../training/random.ts';
import { holdOut } from './hold-out.ts';

/** What a page can fine-tune, by its name in packs. The other models are trained by the command line, and stay out of the worker. */
const TUNABLE: ReadonlyMap<string, (options: Record<string, unknown>) => Model> = new Map([
  ['attention', (options) => new AttentionModel(options)],
]);

/** The item vectors stay the pack's: a visitor's few clicks must not move what everyone's clicks have placed. */
const FROZEN = ['items'];

/** Other shoppers' windows trained on for each of the visitor's own predictions, so that the model does not forget them. */
const REPLAYED = 4;

/**
 * Fine-tunes the encoder on one visitor. The newest of the visitor's interactions and some of the replayed windows are
 * held out; forgetting the others counts as much as learning the visitor. Weights that do not predict the held-out ones
 * better than the old weights are not taken.
 *
 * @throws VitrineError `nothing-to-train`, `aborted`, `diverged`
 */
export async function fineTune(
  request: FineTuneRequest,
  backend: BackendName,
  signal: AbortSignal,
  onProgress: (progress: TrainingProgress) => void,
): Promise<FineTuneResult> {
  const create = TUNABLE.get(request.model);
  if (create === undefined) {
    throw new VitrineError('nothing-to-train', `The model ${request.model} is not one that a page fine-tunes.`, {
      remedy: 'Train the pack with the version of Vitrine that the page loads.',
    });
  }
  const items = request.weights.items.shape[0] - 1;
  const parts = holdOut(request.own, request.replay, { items, replayed: REPLAYED }, new Random(request.seed));
  const model = create({ ...request.options, learningRate: request.learningRate, averaging: 0 });
  try {
    model.adopt(request.weights);
    const { histories, targets, weights } = parts.validation;
    const before = (await model.measure(histories, targets, weights)).loss;
    let steps = 0;
    const run = model.fit(
      { items, sequences: parts.sequences, validation: parts.validation },
      {
        epochs: request.epochs,
        seed: request.seed,
        patience: request.epochs,
        metric: 'loss',
        frozen: FROZEN,
        signal,
      },
    );
    for await (const progress of run) {
      if (progress.validation !== undefined) steps += progress.steps;
      onProgress(progress);
    }
    const after = (await model.measure(histories, targets, weights)).loss;
    const adopted = after < before;
    const source = adopted ? model.weights() : request.weights;
    const moved = Object.entries(source).filter(([name]) => !FROZEN.includes(name));
    return { weights: Object.fromEntries(moved), steps, before, after: Math.min(before, after), adopted, backend };
  } finally {
    model.dispose();
  }
}
