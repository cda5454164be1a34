import { interruptible } from '../../../../cli/interrupt.ts';
import type { Progress } from '../../../../cli/progress.ts';
import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import type { Sequences } from '../../../contract/sequences.ts';
import {
  ITEM_GENERATOR_DEFAULTS,
  type ItemGeneratorOptions,
  trainItemGenerator,
  vectorsOf,
} from '../../../learning/generators/item/item-generator.ts';
import type { Meetings } from '../../../learning/generators/item/meetings.ts';
import { rankingOfNew } from '../../../learning/generators/item/ranking-of-new.ts';
import { mapTensors, regress } from '../../../learning/models/content-tower.ts';
import { models } from '../../../learning/models/index.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { openTensorRuntime } from '../../tensor-runtime.ts';
import { meetingsOf } from './meetings.ts';

/** Every so many-th product is kept back, to tell whether the generator ranks new ones better than the regression does. */
const KEPT_BACK = 10;

/** A tower whose maps are the item generator's where that ranks products kept back better than the regression. */
export interface GeneratedTower {
  tower: PackSection;
  /** NDCG@20 of products kept back, among themselves: `NAME.regression` and `NAME.generator`. */
  metrics: Record<string, number>;
}

/**
 * @param tower as the regression made it
 * @param sections that it has maps for
 * @param train what visitors did
 * @throws VitrineError `aborted`, `diverged`
 */
export async function fitItemGenerator(
  tower: PackSection,
  sections: Readonly<Record<string, PackSection>>,
  train: Sequences,
  features: FeatureIndex,
  { seed, folder, ...settings }: { seed: number; folder: string } & Partial<ItemGeneratorOptions>,
  progress: Progress,
): Promise<GeneratedTower> {
  const buckets = Number(tower.options.buckets);
  const tensors = { ...tower.tensors };
  const metrics: Record<string, number> = {};
  const compute = await openTensorRuntime();
  try {
    await interruptible(folder, async (signal) => {
      for (const name of Object.keys(tower.options.widths as object)) {
        const model = models.find((entry) => entry.name === name)?.create(sections[name].options);
        if (model?.states === undefined) continue;
        model.load(sections[name]);
        const meetings = (teaches: (item: number) => boolean) => meetingsOf(model, train, features, buckets, teaches);
        const [known, held] = await progress.stage(`meetings ${name}`, async () => [
          await meetings((item) => item % KEPT_BACK !== 0),
          await meetings((item) => item % KEPT_BACK === 0),
        ]);
        if (known.targets.length === 0 || held.targets.length === 0) continue;
        const options = { ...ITEM_GENERATOR_DEFAULTS, ...settings, seed, signal };
        const { width } = known;
        const stage = `generator ${name}`;
        const { regression, ...first } = await progress.stage(stage, async (step) => {
          const plain = regress(known.features, known.vectors, width, buckets, options.ridge);
          const regression = rankingOfNew(held, vectorsOf(plain, held.features, width));
          return { regression, ...(await run(known, buckets, options, step, held)) };
        });
        metrics[`${name}.regression`] = regression;
        metrics[`${name}.generator`] = first.reached;
        if (first.reached <= regression) continue;
        const again = { ...options, epochs: first.epochs };
        const { map } = await progress.stage(stage, async (step) =>
          run(await meetings(() => true), buckets, again, step),
        );
        Object.assign(tensors, mapTensors(name, map, width));
      }
    });
  } finally {
    compute.close();
  }
  return { tower: { ...tower, tensors }, metrics };
}

/** One training. @returns the map, and after how many epochs it ranked the products kept back best, and how well */
async function run(
  meetings: Meetings,
  buckets: number,
  options: ItemGeneratorOptions & { signal: AbortSignal },
  step: (done: number, total: number, best?: number) => void,
  held?: Meetings,
): Promise<{ map: Float32Array; epochs: number; reached: number }> {
  let epochs = 0;
  let reached = 0;
  const training = trainItemGenerator(meetings, buckets, options, held);
  for (;;) {
    const { done, value } = await training.next();
    if (done) return { map: value, epochs, reached };
    if (value.quality && !value.collapsed && 1 - value.quality.distance > reached) {
      reached = 1 - value.quality.distance;
      epochs = value.epoch + 1;
    }
    step(value.epoch * value.steps + value.step, value.epochs * value.steps, reached);
  }
}
