import { VitrineError } from '../../contract/errors.ts';
import type { Quality } from '../../learning/generators/adversarial/quality.ts';
import { Conditions } from '../../learning/generators/picture/conditions.ts';
import {
  PictureGenerator,
  type PictureProgress,
  type PictureTraining,
} from '../../learning/generators/picture/picture-generator.ts';
import type { PictureSet, Pixels } from '../../learning/generators/picture/picture-set.ts';
import type { Checkpoint } from '../../learning/training/run-training.ts';
import { TrainingFiles } from '../recipe/models/training-files.ts';
import { type RunContext, runStep } from '../run-context.ts';

export interface GeneratorTraining {
  training: PictureTraining;
  steps: number;
  /** Gets sample pictures at each examination, and what it found. Default: nobody looks at them. */
  onSamples?: (samples: Pixels, found: CurvePoint) => void | Promise<void>;
  /** Ends the training where it stands, with the best weights so far. Default: it goes on to its end. */
  finish?: AbortSignal;
}

/** What an examination found, in steps of the generator. */
export interface CurvePoint extends Quality {
  step: number;
  generator: number;
  discriminator: number;
  collapsed: boolean;
  rollbacks: number;
}

/** Examinations without a better one after which it ends. */
const PATIENCE = 40;

/**
 * Trains a picture generator, and goes on from the checkpoint of the same training where it was stopped.
 * @returns the generator with its best weights, and all examinations; how it diverged, where it did after a good one
 * @throws VitrineError `nothing-to-train`, `bad-options`, `aborted`, `no-backend`; `diverged` before there was a good one
 */
export async function trainGenerator(
  set: PictureSet,
  { training, steps, onSamples, finish }: GeneratorTraining,
  run: RunContext,
): Promise<{ generator: PictureGenerator; curve: CurvePoint[]; diverged?: VitrineError }> {
  const { seed, signal } = run;
  const files = await TrainingFiles.of(run.folder, 'pictures', [
    JSON.stringify([training, steps, seed, set.kinds, set.colours, set.size]),
    set.pixels,
    set.kindOf,
    ...(set.taste ? [set.taste.vectors] : []),
  ]);
  const generator = new PictureGenerator(Conditions.of(set), set, training);
  const resume = await files.readCheckpoint();
  const curve = (resume?.reported ?? []) as CurvePoint[];
  const examining = run.compute.lend(() =>
    runStep(run, 'train pictures', async (step) => {
      let reached: Checkpoint | undefined;
      const fitting = generator.fit(set, training, {
        epochs: Math.ceil(steps / training.stepsPerEpoch),
        patience: PATIENCE,
        validateEvery: 1,
        seed,
        signal,
        checkpoint: async (state) => {
          reached = state;
        },
        ...(resume && { resume }),
      });
      for await (const { epoch, epochs, step: done, steps: each, samples, ...progress } of fitting) {
        const point = examined(progress, (epoch + 1) * each);
        if (point !== undefined) {
          curve.push(point);
          if (samples !== undefined) await onSamples?.(samples, point);
        }
        // Written when its examination is reported, so that a curve goes on without a gap.
        if (reached !== undefined) await files.writeCheckpoint(reached, curve);
        reached = undefined;
        const { generator, discriminator } = progress.losses;
        await step(epoch * each + done, epochs * each, leastOf(curve), { generator, discriminator });
        if (finish?.aborted) break;
      }
    }),
  );
  try {
    await examining;
    return { generator, curve };
  } catch (thrown) {
    const isKept = curve.some(({ collapsed }) => !collapsed);
    if (!(thrown instanceof VitrineError && thrown.code === 'diverged' && isKept)) throw thrown;
    return { generator, curve, diverged: thrown };
  }
}

/** What an event tells where it closes an examination. */
function examined(
  { losses, quality, collapsed, rollbacks }: Pick<PictureProgress, 'losses' | 'quality' | 'collapsed' | 'rollbacks'>,
  step: number,
): CurvePoint | undefined {
  if (quality === undefined) return undefined;
  const { generator, discriminator } = losses;
  return { step, generator, discriminator, ...quality, collapsed: collapsed === true, rollbacks };
}

function leastOf(curve: readonly CurvePoint[]): number | undefined {
  return curve.length > 0 ? Math.min(...curve.map(({ distance }) => distance)) : undefined;
}
