import type { Sequences } from '../../../contract/sequences.ts';
import type { NamedTensors } from '../../../contract/tensors.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { readTensor } from '../../../pack/section.ts';
import { encoderShapes } from '../../../pack/sections/attention.ts';
import { restoreVectors } from '../../../pack/sections/vectors.ts';
import { attentionSequenceEncoder } from '../../models/attention.ts';
import { batchesOf } from '../../training/batches.ts';
import type { Examination } from '../adversarial/game.ts';
import type { AdversarialProgress } from '../adversarial/train-adversarially.ts';
import { type RefinementOptions, refineSequences } from '../refine-sequences.ts';
import type { TrainedBehaviour } from './behaviour-generator.ts';
import { encoderSizes } from './visit-sampler.ts';

export const REFINEMENT_DEFAULTS: RefinementOptions = {
  epochs: 6,
  stepsAnEpoch: 20,
  patience: 2,
  learningRate: 2e-4,
  candidates: 512,
  temperature: 0.7,
  hidden: 64,
  seed: 1,
};

/** Of a step: windows are cut as in the first phase, fewer of them. */
const STEP = { batchTokens: 1024, jitter: 0, lookAhead: 0, omit: 0 };

/**
 * The adversarial phase of the behaviour generator: `refineSequences` on visits.
 * @param sequences real visits, each behind its first row
 * @param examine measures a section's visits against real ones that are kept out of `sequences`
 * @throws VitrineError `aborted`, `diverged`
 */
export async function* refineBehaviour(
  { section, popularity }: TrainedBehaviour,
  sequences: Sequences,
  examine: (section: PackSection) => Promise<Examination<null>>,
  options: RefinementOptions & { signal?: AbortSignal } = REFINEMENT_DEFAULTS,
): AsyncGenerator<AdversarialProgress<null>, PackSection> {
  const sizes = encoderSizes(section);
  const { positions, ...moved } = encoderShapes(sizes);
  const weights: NamedTensors = Object.fromEntries(
    Object.entries(moved).map(([name, shape]) => [
      name,
      { shape, data: readTensor(section, name, [Float32Array], shape).slice() },
    ]),
  );
  const current = (): PackSection => ({
    options: section.options,
    tensors: {
      ...section.tensors,
      ...Object.fromEntries(
        Object.entries(weights).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
      ),
    },
  });
  const net = {
    encoder: attentionSequenceEncoder(sizes),
    weights,
    vectors: restoreVectors(section, sizes.width).data,
    positions: readTensor(section, 'positions', [Float32Array], positions),
    popularity,
  };
  const batches = (random: Parameters<typeof batchesOf>[2]) =>
    batchesOf(sequences, { ...STEP, longest: sizes.longest }, random);
  yield* refineSequences(net, batches, () => examine(current()), options);
  return current();
}
