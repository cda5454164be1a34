import type { NamedTensors } from '../../contract/tensors.ts';
import { mul, type Tensor, type Tensor2D, tensor } from '../compute/tensors.ts';
import { gatherRows } from '../models/item-table.ts';
import type { Weights } from '../models/sequence-encoder.ts';
import { inputScale, type SequenceEncoder } from '../models/sequence-encoder.ts';
import type { Batch } from '../training/batches.ts';
import { Random } from '../training/random.ts';
import { SharedNegatives } from '../training/shared-negatives.ts';
import type { AdversarialGame, Examination } from './adversarial/game.ts';
import { Player } from './adversarial/player.ts';
import { ADVERSARIAL_ADAM, type AdversarialProgress, trainAdversarially } from './adversarial/train-adversarially.ts';
import { gumbelChoice } from './gumbel-choice.ts';
import { DISCRIMINATOR_MATRICES, discriminatePair, discriminatorWeights } from './pair-discriminator.ts';

/**
 * The adversarial phase of a net that says what comes next in a sequence, be it a product of a visit or a word of a text: at
 * every place a discriminator sees the vector of what comes beside what came so far, and tells what came from what the
 * generator draws. The draw lets the gradient through (see `gumbel-choice.ts`), so that the generator descends
 * L_G = −log D(G(z)) and no reward has to be estimated, as SeqGAN does (Yu, Zhang, Wang & Yu 2017). Vectors stand still: they
 * are the representation that both sides share. So do those of positions.
 */
export interface RefinementOptions {
  epochs: number;
  stepsAnEpoch: number;
  /** Epochs without a better one, after which it ends. */
  patience: number;
  learningRate: number;
  /** Items that are drawn among, in one step. */
  candidates: number;
  /** Of the softmax that the gradient is taken of. */
  temperature: number;
  /** Width of the discriminator's layer. */
  hidden: number;
  seed: number;
}

/** A trained net, and how often each item comes. */
export interface SequenceGenerator {
  encoder: SequenceEncoder;
  /** Those of the encoder but `positions`. Moved in place. */
  weights: NamedTensors;
  /** [items + 1, width] */
  vectors: Float32Array;
  /** [longest, width] */
  positions: Float32Array;
  /** By row. [items + 1] */
  popularity: Int32Array;
}

/** How much an item counts against the next one, in what the discriminator sees of those that came. */
const FADING = 0.7;

/**
 * Goes on from maximum likelihood, and ends with the epoch that `examine` finds best.
 * @param batches real sequences; as many as an epoch has steps are taken of them
 * @throws VitrineError `aborted`, `diverged`
 */
export async function* refineSequences(
  net: SequenceGenerator,
  batches: (random: Random) => readonly Batch[],
  examine: () => Promise<Examination<null>>,
  options: RefinementOptions & { signal?: AbortSignal },
): AsyncGenerator<AdversarialProgress<null>, void> {
  const random = new Random(options.seed);
  const { width } = net.encoder;
  const adam = { ...ADVERSARIAL_ADAM, learningRate: options.learningRate };
  const generator = new Player(net.weights, adam, [], random);
  const discriminator = new Player(
    discriminatorWeights(width, options.hidden, random),
    adam,
    DISCRIMINATOR_MATRICES,
    random,
  );
  yield* trainAdversarially(new NextItemGame(net, batches, examine, options), generator, discriminator, {
    ...options,
    validateEvery: 1,
    discriminatorSteps: 1,
    averaging: 0.9,
    lossWeights: { generator: 1, discriminator: 1 },
  });
}

/** What came, against what the generator draws, each beside what came so far. */
class NextItemGame implements AdversarialGame<Batch, null> {
  readonly #drawn: SharedNegatives;

  constructor(
    readonly net: SequenceGenerator,
    readonly realBatches: (random: Random) => readonly Batch[],
    readonly examine: () => Promise<Examination<null>>,
    readonly options: RefinementOptions,
  ) {
    this.#drawn = new SharedNegatives(net.popularity, 0.5);
  }

  batches(_epoch: number, random: Random): readonly Batch[] {
    return this.realBatches(random).slice(0, this.options.stepsAnEpoch);
  }

  make(generator: Weights, { inputs, targets, rows, length }: Batch, random: Random): Tensor {
    const { encoder, vectors } = this.net;
    const { width } = encoder;
    const read = tensor(gatherRows(vectors, inputs, width, inputScale(width)), [inputs.length, width]);
    const positions = tensor(this.net.positions.subarray(0, length * width), [length, width]);
    const states = encoder.encode(read as Tensor2D, rows, length, { ...generator, positions }, (x) => x); // [rows · length, width]
    const items = this.#drawn.draw(this.options.candidates, random);
    const candidates = tensor(gatherRows(vectors, items, width), [items.length, width]) as Tensor2D;
    const corrections = Float32Array.from(items, (item) => this.#drawn.correctionOf(item, items.length));
    const noise = new Float32Array(inputs.length * items.length);
    for (let i = 0; i < noise.length; i++)
      noise[i] = corrections[i % items.length] - Math.log(-Math.log(1 - random.unit()));
    const made = gumbelChoice(
      states,
      candidates,
      tensor(noise, [inputs.length, items.length]) as Tensor2D,
      this.options.temperature,
    );
    // Where nothing came, nothing is made: both sides see zeros there.
    return mul(
      made,
      tensor(
        Float32Array.from(targets, (target) => (target === 0 ? 0 : 1)),
        [targets.length, 1],
      ),
    );
  }

  real({ targets }: Batch): Tensor {
    const { vectors, encoder } = this.net;
    return tensor(gatherRows(vectors, targets, encoder.width), [targets.length, encoder.width]);
  }

  discriminate(discriminator: Weights, samples: Tensor, batch: Batch) {
    return { logits: discriminatePair(discriminator, samples as Tensor2D, this.#soFar(batch)) };
  }

  /** Vectors of what came so far, the latest counting most. [rows · length, width] */
  #soFar({ inputs, rows, length }: Batch): Tensor2D {
    const { vectors, encoder } = this.net;
    const { width } = encoder;
    const faded = new Float32Array(inputs.length * width);
    for (let row = 0; row < rows; row++) {
      for (let place = 0; place < length; place++) {
        const at = (row * length + place) * width;
        const item = inputs[row * length + place] * width;
        for (let k = 0; k < width; k++) {
          faded[at + k] = vectors[item + k] + (place === 0 ? 0 : FADING * faded[at - width + k]);
        }
      }
    }
    return tensor(faded, [inputs.length, width]) as Tensor2D;
  }
}
