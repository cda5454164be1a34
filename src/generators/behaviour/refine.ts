import { mul, type Tensor, type Tensor2D, tensor } from '../../compute/tensors.ts';
import type { NamedTensors, Sequences } from '../../contract/neural.ts';
import { gatherRows } from '../../models/item-table.ts';
import { loadItemVectors } from '../../models/item-vectors-section.ts';
import { attentionSequenceEncoder } from '../../models/sasrec.ts';
import { inputScale } from '../../models/sequence-encoder.ts';
import { encoderShapes } from '../../pack/attention-section.ts';
import type { PackSection } from '../../pack/pack.ts';
import { readTensor } from '../../pack/section.ts';
import { type Batch, batchesOf } from '../../training/batches.ts';
import { Random } from '../../training/random.ts';
import { SharedNegatives } from '../../training/shared-negatives.ts';
import type { AdversarialGame, Examination } from '../adversarial/game.ts';
import { Player, type Weights } from '../adversarial/player.ts';
import { ADVERSARIAL_ADAM, type AdversarialProgress, trainAdversarially } from '../adversarial/train-adversarially.ts';
import { JUDGE_MATRICES, judgePair, judgeWeights } from '../pair-judge.ts';
import type { TrainedBehaviour } from './behaviour-generator.ts';
import { gumbelChoice } from './gumbel-choice.ts';
import { encoderSizes } from './visit-sampler.ts';

/**
 * The adversarial phase of the behaviour generator: at every place of a visit a discriminator sees a product's vector
 * beside the visit so far, and tells the product that came from one that the generator draws. The draw lets the gradient
 * through (see `gumbel-choice.ts`), so that the generator descends L_G = −log D(G(z)) and no reward has to be estimated,
 * as SeqGAN does. Item vectors stand still: they are what both sides speak in. So do those of positions.
 */
export interface RefinementOptions {
  epochs: number;
  stepsAnEpoch: number;
  /** Epochs without a better one, after which it ends. */
  patience: number;
  learningRate: number;
  /** Products that are drawn among, in one step. */
  candidates: number;
  /** Of the softmax that the gradient is taken of. */
  temperature: number;
  /** Width of the discriminator's layer. */
  hidden: number;
  seed: number;
}

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
/** How much a product of the visit counts against the next one, in what the discriminator sees of it. */
const FADING = 0.7;

/**
 * Goes on from maximum likelihood, and ends with the epoch that `examine` finds best.
 * @param sequences real visits, each behind its first row
 * @param examine measures a section's visits against real ones that are kept out of `sequences`
 * @throws VitrineError `aborted`, `diverged`
 */
export async function* refineBehaviour(
  behaviour: TrainedBehaviour,
  sequences: Sequences,
  examine: (section: PackSection) => Promise<Examination<null>>,
  options: RefinementOptions & { signal?: AbortSignal } = REFINEMENT_DEFAULTS,
): AsyncGenerator<AdversarialProgress<null>, PackSection> {
  const { section } = behaviour;
  const { width } = encoderSizes(section);
  const { positions: _, ...moved } = encoderShapes(encoderSizes(section));
  const weights: NamedTensors = Object.fromEntries(
    Object.entries(moved).map(([name, shape]) => [
      name,
      { shape, data: readTensor(section, name, [Float32Array], shape).slice() },
    ]),
  );
  const random = new Random(options.seed);
  const adam = { ...ADVERSARIAL_ADAM, learningRate: options.learningRate };
  const generator = new Player(weights, adam, [], random);
  const discriminator = new Player(judgeWeights(width, options.hidden, random), adam, JUDGE_MATRICES, random);
  const current = (): PackSection => ({
    options: section.options,
    tensors: {
      ...section.tensors,
      ...Object.fromEntries(
        Object.entries(weights).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
      ),
    },
  });
  const game = new VisitGame(behaviour, sequences, options, () => examine(current()));
  yield* trainAdversarially(game, generator, discriminator, {
    ...options,
    validateEvery: 1,
    discriminatorSteps: 1,
    averaging: 0.9,
    lossWeights: { generator: 1, discriminator: 1 },
  });
  return current();
}

/** Products that came, against products that the generator draws, each beside the visit so far. */
class VisitGame implements AdversarialGame<Batch, null> {
  readonly #width: number;
  readonly #vectors: Float32Array;
  /** [longest, width] */
  readonly #positions: Float32Array;
  readonly #encoder: ReturnType<typeof attentionSequenceEncoder>;
  readonly #drawn: SharedNegatives;

  constructor(
    { section, popularity }: TrainedBehaviour,
    readonly sequences: Sequences,
    readonly options: RefinementOptions,
    readonly examine: () => Promise<Examination<null>>,
  ) {
    const sizes = encoderSizes(section);
    this.#width = sizes.width;
    this.#vectors = loadItemVectors(section, this.#width).data;
    this.#positions = readTensor(section, 'positions', [Float32Array], [sizes.longest, sizes.width]);
    this.#encoder = attentionSequenceEncoder(sizes);
    this.#drawn = new SharedNegatives(popularity, 0.5);
  }

  batches(_epoch: number, random: Random): Batch[] {
    return batchesOf(this.sequences, { ...STEP, longest: this.#encoder.longest }, random).slice(
      0,
      this.options.stepsAnEpoch,
    );
  }

  make(generator: Weights, { inputs, targets, rows, length }: Batch, random: Random): Tensor {
    const width = this.#width;
    const read = tensor(gatherRows(this.#vectors, inputs, width, inputScale(width)), [inputs.length, width]);
    const positions = tensor(this.#positions.subarray(0, length * width), [length, width]);
    const states = this.#encoder.encode(read as Tensor2D, rows, length, { ...generator, positions }, (x) => x); // [rows · length, width]
    const items = this.#drawn.draw(this.options.candidates, random);
    const candidates = tensor(gatherRows(this.#vectors, items, width), [items.length, width]) as Tensor2D;
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
    return tensor(gatherRows(this.#vectors, targets, this.#width), [targets.length, this.#width]);
  }

  judge(discriminator: Weights, samples: Tensor, batch: Batch) {
    return { logits: judgePair(discriminator, samples as Tensor2D, this.#visitsSoFar(batch)) };
  }

  /** Vectors of the products so far, the latest counting most. [rows · length, width] */
  #visitsSoFar({ inputs, rows, length }: Batch): Tensor2D {
    const width = this.#width;
    const faded = new Float32Array(inputs.length * width);
    for (let row = 0; row < rows; row++) {
      for (let place = 0; place < length; place++) {
        const at = (row * length + place) * width;
        const item = inputs[row * length + place] * width;
        for (let k = 0; k < width; k++) {
          faded[at + k] = this.#vectors[item + k] + (place === 0 ? 0 : FADING * faded[at - width + k]);
        }
      }
    }
    return tensor(faded, [inputs.length, width]) as Tensor2D;
  }
}
