import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VitrineError } from '../../src/contract/errors.ts';
import type { Quality } from '../../src/generators/adversarial/quality.ts';
import { Conditions } from '../../src/generators/picture/conditions.ts';
import { PictureGenerator, type PictureTraining } from '../../src/generators/picture/picture-generator.ts';
import type { PictureSet } from '../../src/generators/picture/picture-set.ts';
import type { Progress } from '../progress.ts';
import { TrainingFiles } from '../recipe/models/training-files.ts';
import { openTensorRuntime } from '../tensor-runtime.ts';
import { contactSheet } from './contact-sheet.ts';

export interface GeneratorRun {
  training: PictureTraining;
  steps: number;
  seed: number;
  /** Where checkpoints lie. */
  work: string;
  /** Where sample sheets go as training goes. */
  sheets?: string;
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
const SHEET_COLUMNS = 8;

/**
 * Trains a picture generator, and goes on from the checkpoint of the same training where it was stopped.
 * @returns the generator with its best weights, and the examinations of this run
 * @throws VitrineError `nothing-to-train`, `bad-options`, `aborted`, `diverged`, `no-backend`
 */
export async function trainGenerator(
  set: PictureSet,
  { training, steps, seed, work, sheets }: GeneratorRun,
  progress: Progress,
): Promise<{ generator: PictureGenerator; curve: CurvePoint[] }> {
  const files = new TrainingFiles(work, 'pictures', [
    JSON.stringify([training, steps, seed, set.kinds, set.colours, set.size]),
    set.pixels,
    new Uint8Array(set.kindOf.buffer, set.kindOf.byteOffset, set.kindOf.byteLength),
  ]);
  const generator = new PictureGenerator(Conditions.of(set), set, training);
  const compute = await openTensorRuntime();
  const interrupt = new AbortController();
  const onInterrupt = () => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  const curve: CurvePoint[] = [];
  if (sheets !== undefined) mkdirSync(sheets, { recursive: true });
  try {
    const resume = files.readCheckpoint();
    await progress.stage('train pictures', async (step) => {
      const fitting = generator.fit(set, training, {
        epochs: Math.ceil(steps / training.stepsPerEpoch),
        patience: PATIENCE,
        validateEvery: 1,
        seed,
        signal: interrupt.signal,
        checkpoint: async (state) => files.writeCheckpoint(state),
        ...(resume && { resume }),
      });
      let best: number | undefined;
      for await (const {
        epoch,
        epochs,
        step: done,
        steps: each,
        losses,
        quality,
        collapsed,
        rollbacks,
        samples,
      } of fitting) {
        if (quality !== undefined) {
          best = Math.min(best ?? Number.POSITIVE_INFINITY, quality.distance);
          const { generator, discriminator } = losses;
          const at = (epoch + 1) * each;
          curve.push({ step: at, generator, discriminator, ...quality, collapsed: collapsed === true, rollbacks });
          if (sheets !== undefined && samples !== undefined) {
            writeFileSync(
              join(sheets, `step-${String(at).padStart(6, '0')}.png`),
              contactSheet(samples, SHEET_COLUMNS),
            );
          }
        }
        step(epoch * each + done, epochs * each, best);
      }
    });
    return { generator, curve };
  } catch (thrown) {
    if (!interrupt.signal.aborted) throw thrown;
    throw new VitrineError('aborted', `Interrupted. What was trained so far is kept in ${work}.`, {
      remedy: 'Run the same command again to go on from there.',
    });
  } finally {
    process.off('SIGINT', onInterrupt);
    compute.close();
  }
}
