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
export type { Conversation, Turn, Wish, WishPart } from './assistant/conversation.ts';
export {
  type AskOptions,
  type Assistant,
  type AssistantOptions,
  createAssistant,
} from './assistant/create-assistant.ts';
export type { ShopAnswer } from './assistant/shop-answers.ts';
export type { AssistantShop } from './assistant/shop.ts';
