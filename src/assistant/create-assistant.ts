import { VitrineError } from '../contract/errors.ts';
import type { Product } from '../contract/product.ts';
import * as plain from '../contract/validation/plain-data.ts';
import { readOptions } from '../contract/validation/read-options.ts';
import type { Answer } from './answer.ts';
import { reply } from './dialogue/policy.ts';
import type { TurnInput } from './dialogue/turn.ts';
import { phrase } from './phrasing.ts';
import type { AssistantShop } from './shop.ts';
import { readShopAnswers, type ShopAnswer, ShopAnswers } from './shop-answers.ts';
import { type Conversation, readConversation } from './state/conversation.ts';
import { languageOf } from './understanding/languages.ts';

export interface AssistantOptions {
  /** Questions that the shop answers itself, in any language. Default none. */
  answers?: readonly ShopAnswer[];
  /**
   * Whether the browser's own language model may word answers, where one is ready: it is told the answer and the records of up
   * to three products, and its text is taken only where it says nothing that these do not. The visitor waits four seconds for it
   * at most. Default `false`.
   */
  builtIn?: boolean;
  /** What the page calls a category, brand or tag of the feed in a language. Default: as the feed does. */
  labelOf?: (name: string, language: 'en' | 'zh') => string;
}

export interface AskOptions {
  /** What was said before: the last answer's `conversation`. Default: nothing. */
  conversation?: Conversation | undefined;
  /** Products wanted, 1…48. Default 6. */
  limit?: number;
  /** Of answers to texts that do not show theirs: Chinese characters are answered in Chinese. Default: as the conversation, else `en`. */
  language?: 'en' | 'zh';
  signal?: AbortSignal;
}

export interface Assistant<TProduct extends Product = Product> {
  /**
   * Answers a visitor: finds products, asks back where the wish is vague, narrows or changes the wish of the conversation,
   * compares products, or gives the shop's own answer. Nothing is kept here: the answer holds the conversation for the next call.
   * Of a long text the first 512 UTF-16 units count. Rejects with a `VitrineError`: `bad-options`, `aborted`, or what the
   * recommender rejects with.
   */
  ask(text: string, options?: AskOptions): Promise<Answer<TProduct>>;
}

const LONGEST = 512;
const MOST_PRODUCTS = 48;
const DEFAULT_LIMIT = 6;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const Options = plain.exactly({
  answers: plain.anything,
  builtIn: plain.optional(plain.flag),
  labelOf: plain.anything,
});
const Ask = plain.exactly({
  conversation: plain.anything,
  limit: plain.optional(plain.whole(1, MOST_PRODUCTS)),
  language: plain.optional(plain.oneOf(['en', 'zh'] as const)),
  signal: plain.anything,
});

/**
 * An assistant for a shop's visitors, over its search and its recommendations. It needs no language model.
 * @throws VitrineError `bad-options`
 */
export function createAssistant<TProduct extends Product = Product>(
  shop: AssistantShop<TProduct>,
  options: AssistantOptions = {},
): Assistant<TProduct> {
  readOptions('assistant', Options, options);
  const { builtIn = false, labelOf = (name) => name } = options;
  const given = readShopAnswers(options.answers);
  let answers: ShopAnswers | undefined;

  const answer = async (text: unknown, asked: AskOptions): Promise<Answer<TProduct>> => {
    if (typeof text !== 'string') {
      throw new VitrineError('bad-options', 'The text of ask() is no text.', { remedy: 'Give what the visitor said.' });
    }
    const { limit = DEFAULT_LIMIT, language } = readOptions('ask', Ask, asked);
    const { signal } = asked;
    signal?.throwIfAborted();
    const said = text.slice(0, LONGEST).replace(LONE_SURROGATE, '').trim();
    const conversation = readConversation(asked.conversation);
    const last = conversation.turns.at(-1);
    // An option is said in the shop's words, whatever the visitor speaks.
    const own = last?.offered.includes(said) ? undefined : languageOf(said);
    answers ??= new ShopAnswers(given);
    const turn: TurnInput<TProduct> = {
      shop,
      answers,
      conversation,
      limit,
      labelOf,
      language: own ?? language ?? last?.language ?? 'en',
      ...(signal && { signal }),
    };
    const plainAnswer = await reply(turn, said);
    // The shop's own answers stand as the shop wrote them.
    if (!builtIn || plainAnswer.kind === 'answer') return plainAnswer;
    const { kind, language: spoken } = plainAnswer;
    const products = kind === 'help' ? [] : plainAnswer.products.map(({ product }) => product);
    const better = await phrase({ text: plainAnswer.text, language: spoken, products }, signal);
    return better === undefined ? plainAnswer : { ...plainAnswer, text: better, phrasedBy: 'built-in' };
  };

  return {
    ask(text, asked = {}) {
      const answered = answer(text, asked).catch((thrown) => {
        if (!asked.signal?.aborted) throw VitrineError.from(thrown);
        throw new VitrineError('aborted', 'ask() was aborted.', { cause: asked.signal.reason });
      });
      // What nobody awaits is not reported as unhandled.
      answered.catch(() => undefined);
      return answered;
    },
  };
}
