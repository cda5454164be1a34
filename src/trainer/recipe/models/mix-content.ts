import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import { hashedFeatures } from '../../../catalogue/hashed-features.ts';
import { vectorsOf } from '../../../learning/generators/item/item-generator.ts';
import { loadMap } from '../../../learning/models/content-tower.ts';
import { models } from '../../../learning/models/index.ts';
import type { Model, TrainingData } from '../../../learning/models/model.ts';
import { ITEMS } from '../../../learning/models/named-weights.ts';
import { inPrecision, type VectorPrecision } from '../../../learning/models/vector-precision.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { type RunContext, runStep } from '../../run-context.ts';

/** Shares of the generated vector in a product's own that are tried. */
const SHARES = [0.2, 0.4, 0.6, 0.8];

/** Item vectors, and what makes others from what is known of the items. */
export interface MixableVectors {
  tower: PackSection;
  /** Those that the tower has maps for. */
  sections: Readonly<Record<string, PackSection>>;
  features: FeatureIndex;
}

/**
 * Moves each product's learned vector toward the one that a tower makes of its attributes and words, by the share that
 * ranks best on validation, if any does. What few visitors taught is noisy, and what products of a kind have in common is
 * less so; and visitors whose vectors are folded in from mixed ones stand nearer to products that have made ones alone.
 *
 * @param validation of known products
 * @returns share of the made vector in each section's, from 0
 */
export async function chooseShares(
  { tower, sections, features }: MixableVectors,
  { histories, targets }: NonNullable<TrainingData['validation']>,
  run: RunContext,
): Promise<Record<string, number>> {
  const shares: Record<string, number> = {};
  await run.compute.lend(async () => {
    for (const [name, section] of Object.entries(sections)) {
      const model = modelOf(name, section);
      if (model === undefined) continue;
      shares[name] = await runStep(run, `mix ${name}`, async (step) => {
        const learned = model.weights()[ITEMS].data.slice();
        let best = (await model.measure(histories, targets)).ndcg10;
        let chosen = 0;
        for (const [i, share] of SHARES.entries()) {
          await step(i, SHARES.length, best);
          mixInto(model, learned, { tower, features, share });
          const { ndcg10 } = await model.measure(histories, targets);
          if (ndcg10 <= best) continue;
          best = ndcg10;
          chosen = share;
        }
        return chosen;
      });
      model.dispose();
    }
  });
  return shares;
}

/** What is mixed into a section's vectors. */
interface MixedContent {
  tower: PackSection;
  features: FeatureIndex;
  /** Of the made vector. */
  share: number;
}

/**
 * A section whose vectors are mixed with those that the tower makes; the section itself where the share is 0.
 * @param name of the section
 */
export function withContent(
  section: PackSection,
  { name, ...content }: MixedContent & { name: string },
  { precision, seed }: { precision: VectorPrecision; seed: number },
): PackSection {
  const model = content.share === 0 ? undefined : modelOf(name, section);
  if (model === undefined) return section;
  mixInto(model, model.weights()[ITEMS].data.slice(), content);
  const mixed = inPrecision(model.save(), precision, seed);
  model.dispose();
  return mixed;
}

function modelOf(name: string, section: PackSection): Model | undefined {
  const model = models.find((entry) => entry.name === name)?.create(section.options);
  model?.load(section);
  return model;
}

function mixInto(model: Model, learned: Float32Array, { tower, features, share }: MixedContent): void {
  const { shape, data } = model.weights()[ITEMS];
  const [rows, width] = shape;
  const buckets = Number(tower.options.buckets);
  const known = Array.from({ length: rows }, (_, row) => hashedFeatures(features, row, buckets));
  const made = vectorsOf(loadMap(tower, model.name, width), known, width);
  known.forEach((own, row) => {
    const part = own.buckets.length === 0 ? 0 : share;
    for (let at = row * width; at < (row + 1) * width; at++) data[at] = (1 - part) * learned[at] + part * made[at];
  });
}
