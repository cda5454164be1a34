import type { Product } from '../../../contract/product.ts';
import type { NamedTensors } from '../../../contract/tensors.ts';
import type { TrainingProgress } from '../../../contract/training-progress.ts';
import { Random } from '../../training/random.ts';
import type { TrainingRunOptions } from '../../training/run-training.ts';
import { DESCRIBER_DEFAULTS } from './describer.ts';
import type { DescriberContent } from './describer-file.ts';
import type { FactRule } from './fact-words.ts';
import { type LanguageExample, type LanguageOptions, languageNet, trainLanguage } from './language-net.ts';
import { readShopTexts, readText, type ShopText, type ShopTexts } from './shop-texts.ts';
import { END, TokenVocabulary, type VocabularyOptions } from './vocabulary.ts';
import { cleanText } from './words.ts';

export interface DescriberTraining extends Omit<LanguageOptions, 'seed'>, VocabularyOptions {}

/** Chosen on the held-out texts of `text-myntra`. */
export const DESCRIBER_TRAINING: DescriberTraining = {
  width: 64,
  blocks: 2,
  heads: 4,
  expansion: 4,
  longest: 128,
  learningRate: 3e-3,
  weightDecay: 0.01,
  dropout: 0.1,
  negatives: 1024,
  batchTokens: 1024,
  averaging: 0.998,
  leastCount: 2,
  phrases: 1500,
};

/** Every so many-th text is held out where no others are given. */
const HELD_OUT = 10;

/** The shop's texts in two parts, and the vocabulary of the first. */
export interface DescriberData {
  shop: ShopTexts;
  vocabulary: TokenVocabulary;
  taught: readonly LanguageExample[];
  held: readonly LanguageExample[];
  /** The held-out products, as the shop gives them. */
  heldProducts: readonly Product[];
}

/**
 * @param held products whose texts are not learned from and tell when to stop. Default: a tenth of the products.
 * @throws VitrineError `nothing-to-train`
 */
export function describerData(
  products: readonly Product[],
  held: readonly Product[] | undefined,
  options: VocabularyOptions & { facts: FactRule },
): DescriberData {
  const taughtProducts = held ? products : products.filter((_, i) => i % HELD_OUT !== HELD_OUT - 1);
  const heldProducts = held ?? products.filter((_, i) => i % HELD_OUT === HELD_OUT - 1);
  const shop = readShopTexts(taughtProducts, options.facts);
  const prompts = shop.texts.map(({ prompt }) => prompt);
  const vocabulary = TokenVocabulary.of(
    shop.texts.map(({ text }) => text),
    prompts,
    options,
  );
  const example = ({ prompt, text }: ShopText): LanguageExample => ({
    prompt: vocabulary.encode(prompt),
    text: [...vocabulary.encode(text), vocabulary.rowOf(END)],
  });
  const heldTexts = heldProducts
    .map((product) =>
      readText({ ...product, description: cleanText(product.description ?? '', product.title) }, shop.known),
    )
    .filter(({ text }) => text.length > 0);
  return { shop, vocabulary, taught: shop.texts.map(example), held: heldTexts.map(example), heldProducts };
}

/** Trains the language net of a describer. @returns its weights */
export async function* fitDescriber(
  { vocabulary, taught, held }: DescriberData,
  options: LanguageOptions & TrainingRunOptions,
): AsyncGenerator<TrainingProgress, NamedTensors> {
  const net = languageNet(options);
  net.initialise(vocabulary.size, new Random(options.seed));
  yield* trainLanguage(net, vocabulary.size, { taught, held }, options);
  return net.weights;
}

/** What goes into the file, with the shop's own texts to be edited. */
export function describerContent(
  { shop, vocabulary, taught }: DescriberData,
  weights: NamedTensors,
  { width, blocks, heads, expansion, longest }: LanguageOptions,
): DescriberContent {
  return {
    sizes: { width, blocks, heads, expansion, longest },
    weights,
    vocabulary,
    known: shop.known,
    writing: shop.writing,
    prompts: taught.map(({ prompt }) => prompt),
    texts: shop.texts.map(({ text }) => vocabulary.encodeAll(text)),
    choice: DESCRIBER_DEFAULTS,
  };
}
