import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import type { PackSection } from '../../../pack/pack.ts';
import type { Stage } from '../../evaluation/splits.ts';
import type { RunContext } from '../../run-context.ts';
import { fitItemGenerator } from './fit-item-generator.ts';
import { chooseShares, withContent } from './mix-content.ts';
import { type TrainingPlan, trainingData } from './train-model.ts';

/** Validation questions that the share of content in item vectors is chosen on. */
const MIXED_ON = 2_000;

/** What was trained, and the stage that it was chosen on. */
export interface TrainedSections {
  /** Sections for tuning; those with mixed vectors take their place. */
  tuned: Record<string, PackSection>;
  /** Sections for the pack, likewise. */
  final: Record<string, PackSection>;
  stage: Stage;
}

/**
 * The item generator's part in a pack: content mixed into item vectors, and a tower trained on the visitors who are folded
 * in from these, each where validation is better.
 * @param regression the tower that it begins at
 * @returns the tower, and what validation said
 * @throws VitrineError `aborted`, `diverged`
 */
export async function generateItems(
  regression: PackSection,
  { tuned, final, stage }: TrainedSections,
  plan: TrainingPlan & { features: FeatureIndex },
  run: RunContext,
): Promise<{ tower: PackSection; metrics: Record<string, number> }> {
  const { features, vectors: precision, items } = plan;
  const { seed } = run;
  const metrics: Record<string, number> = {};
  const placed = Object.fromEntries(
    Object.keys(regression.options.widths as object).map((name) => [name, tuned[name]]),
  );
  const { validation } = trainingData(stage, items, MIXED_ON);
  const shares = await chooseShares({ tower: regression, sections: placed, features }, validation, run);
  for (const [name, share] of Object.entries(shares)) {
    metrics[`new-products.${name}.share`] = share;
    const mixed = (section: PackSection) =>
      withContent(section, { name, tower: regression, features, share }, { precision, seed });
    const same = final[name] === tuned[name];
    tuned[name] = mixed(tuned[name]);
    final[name] = same ? tuned[name] : mixed(final[name]);
  }
  const generation = { tower: regression, sections: final, train: stage.train.sequences, features };
  const generated = await fitItemGenerator(generation, {}, run);
  for (const [name, value] of Object.entries(generated.metrics)) metrics[`new-products.${name}.ndcg@20`] = value;
  return { tower: generated.tower, metrics };
}
