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
import { type Advance, type RunContext, runStep } from '../../run-context.ts';
import { meetingsOf } from './meetings.ts';

/** Every so many-th product is held out, to tell whether the generator ranks new ones better than the regression does. */
const HELD_OUT = 10;

/** A tower whose maps are the item generator's where that ranks products held out better than the regression. */
export interface GeneratedTower {
  tower: PackSection;
  /** NDCG@20 of products held out, among themselves: `NAME.regression` and `NAME.generator`. */
  metrics: Record<string, number>;
}

/** What an item generator learns from. */
export interface ItemGeneration {
  /** As the regression made it. */
  tower: PackSection;
  /** Those that the tower has maps for. */
  sections: Readonly<Record<string, PackSection>>;
  /** What visitors did. */
  train: Sequences;
  features: FeatureIndex;
}

/** @throws VitrineError `aborted`, `diverged` */
export async function fitItemGenerator(
  { tower, sections, train, features }: ItemGeneration,
  settings: Partial<ItemGeneratorOptions>,
  run: RunContext,
): Promise<GeneratedTower> {
  const buckets = Number(tower.options.buckets);
  const tensors = { ...tower.tensors };
  const metrics: Record<string, number> = {};
  const { seed, signal } = run;
  await run.compute.lend(async () => {
    for (const name of Object.keys(tower.options.widths as object)) {
      const model = models.find((entry) => entry.name === name)?.create(sections[name].options);
      if (model?.states === undefined) continue;
      model.load(sections[name]);
      const meetings = (teaches: (item: number) => boolean) => meetingsOf(model, train, features, buckets, teaches);
      const [known, held] = await runStep(run, `meetings ${name}`, async () => [
        await meetings((item) => item % HELD_OUT !== 0),
        await meetings((item) => item % HELD_OUT === 0),
      ]);
      if (known.targets.length === 0 || held.targets.length === 0) continue;
      const options = { ...ITEM_GENERATOR_DEFAULTS, ...settings, seed, signal };
      const { width } = known;
      const stage = `generator ${name}`;
      const { regression, ...first } = await runStep(run, stage, async (step) => {
        const plain = regress(known.features, known.vectors, width, buckets, options.ridge);
        const regression = rankingOfNew(held, vectorsOf(plain, held.features, width));
        return { regression, ...(await trainMap(known, { buckets, options, held }, step)) };
      });
      metrics[`${name}.regression`] = regression;
      metrics[`${name}.generator`] = first.reached;
      if (first.reached <= regression) continue;
      const again = { ...options, epochs: first.epochs };
      const { map } = await runStep(run, stage, async (step) =>
        trainMap(await meetings(() => true), { buckets, options: again }, step),
      );
      Object.assign(tensors, mapTensors(name, map, width));
    }
  });
  return { tower: { ...tower, tensors }, metrics };
}

interface MapTraining {
  buckets: number;
  options: ItemGeneratorOptions & { signal: AbortSignal };
  /** Of products held out, that tell when to stop. */
  held?: Meetings;
}

/** @returns the map, and after how many epochs it ranked the products held out best, and how well */
async function trainMap(
  meetings: Meetings,
  { buckets, options, held }: MapTraining,
  step: Advance,
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
    await step(value.epoch * value.steps + value.step, value.epochs * value.steps, reached);
  }
}
