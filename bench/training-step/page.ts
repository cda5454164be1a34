import { clock } from '../harness/measure.ts';
import { openOurs } from './ours.ts';
import { openPlain } from './plain.ts';
import type { Step, TrainingShape } from './step.ts';

/** The tensor runtime's registry is one for the whole page, so each contender has a page of its own. */
const CONTENDERS = { vitrine: openOurs, 'plain tfjs': openPlain };
export type Contender = keyof typeof CONTENDERS;

let step: Step;

export async function open(contender: Contender, shape: TrainingShape): Promise<void> {
  step = await CONTENDERS[contender](shape);
}

/** Milliseconds of one step, and the loss before it. */
export async function run(): Promise<{ took: number; loss: number }> {
  let loss = Number.NaN;
  const took = await clock(async () => {
    loss = await step();
  });
  return { took, loss };
}
