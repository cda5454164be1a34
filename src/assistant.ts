import { type AssistantOptions, createAssistant } from './assistant/create-assistant.ts';
import { VitrineAssistant } from './assistant/element/assistant-element.ts';
import type { Product } from './contract/product.ts';
import type { Recommender } from './page/facade/recommender.ts';

export type {
  Answer,
  AnsweredProduct,
  AnswerKind,
  AnswerLanguage,
  AnswerOption,
  ComparedFact,
  Comparison,
  UnderstoodWish,
} from './assistant/answer.ts';
export {
  type AskOptions,
  type Assistant,
  type AssistantOptions,
  createAssistant,
} from './assistant/create-assistant.ts';
export { type AnswerEvent, VitrineAssistant } from './assistant/element/assistant-element.ts';
export type { AssistantShop } from './assistant/shop.ts';
export type { ShopAnswer } from './assistant/shop-answers.ts';
export type { Conversation, Turn, Wish, WishPart } from './assistant/state/conversation.ts';

/**
 * Makes `<vitrine-assistant>` known to the page, answered by an assistant over `recommender`, which is also told of what was
 * asked for and chosen. Called again, it changes both for all elements but those with an `assistant` of their own. On a server it
 * does nothing.
 * @throws VitrineError `bad-options`
 */
export function defineAssistant<TProduct extends Product>(
  recommender: Recommender<TProduct>,
  options: AssistantOptions = {},
): void {
  const shop = recommender as unknown as Recommender;
  const assistant = createAssistant(shop, options);
  if (typeof customElements === 'undefined') return;
  VitrineAssistant.assistant = assistant;
  VitrineAssistant.recommender = shop;
  if (!customElements.get('vitrine-assistant')) customElements.define('vitrine-assistant', VitrineAssistant);
}
