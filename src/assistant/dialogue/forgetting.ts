import type { Product } from '../../contract/product.ts';
import type { Answer } from '../answer.ts';
import { ColourSense } from '../state/colours.ts';
import type { Wish } from '../state/conversation.ts';
import { isEmptyWish, sizeOf, withoutColours, withoutPart } from '../state/wishes.ts';
import { fieldOf } from '../understanding/languages.ts';
import { answer, countText, foundAnswer, lookAround } from './answering.ts';
import type { TurnContext } from './turn.ts';

/** The wish without one of its parts, by its name or by what it is: `forget the price`, `any brand is fine`. */
export async function forget<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  name: string,
): Promise<Answer<TProduct>> {
  const { naming, retrieval } = turn;
  const left = (await withoutField(turn, name)) ?? withoutPart(turn.wish, name, naming);
  if (left === undefined) {
    return answer(turn, { kind: 'help', text: naming.unknown([name]), notUnderstood: [name] });
  }
  if (isEmptyWish(left)) return lookAround(turn, { kind: 'question', text: naming.say.ask, wish: left });
  const found = await retrieval.find(left);
  return foundAnswer(turn, left, found, { text: countText(turn, left, found.found) });
}

async function withoutField<TProduct extends Product>(
  { wish, before, retrieval }: TurnContext<TProduct>,
  name: string,
): Promise<Wish | undefined> {
  const field = fieldOf(name);
  if (field === undefined) return undefined;
  const fresh: Wish = { ...wish, seen: [] };
  const left = await {
    price: () => ({ ...fresh, price: undefined }),
    brand: () => withoutKind(fresh, 'brand'),
    category: () => withoutKind(fresh, 'category'),
    colour: async () => withoutColours(fresh, new ColourSense(await retrieval.byId(before?.shown ?? []))),
  }[field]();
  return sizeOf(left) < sizeOf(wish) ? left : undefined;
}

const withoutKind = (wish: Wish, kind: string): Wish => ({
  ...wish,
  parts: wish.parts.filter((part) => part.kind !== kind || part.exclude),
});
