import { VitrineError } from '../../contract/errors.ts';
import { collapsed } from '../../learning/generators/adversarial/quality.ts';
import { Conditions } from '../../learning/generators/picture/conditions.ts';
import { type FlowExamples, firstWeights, fitFlow } from '../../learning/generators/picture/latent/flow-training.ts';
import { type LatentFile, writeLatentFile } from '../../learning/generators/picture/latent/latent-file.ts';
import { LatentGenerator } from '../../learning/generators/picture/latent/latent-generator.ts';
import type { Pixels } from '../../learning/generators/picture/picture-set.ts';
import { qualityBeside } from '../../learning/generators/picture/quality-beside.ts';
import { copyOf } from '../../learning/training/named-tensors.ts';
import { Random } from '../../learning/training/random.ts';
import type { Checkpoint } from '../../learning/training/run-training.ts';
import { TrainingFiles } from '../recipe/models/training-files.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { isLeftOut } from './leave-out.ts';
import type { CurvePoint } from './train-generator.ts';

export interface FlowPlan {
  /** Names of the kinds to learn. */
  kinds: readonly string[];
  steps: number;
  /** Steps from one examination to the next. */
  every: number;
  /** Pictures a step. */
  batch: number;
  /** Gets sample pictures at each examination, and what it found. */
  onSamples: (samples: Pixels, found: Omit<CurvePoint, 'generator' | 'discriminator'>) => void;
  /** Ends the training where it stands. */
  finish: AbortSignal;
}

/** How often a colour is hidden. */
const HIDDEN = 0.1;
/** Percent of the products that it is examined by, and how many of them at most; with fewer others nothing is learned. */
const EXAMINED = { percent: 10, most: 32 };
const LEAST_PRODUCTS = 64;
const SAMPLES = 16;

/**
 * Trains the flow of a latent generator anew, from noise, on the real products whose pictures the file knows by their codes; its decoder stays. Goes
 * on from the checkpoint of the same training where it was stopped.
 * @returns the generator's file with the best weights, and what was found of them
 * @throws VitrineError `nothing-to-train`, `aborted`, `no-backend`, `diverged`
 */
export async function trainFlow(
  file: LatentFile,
  plan: FlowPlan,
  run: RunContext,
): Promise<{ generator: Uint8Array<ArrayBuffer>; metrics: Record<string, number> }> {
  const { steps, every, batch } = plan;
  const { seed, signal } = run;
  const start = ofKinds(file, plan.kinds);
  const { generator, gallery, codes } = start;
  const products = gallery.products.filter((product) => !isLeftOut(product, EXAMINED.percent));
  const examined = gallery.products.filter((product) => isLeftOut(product, EXAMINED.percent)).slice(0, EXAMINED.most);
  if (products.length < LEAST_PRODUCTS) {
    throw new VitrineError(
      'nothing-to-train',
      `The generator knows only ${gallery.products.length} pictures of these kinds.`,
      {
        remedy: `Choose kinds of at least ${LEAST_PRODUCTS} products to learn, and some to measure by.`,
      },
    );
  }
  const examples = examplesOf(start, products);
  const conditions = conditionsOf(start, examined);
  const kinds = examined.map((product) => gallery.get(product)!.kind);
  const weights = firstWeights(generator.flow, new Random(seed));
  generator.adopt(generator.weights.decoder, weights, generator.statistics);
  const files = await TrainingFiles.of(run.folder, 'pictures', [
    JSON.stringify(['flow', steps, every, batch, seed, generator.conditions.kinds, generator.options]),
    examples.ends,
    examples.conditions,
  ]);
  const resume = await files.readCheckpoint();
  const curve = (resume?.reported ?? []) as Parameters<FlowPlan['onSamples']>[1][];
  await run.compute.lend(() =>
    runStep(run, 'train the flow', async (advance) => {
      const real = await generator.drawUnder(
        conditions,
        seed,
        examined.map((product) => ({ codes: codes.get(product)!, share: 1 })),
      );
      const each = real.pixels.length / Math.max(1, examined.length);
      let step = curve.at(-1)?.step ?? 0;
      const examine = async (): Promise<number> => {
        const made = await generator.drawUnder(conditions, seed);
        const quality = qualityBeside(real, made, kinds);
        step += every;
        const point = { step, ...quality, collapsed: collapsed(quality), rollbacks: 0 };
        curve.push(point);
        plan.onSamples({ ...made, pixels: made.pixels.slice(0, SAMPLES * each) }, point);
        // What has collapsed is never kept.
        return point.collapsed ? Number.MAX_VALUE : quality.distance;
      };
      let reached: Checkpoint | undefined;
      const epochs = Math.ceil(steps / every);
      const fitting = fitFlow(
        generator.flow,
        weights,
        examples,
        { batch, stepsPerEpoch: every, hidden: HIDDEN },
        examine,
        {
          ...{ epochs, patience: epochs, validateEvery: 1, seed, signal },
          checkpoint: async (state) => {
            reached = state;
          },
          ...(resume && { resume }),
        },
      );
      for await (const { epoch, step: done, loss } of fitting) {
        if (reached !== undefined) await files.writeCheckpoint(reached, curve);
        reached = undefined;
        await advance(epoch * every + done, epochs * every, bestOf(curve)?.distance, { flow: loss });
        if (plan.finish.aborted) break;
      }
    }),
  );
  const best = bestOf(curve);
  if (best === undefined) {
    throw new VitrineError('diverged', 'No examination found pictures worth keeping: they were all alike.', {
      remedy: 'Train for longer.',
    });
  }
  const metrics = { distance: best.distance, diversity: best.diversity, coverage: best.coverage };
  return { generator: writeLatentFile(start, metrics), metrics };
}

function bestOf<TPoint extends { collapsed: boolean; distance: number }>(curve: readonly TPoint[]): TPoint | undefined {
  return curve.filter(({ collapsed }) => !collapsed).sort((a, b) => a.distance - b.distance)[0];
}

/** A file that knows of some kinds alone, and of no tastes; its flow has no weights yet. */
function ofKinds({ generator, gallery, codes }: LatentFile, kinds: readonly string[]): LatentFile {
  const { conditions, size, options, weights, statistics } = generator;
  const chosen = kinds.map((kind) => conditions.kinds.indexOf(kind)).filter((kind) => kind >= 0);
  const own = gallery.ofKinds(chosen);
  const met = new Set<number>();
  for (const product of own.products) {
    const { kind, colour } = own.get(product)!;
    if (colour !== undefined) met.add(kind * conditions.colours.length + colour);
  }
  const narrower = new Conditions(
    chosen.map((kind) => conditions.kinds[kind]),
    conditions.colours,
    0,
    [...met].sort((a, b) => a - b),
  );
  const made = new LatentGenerator(narrower, size, options);
  made.adopt(copyOf(weights.decoder), {}, statistics);
  return { generator: made, gallery: own, codes: codes.of(own.products) };
}

function conditionsOf({ generator: { conditions }, gallery }: LatentFile, products: readonly string[]): Float32Array {
  const rows = new Float32Array(products.length * conditions.width);
  products.forEach((product, i) => {
    const { kind, colour } = gallery.get(product)!;
    const request = {
      kind: conditions.kinds[kind],
      ...(colour !== undefined && { colour: conditions.colours[colour] }),
    };
    conditions.ofRequest(request, rows.subarray(i * conditions.width, (i + 1) * conditions.width));
  });
  return rows;
}

function examplesOf(file: LatentFile, products: readonly string[]): FlowExamples {
  const { generator, codes } = file;
  const each = generator.flow.tokens * generator.flow.token;
  const ends = new Float32Array(products.length * each);
  products.forEach((product, i) => {
    ends.set(generator.endOf(codes.get(product)!), i * each);
  });
  const conditions = conditionsOf(file, products);
  return { ends, conditions, kindsAlone: generator.conditions.ofKindsAlone(conditions) };
}
