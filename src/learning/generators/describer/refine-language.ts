import type { NamedTensors } from '../../../contract/tensors.ts';
import { attentionSequenceEncoder } from '../../models/attention.ts';
import { ITEMS } from '../../models/named-weights.ts';
import type { Examination } from '../adversarial/game.ts';
import type { AdversarialProgress } from '../adversarial/train-adversarially.ts';
import { type RefinementOptions, refineSequences } from '../refine-sequences.ts';
import { type LanguageExample, type LanguageOptions, languageBatches, occurrences } from './language-net.ts';

/** Chosen on the held-out texts of `text-myntra`: a quarter of the rate for visits, since faster steps forget the language. */
export const LANGUAGE_REFINEMENT: Omit<RefinementOptions, 'seed'> = {
  epochs: 10,
  stepsAnEpoch: 20,
  patience: 3,
  learningRate: 5e-5,
  candidates: 512,
  temperature: 0.7,
  hidden: 64,
};

/**
 * The adversarial phase of the language net: `refineSequences` on texts, a word or phrase at a time beside the prompt and the
 * text so far. It ends with the epoch that `examine` finds best.
 * @param weights of the net; moved in place, but for the vectors of tokens and positions
 * @param examine measures what is written now beside texts that are kept out of `taught`
 * @throws VitrineError `aborted`, `diverged`
 */
export async function* refineLanguage(
  weights: NamedTensors,
  taught: readonly LanguageExample[],
  examine: () => Promise<Examination<null>>,
  { language, ...options }: RefinementOptions & { language: LanguageOptions; signal?: AbortSignal },
): AsyncGenerator<AdversarialProgress<null>, void> {
  const { [ITEMS]: vectors, positions, ...moved } = weights;
  const tokens = vectors.shape[0] - 1;
  const net = {
    encoder: attentionSequenceEncoder(language),
    weights: moved,
    vectors: vectors.data,
    positions: positions.data,
    popularity: occurrences(taught, tokens),
  };
  yield* refineSequences(net, (random) => languageBatches(taught, language, random), examine, {
    ...options,
    candidates: Math.min(tokens, options.candidates),
  });
}
