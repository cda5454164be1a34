import type { Progress } from '../../../../cli/progress.ts';
import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import type { PackSection } from '../../../pack/pack.ts';
import type { Stage } from '../../evaluation/splits.ts';
import { fitItemGenerator } from './fit-item-generator.ts';
import { chooseShares, withContent } from './mix-content.ts';
import { type TrainingPlan, trainingData } from './train-model.ts';

/** Validation questions that the share of content in item vectors is chosen on. */
const MIXED_ON = 2_000;

/**
 * The item generator's part in a pack: content mixed into item vectors, and a tower trained on the visitors who are folded
 * in from these, each where validation is better.
 * @param regression the tower that it begins at
 * @param sections as they were trained for tuning and for the pack; those with mixed vectors take their place
 * @returns the tower, and what validation said
 * @throws VitrineError `aborted`, `diverged`
 */
export async function generateItems(
  regression: PackSection,
  { tuned, final }: Record<'tuned' | 'final', Record<string, PackSection>>,
  stage: Stage,
  plan: TrainingPlan & { features: FeatureIndex },
  progress: Progress,
): Promise<{ tower: PackSection; metrics: Record<string, number> }> {
  const { features, seed, folder, vectors: precision, items } = plan;
  const metrics: Record<string, number> = {};
  const placed = Object.fromEntries(
    Object.keys(regression.options.widths as object).map((name) => [name, tuned[name]]),
  );
  const { validation } = trainingData(stage, items, MIXED_ON);
  const shares = await chooseShares(regression, placed, features, validation, progress);
  for (const [name, share] of Object.entries(shares)) {
    metrics[`new-products.${name}.share`] = share;
    const mixed = (section: PackSection) =>
      withContent(name, section, regression, features, share, { precision, seed });
    const same = final[name] === tuned[name];
    tuned[name] = mixed(tuned[name]);
    final[name] = same ? tuned[name] : mixed(final[name]);
  }
  const { sequences } = stage.train;
  const generated = await fitItemGenerator(regression, final, sequences, features, { seed, folder }, progress);
  for (const [name, value] of Object.entries(generated.metrics)) metrics[`new-products.${name}.ndcg@20`] = value;
  return { tower: generated.tower, metrics };
}
