import type { Product } from '../../contract/product.ts';
import type { FoundProduct } from '../../contract/search.ts';
import { fill } from '../../page/wording/messages.ts';
import type { Answer } from '../answer.ts';
import type { Wish } from '../state/conversation.ts';
import { isEmptyWish } from '../state/wishes.ts';
import { answer, answered, lookAround } from './answering.ts';
import type { TurnContext } from './turn.ts';

/**
 * Nothing holds all of the wish: what holds most of it, and what was not understood. What of the wish can be had stays what is
 * looked for.
 * @param narrowed whether it is limits alone that leave nothing
 */
export async function nothingFound<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  wish: Wish,
  narrowed: boolean,
): Promise<Answer<TProduct>> {
  const { naming, retrieval } = turn;
  const { say } = naming;
  const nothing = fill(say.nothing, { wish: naming.list(naming.wish(wish)) });
  if (wish.price !== undefined) {
    const { price: _, ...unpriced } = wish;
    const ordered = isEmptyWish(unpriced) || (narrowed && turn.wish.price === undefined);
    const way: Wish = ordered ? { ...unpriced, order: say.cheapest } : unpriced;
    const found = await retrieval.find(way);
    if (found.found > 0) return nearest(turn, wish, { ...found, text: nothing, left: unpriced });
  }
  const found = await retrieval.find(wish);
  const dropped = found.dropped.map((term) => term.toLowerCase());
  const missed = wish.words.filter((word) => dropped.some((term) => word.toLowerCase().includes(term)));
  const strange = missed.length > 0 ? missed : found.dropped.length > 0 ? found.dropped : wish.words;
  const text = strange.length > 0 ? naming.unknown(strange) : nothing;
  const left: Wish = { ...wish, words: wish.words.filter((word) => !strange.includes(word)) };
  if (left.words.length < wish.words.length && left.parts.length + left.words.length > 0) {
    const known = await retrieval.find(left);
    if (known.found > 0) return nearest(turn, wish, { ...known, text, left, strange });
  }
  if (found.alternatives.length > 0) {
    return nearest(turn, wish, { items: found.alternatives, list: found.list, text, left: turn.wish, strange });
  }
  return lookAround(turn, { kind: 'nothing', text, wish: turn.wish, notUnderstood: strange });
}

interface Nearest<TProduct extends Product> {
  items: readonly FoundProduct<TProduct>[];
  list: string;
  text: string;
  /** What is looked for after it. */
  left: Wish;
  strange?: readonly string[];
}

function nearest<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  wish: Wish,
  { items, list, text, left, strange = [] }: Nearest<TProduct>,
): Answer<TProduct> {
  const { naming } = turn;
  return answer(turn, {
    kind: 'nothing',
    text: `${text} ${naming.say.nearest}`,
    products: answered(turn, items, wish),
    list,
    wish: left,
    notUnderstood: strange,
    understood: naming.understood(wish),
  });
}
