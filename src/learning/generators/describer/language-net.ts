import type { TrainingProgress } from '../../../contract/training-progress.ts';
import type { EncoderSizes } from '../../../kernels/encoders/attention-encoder.ts';
import { tidy } from '../../compute/tensors.ts';
import { attentionSequenceEncoder } from '../../models/attention.ts';
import { inputScale } from '../../models/sequence-encoder.ts';
import { SequenceNet } from '../../models/sequence-net.ts';
import { TrainStep } from '../../models/train-step.ts';
import { Adam, type AdamOptions } from '../../training/adam.ts';
import type { Batch } from '../../training/batches.ts';
import { predictionsOf } from '../../training/predictions.ts';
import { Random } from '../../training/random.ts';
import { runTraining, type TrainingRunOptions } from '../../training/run-training.ts';
import { sharedSoftmaxLoss } from '../../training/shared-loss.ts';
import { SharedNegatives } from '../../training/shared-negatives.ts';

export interface LanguageOptions extends EncoderSizes, AdamOptions {
  /** Chance that a number is left out while training. */
  dropout: number;
  /** Tokens that a step's predictions stand against; 0 for all: the full cross-entropy. */
  negatives: number;
  /** Tokens a batch, padding among them. */
  batchTokens: number;
  /** Decay of the weights' moving average, which is what is kept. */
  averaging: number;
  seed: number;
}

/** One product and its text as rows of the vocabulary. */
export interface LanguageExample {
  prompt: readonly number[];
  /** Ends with the row of the end. */
  text: readonly number[];
}

/**
 * A decoder-only Transformer (Vaswani et al. 2017; Radford et al. 2018) that reads what is known of a product and goes on
 * with its text. Its layers, its step and its kernels are those of the attention model (src/learning/models/attention.ts), since both
 * predict what comes next: tokens stand where items stand there, with vectors that are read and predicted alike (Press &
 * Wolf 2017). Only the text is predicted, not the prompt.
 */
export function languageNet(options: EncoderSizes): SequenceNet {
  return new SequenceNet(attentionSequenceEncoder(options));
}

/** Trains a net on texts; it keeps the weights that predict the held-out texts best. The tensor runtime must be open. */
export async function* trainLanguage(
  net: SequenceNet,
  tokens: number,
  examples: { taught: readonly LanguageExample[]; held: readonly LanguageExample[] },
  options: LanguageOptions & TrainingRunOptions,
): AsyncGenerator<TrainingProgress> {
  const adam = new Adam(net.weights, options);
  const negatives = new SharedNegatives(occurrences(examples.taught, tokens), NEGATIVE_POWER);
  const moving = new Set(Object.keys(net.weights));
  const steps = new TrainStep(net, adam, negatives, { ...options, loss: 'softmax', calibration: 0, moving });
  const held = languageBatches(examples.held, options, new Random(options.seed));
  let random = new Random(options.seed);
  const peak = options.learningRate;
  yield* runTraining<Batch>(
    {
      optimiser: adam,
      metric: 'loss',
      averaging: options.averaging,
      batches: (epoch) => {
        random = new Random(options.seed, epoch + 1);
        // Falls evenly, to a tenth at the last epoch.
        adam.options.learningRate = peak * (1 - (0.9 * epoch) / Math.max(1, options.epochs - 1));
        return languageBatches(examples.taught, options, random);
      },
      step: (batch) => steps.run(batch, random),
      validate: () => lossOf(net, tokens, held),
    },
    options,
  );
}

/** Frequent tokens stand against a prediction more often, and are corrected for it. */
const NEGATIVE_POWER = 0.5;

/** How often each token comes, by row. [tokens + 1] */
export function occurrences(examples: readonly LanguageExample[], tokens: number): Int32Array {
  const counts = new Int32Array(tokens + 1);
  for (const { text } of examples) for (const row of text) counts[row]++;
  return counts;
}

/** Batches of texts of about the same length, in random order. Where nothing is to be predicted the target is 0. */
export function languageBatches(
  examples: readonly LanguageExample[],
  { batchTokens, longest }: Pick<LanguageOptions, 'batchTokens' | 'longest'>,
  random: Random,
): Batch[] {
  const windows = random.shuffle(
    examples.map(({ prompt, text }) => {
      const rows = [...prompt, ...text].slice(0, longest + 1);
      const targets = rows.map((row, at) => (at < prompt.length ? 0 : row)).slice(1);
      return { input: rows.slice(0, -1), targets };
    }),
  );
  windows.sort((a, b) => a.input.length - b.input.length);
  const batches: Batch[] = [];
  for (let end = windows.length; end > 0; ) {
    const { length } = windows[end - 1].input;
    const rows = Math.min(end, Math.max(1, Math.floor(batchTokens / length)));
    const inputs = new Int32Array(rows * length);
    const targets = new Int32Array(rows * length);
    windows.slice(end - rows, end).forEach((window, row) => {
      inputs.set(window.input, row * length);
      targets.set(window.targets, row * length);
    });
    batches.push({ rows, length, inputs, targets });
    end -= rows;
  }
  return random.shuffle(batches);
}

/** Full cross-entropy, nats a token. */
async function lossOf(net: SequenceNet, tokens: number, batches: readonly Batch[]): Promise<number> {
  const all = Int32Array.from({ length: tokens }, (_, i) => i + 1);
  let total = 0;
  let count = 0;
  for (const { rows, length, inputs, targets } of batches) {
    const weight = Float32Array.from(targets, (target) => (target === 0 ? 0 : 1));
    const loss = tidy(() => {
      const x = net.itemTensor(inputs, inputScale(net.encoder.width));
      const states = net.encoder.encode(x, rows, length, net.encoderTensors(length), (y) => y);
      const predictions = predictionsOf(targets, weight, all, () => 0);
      return sharedSoftmaxLoss(states, net.itemTensor(targets), net.itemTensor(all), predictions);
    });
    total += (await loss.data())[0];
    loss.dispose();
    count += weight.reduce((sum, one) => sum + one, 0);
  }
  return total / Math.max(1, count);
}
