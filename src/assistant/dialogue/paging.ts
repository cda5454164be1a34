import type { Product } from '../../contract/product.ts';
import type { Answer } from '../answer.ts';
import type { Conversation, Wish } from '../state/conversation.ts';
import { isEmptyWish } from '../state/wishes.ts';
import { answer, answered, countText, foundAnswer, lookAround } from './answering.ts';
import type { TurnContext } from './turn.ts';

/** Others of what is looked for. */
export async function showMore<TProduct extends Product>(turn: TurnContext<TProduct>): Promise<Answer<TProduct>> {
  const { wish, before, naming, retrieval } = turn;
  if (isEmptyWish(wish) && wish.like === undefined) return lookAround(turn, { kind: 'question', text: naming.say.ask });
  const next: Wish = { ...wish, seen: [...new Set([...wish.seen, ...(before?.shown ?? [])])] };
  const found = await retrieval.find(next);
  if (found.items.length > 0)
    return foundAnswer(turn, next, found, { text: naming.count(naming.say.more, found.found) });
  const again = await retrieval.find({ ...wish, seen: [] });
  return answer(turn, {
    kind: 'nothing',
    text: naming.say.noMore,
    products: answered(turn, again.items, wish),
    found: again.found,
    list: again.list,
  });
}

/** What was there before the last turn. */
export async function goBack<TProduct extends Product>(turn: TurnContext<TProduct>): Promise<Answer<TProduct>> {
  const { conversation, naming, retrieval } = turn;
  const { say } = naming;
  const [previous] = conversation.turns.slice(-2, -1);
  if (previous === undefined) return lookAround(turn, { kind: 'question', text: say.nothingBefore });
  const { wish, said } = previous;
  const earlier: Conversation = { version: 1, turns: conversation.turns.slice(0, -2) };
  const found = isEmptyWish(wish) && wish.like === undefined ? undefined : await retrieval.find(wish);
  if (found === undefined || found.found === 0) {
    return lookAround(turn, { kind: 'question', text: say.ask, wish }, { conversation: earlier });
  }
  const text = wish.seen.length > 0 ? naming.count(say.more, found.found) : countText(turn, wish, found.found);
  return foundAnswer(turn, wish, found, { text }, { conversation: earlier, said });
}
