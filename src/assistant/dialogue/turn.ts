import type { Product } from '../../contract/product.ts';
import type { AnswerLanguage } from '../answer.ts';
import type { AssistantShop } from '../shop.ts';
import type { ShopAnswers } from '../shop-answers.ts';
import type { Conversation, Turn, Wish } from '../state/conversation.ts';
import type { Naming } from './naming.ts';
import type { Retrieval } from './retrieval.ts';

/** What an answer is made from. */
export interface TurnInput<TProduct extends Product> {
  shop: AssistantShop<TProduct>;
  answers: ShopAnswers;
  conversation: Conversation;
  /** Products of an answer. */
  limit: number;
  language: AnswerLanguage;
  labelOf: (name: string, language: AnswerLanguage) => string;
  signal?: AbortSignal;
}

/** One turn of a conversation, while it is answered. */
export interface TurnContext<TProduct extends Product>
  extends Pick<TurnInput<TProduct>, 'conversation' | 'limit' | 'language'> {
  said: string;
  before: Turn | undefined;
  /** What is looked for so far. */
  wish: Wish;
  retrieval: Retrieval<TProduct>;
  naming: Naming;
}
