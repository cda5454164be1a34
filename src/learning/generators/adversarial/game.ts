import type { Tensor } from '../../compute/tensors.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import type { Random } from '../../training/random.ts';
import type { Quality } from './quality.ts';

/** What the discriminator says of the samples of a batch. */
export interface DiscriminatorOutput {
  /** Of being real; D is their sigmoid. One a sample, of any shape. */
  logits: Tensor;
  /** A loss beside the adversarial one, such as that of naming the sample's kind: scalar, times its weight. */
  auxiliary?: Tensor;
}

/** What a generator brings to its adversarial training. Nets are functions of weights: the core decides whose move. */
export interface AdversarialGame<TBatch, TSamples = unknown> {
  /** The batches of one epoch (from 0), which the epoch alone decides. */
  batches(epoch: number, random: Random): readonly TBatch[];
  /** Makes samples under the batch's conditions: as many as it has real ones. */
  make(generator: Weights, batch: TBatch, random: Random): Tensor;
  /** The real samples of a batch, in the form in which they are made. */
  real(batch: TBatch, random: Random): Tensor;
  discriminate(discriminator: Weights, samples: Tensor, batch: TBatch, random: Random): DiscriminatorOutput;
  /** A further loss of the generator, such as the distance from what is wanted: scalar, times its weight. */
  beside?(made: Tensor, batch: TBatch): Tensor;
  /** Measures what the generator makes now, on what is kept out of its training, and shows some of it. */
  examine?(): Promise<Examination<TSamples>>;
}

export interface Examination<TSamples> {
  quality: Quality;
  /** To be shown to whoever watches. */
  samples: TSamples;
}
