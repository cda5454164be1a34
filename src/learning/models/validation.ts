import type { TrainingTask } from '../training/run-training.ts';
import type { Model, TrainingData } from './model.ts';

/** How a training measures this model between epochs, where there is something to measure it by. */
export function validationOf(
  model: Pick<Model, 'measure'>,
  { validation }: TrainingData,
  metric: TrainingTask<unknown>['metric'],
): Pick<TrainingTask<unknown>, 'validate'> {
  if (validation === undefined) return {};
  const { histories, targets, weights } = validation;
  return {
    async validate() {
      const quality = await model.measure(histories, targets, weights);
      return metric === 'loss' ? quality.loss : quality.ndcg10;
    },
  };
}
