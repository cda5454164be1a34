import { FEDERATED, type FederatedTask } from '../../contract/federated.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { noiseOf, normOf, reachOf } from './fixed-point.ts';
import { refused } from './refused.ts';

/** Vectors are sums modulo 2³²: what stays below this in size has its sign. */
const RING_HALF = 2 ** 31;
const MOST_CLIENTS = 10_000;
const MOST_WEIGHTS = 1_000;
/** Of one shopper's noise, in fixed-point steps: from here on sums of discrete Gaussians are as private as a Gaussian, to 10⁻³⁰. */
const FINEST_NOISE = 4;
/** As the sampler takes it. */
const MOST_NOISE = 2 ** 20;

export const HEX_DIGEST = plain.check(plain.text(64), (text) => /^[0-9a-f]{64}$/.test(text), 'SHA-256 in hexadecimal');
const roundName = plain.check(plain.text(100), (text) => text !== '', 'not empty');

/** What all messages begin with. */
export const envelope = {
  format: plain.oneOf([FEDERATED.format]),
  version: plain.oneOf([FEDERATED.version]),
  round: roundName,
};

const Task = plain.fields({
  ...envelope,
  kind: plain.oneOf(['task']),
  pack: HEX_DIGEST,
  weights: plain.check(
    plain.list(plain.text(100), 1, MOST_WEIGHTS),
    (names) => new Set(names).size === names.length,
    'names, each once',
  ),
  steps: plain.whole(1, 100),
  learningRate: plain.positive(10),
  clippingNorm: plain.positive(1e6),
  noiseMultiplier: plain.positive(1e6),
  resolution: plain.positive(2 ** 40),
  cohort: plain.whole(2, MOST_CLIENTS),
  survivors: plain.whole(2, MOST_CLIENTS),
});

/**
 * Reads a task that nobody vouches for.
 * @throws VitrineError `federated-refused`, also where the sum could overflow
 */
export function readTask(value: unknown): FederatedTask {
  const task = plain.read(Task, value, (what) => refused(`Of the task, ${what}`));
  if (task.survivors > task.cohort) throw refused('More survivors are asked for than the cohort has');
  if (normOf(task) < 1) throw refused('`resolution` is too coarse: no update is as long as one step');
  if (reachOf(task) >= RING_HALF) {
    throw refused('The sum could overflow 32 bits: `resolution`, `cohort` or the noise is too large');
  }
  const noise = noiseOf(task);
  if (noise < FINEST_NOISE) throw refused('`resolution` is too coarse for the noise');
  if (noise > MOST_NOISE) throw refused('The noise is too large for the resolution');
  return task;
}
