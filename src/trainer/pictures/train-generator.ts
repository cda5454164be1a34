import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { interruptible } from '../../../cli/interrupt.ts';
import type { Progress } from '../../../cli/progress.ts';
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
 * @returns the generator with its best weights, and all examinations
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
    bytesOf(set.kindOf),
    ...(set.taste ? [bytesOf(set.taste.vectors)] : []),
  ]);
  const generator = new PictureGenerator(Conditions.of(set), set, training);
  const compute = await openTensorRuntime();
  const resume = files.readCheckpoint();
  const curve = (resume?.told ?? []) as CurvePoint[];
  let reached: Checkpoint | undefined;
  const train = (signal: AbortSignal) => async (step: (done: number, total: number, best?: number) => void) => {
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
        if (sheets !== undefined && samples !== undefined) writeSheet(sheets, point.step, samples);
      }
      // Written when its examination is told, so that a curve goes on without a gap.
      if (reached !== undefined) files.writeCheckpoint(reached, curve);
      reached = undefined;
      step(epoch * each + done, epochs * each, leastOf(curve));
    }
  };
  try {
    await interruptible(work, (signal) => progress.stage('train pictures', train(signal)));
    return { generator, curve };
  } finally {
    compute.close();
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

function writeSheet(folder: string, step: number, samples: Pixels): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `step-${String(step).padStart(6, '0')}.png`), contactSheet(samples, SHEET_COLUMNS));
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
