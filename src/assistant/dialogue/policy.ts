import type { Product } from '../../contract/product.ts';
import { assistantMessagesFor } from '../../page/wording/assistant/locale.ts';
import { messagesFor } from '../../page/wording/locale.ts';
import type { Answer } from '../answer.ts';
import type { ShopAnswers } from '../shop-answers.ts';
import { NO_WISH } from '../state/conversation.ts';
import { asksForGoods, isQuestion } from '../understanding/languages.ts';
import { readUtterance, type Utterance } from '../understanding/read-utterance.ts';
import { mended } from '../understanding/slips.ts';
import { answer, lookAround, shopAnswer } from './answering.ts';
import { compareProducts } from './comparing.ts';
import { forget } from './forgetting.ts';
import { lookFor } from './look-for.ts';
import { Naming } from './naming.ts';
import { showSimilar, tellAbout, tellExtreme } from './one-product.ts';
import { goBack, showMore } from './paging.ts';
import { Retrieval } from './retrieval.ts';
import type { TurnContext, TurnInput } from './turn.ts';

/** Share of a question's words that an answer of the shop has to cover, whatever the shop sells. */
const SURE = 0.75;

/** Answers what a visitor said: reads it, and decides what of all that the assistant can do it asks for. */
export async function reply<TProduct extends Product>(
  { shop, answers, conversation, limit, language, labelOf, signal }: TurnInput<TProduct>,
  said: string,
): Promise<Answer<TProduct>> {
  const before = conversation.turns.at(-1);
  const turn: TurnContext<TProduct> = {
    conversation,
    limit,
    language,
    said,
    before,
    wish: before?.wish ?? NO_WISH,
    retrieval: new Retrieval(shop, signal),
    naming: new Naming(language, assistantMessagesFor(language), await messagesFor(language), labelOf),
  };
  const { say } = turn.naming;
  if (!/[\p{L}\p{N}]/u.test(said)) return lookAround(turn, { kind: 'help', text: say.unreadable, wish: turn.wish });
  const meant = mended(said);
  const found = await answerText(turn, answers, meant === said);
  // Where nothing is found, a slip of the keyboard may have hidden a word of the conversation.
  return found ?? (await answerText({ ...turn, said: meant }, answers, true))!;
}

/** Undefined where nothing is found, and `isLast` does not say that so it is. */
async function answerText<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  answers: ShopAnswers,
  isLast: boolean,
): Promise<Answer<TProduct> | undefined> {
  const { said, naming } = turn;
  const utterance = readUtterance(said);
  const known = answers.find(said);
  const isSure = known !== undefined && known.coverage >= SURE;
  // `Does it work offline?` is asked of the shop, and not of the product that is spoken of.
  const ofTheShop = isSure && (utterance.intent === undefined || utterance.it);
  if (ofTheShop && isQuestion(said) && !asksForGoods(said)) return shopAnswer(turn, known);
  if (utterance.intent !== undefined) return act(turn, utterance.intent, utterance);
  if (!utterance.vague) return lookFor(turn, utterance, { known, isLast });
  return isSure ? shopAnswer(turn, known) : lookAround(turn, { kind: 'question', text: naming.say.ask });
}

/** Does what was asked of the conversation itself. */
function act<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  intent: NonNullable<Utterance['intent']>,
  utterance: Utterance,
): Promise<Answer<TProduct>> | Answer<TProduct> {
  const { wish, naming } = turn;
  const { say } = naming;
  const [place] = utterance.places;
  switch (intent) {
    case 'greeting':
      return lookAround(turn, { kind: 'help', text: say.greeting, wish });
    case 'help':
      return lookAround(turn, { kind: 'help', text: say.help, wish });
    case 'thanks':
      return answer(turn, { kind: 'help', text: say.thanks });
    case 'restart':
      return lookAround(turn, { kind: 'question', text: say.ask });
    case 'back':
      return goBack(turn);
    case 'more':
      return showMore(turn);
    case 'about':
      return tellAbout(turn, place, utterance.phrase);
    case 'cheapest of these':
      return tellExtreme(turn, 'cheapest');
    case 'dearest of these':
      return tellExtreme(turn, 'dearest');
    case 'similar':
      return showSimilar(turn, place);
    case 'compare':
      return compareProducts(turn, utterance);
    case 'forget':
      return forget(turn, utterance.phrase);
  }
}
