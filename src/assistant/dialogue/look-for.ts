import type { Product, ProductId } from '../../contract/product.ts';
import type { SearchResult } from '../../contract/search.ts';
import { fill } from '../../page/wording/messages.ts';
import type { Answer } from '../answer.ts';
import type { FoundAnswer } from '../shop-answers.ts';
import { ColourSense, isColourWord } from '../state/colours.ts';
import { NO_WISH, type Wish } from '../state/conversation.ts';
import { inOwnColours, isEmptyWish, namesThing, readings, readWish, type SaidWish } from '../state/wishes.ts';
import { asksForGoods, isQuestion } from '../understanding/languages.ts';
import { type Utterance, type WayToSay, waysToSay } from '../understanding/read-utterance.ts';
import { countText, foundAnswer, lookAround, same, shopAnswer } from './answering.ts';
import { nothingFound } from './nothing-found.ts';
import { withOtherBrand, withOtherColour, withOtherPrice } from './relative-wishes.ts';
import { type FoundList, isCalled } from './retrieval.ts';
import type { TurnContext } from './turn.ts';

/** Share of a question's words that an answer of the shop has to cover where no product is what was asked for. */
const ENOUGH = 0.5;

/** A phrase as the search read it. */
interface ReadPhrase<TProduct extends Product> extends WayToSay {
  result: SearchResult<TProduct>;
}

/**
 * Looks for products: what was said narrows or changes the wish of the conversation, or is another wish. The likelier reading for
 * which the shop has products is taken. Undefined where nothing is found, and `isLast` does not say that so it is.
 * @param known the shop's own answer that comes nearest
 */
export async function lookFor<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  utterance: Utterance,
  { known, isLast }: { known: FoundAnswer | undefined; isLast: boolean },
): Promise<Answer<TProduct> | undefined> {
  const { said, retrieval, before, naming } = turn;
  const { price, otherColour, otherBrand, phrase, without, places } = utterance;
  const related = price !== undefined || otherColour || otherBrand;
  const shown = related || places.length > 0 ? await retrieval.byId(before?.shown ?? []) : [];
  const focus = shown.find(({ id }) => id === focusOf(turn, places));
  let wished: SaidWish = { parts: [], words: [], without };
  let near: readonly TProduct[] = shown;
  let leftOut: readonly string[] = [];
  let other: string | undefined;
  let understoodAlone = true;
  if (phrase !== '') {
    const read = await readPhrase(turn, phrase);
    const { result } = read;
    understoodAlone = result.found > 0;
    if (!understoodAlone && known && known.coverage >= ENOUGH) return shopAnswer(turn, known);
    wished = readWish(read.phrase, result, without);
    if (isAside(said, wished, result)) {
      return lookAround(turn, {
        kind: 'nothing',
        text: naming.say.noAnswer,
        wish: turn.wish,
        notUnderstood: wished.words,
      });
    }
    if (understoodAlone) ({ leftOut, other } = read);
    near = [...shown, ...result.items.map(({ product }) => product)];
  }
  const old: Wish = { ...(places.length > 0 && focus ? kindOf(focus) : turn.wish), seen: [] };
  if ((otherColour || wished.words.some(isColourWord)) && !isEmptyWish(old)) {
    const { items } = await retrieval.find(old);
    near = [...near, ...items.map(({ product }) => product)];
  }
  const colours = new ColourSense(near);
  const answers = before?.offered.includes(said) ?? false;
  let wishes =
    isEmptyWish(wished) && related
      ? [old]
      : inOwnColours(wished, colours).flatMap((one) =>
          readings(old, one, { sameFor: utterance.sameFor, answers, colours }),
        );
  if (price) wishes = wishes.map((wish) => withOtherPrice(wish, price, focus ? [focus] : shown, naming.say.cheapest));
  if (otherColour)
    wishes = wishes.map((wish) =>
      withOtherColour(wish, { product: focus ?? shown[0], alone: focus !== undefined, colours }),
    );
  if (otherBrand) wishes = wishes.map((wish) => withOtherBrand(wish, focus ? [focus] : shown));

  for (const wish of wishes) {
    const found = await retrieval.find(wish);
    if (found.found === 0) continue;
    const isThere = other !== undefined && (await retrieval.search(other)).found > 0;
    const strange = other === undefined || isThere ? [] : [other];
    const notes = [
      ...(leftOut.length > 0 ? [fill(naming.say.leftOut, { words: naming.quoted(leftOut) })] : []),
      ...(strange.length > 0 ? [naming.unknown(strange)] : []),
    ];
    return foundAnswer(turn, wish, focus && otherColour ? nearTo(focus, found) : found, {
      text: [countText(turn, wish, found.found), ...notes].join(' '),
      notUnderstood: [...leftOut, ...strange],
      options: isThere ? [same(other!)] : [],
    });
  }
  if (!isLast) return undefined;
  const narrowed = isEmptyWish(wished) || (understoodAlone && wished.parts.length + wished.words.length === 0);
  // Where no other thing was named, it is what was looked for before that shall be so.
  return nothingFound(turn, namesThing(wished) ? wishes[wishes.length - 1] : wishes[0], narrowed);
}

/** The product that is spoken of: named by its place, or by the turn before. */
function focusOf({ before }: TurnContext<Product>, [place]: readonly number[]): ProductId | undefined {
  return place === undefined ? before?.focus : before?.shown.at(place);
}

/** A wish for things of a product's kind. */
function kindOf({ categories }: Product): Wish {
  const name = categories?.at(-1);
  return name === undefined ? NO_WISH : { ...NO_WISH, parts: [{ kind: 'category', name, exclude: false, text: name }] };
}

/** The first way of saying it for which there are products; else the one with the fewest words that are not needed. */
async function readPhrase<TProduct extends Product>(
  { retrieval }: TurnContext<TProduct>,
  phrase: string,
): Promise<ReadPhrase<TProduct>> {
  let shortest: ReadPhrase<TProduct> | undefined;
  for (const way of waysToSay(phrase)) {
    const read = { ...way, result: await retrieval.search(way.phrase) };
    if (read.result.found > 0) return read;
    const isShorter = shortest === undefined || way.phrase.length < shortest.phrase.length;
    if (isShorter && way.other === undefined) shortest = read;
  }
  return shortest!;
}

/** Words of a question that only descriptions hold in passing are none of what the shop sells. */
function isAside(said: string, wished: SaidWish, { items, found }: SearchResult): boolean {
  return (
    isQuestion(said) &&
    !asksForGoods(said) &&
    wished.parts.length === 0 &&
    wished.words.length > 0 &&
    found > 0 &&
    !items.some(({ product }) => isCalled(product, wished))
  );
}

/** Those that have most in common with a product first. */
function nearTo<TProduct extends Product>(product: TProduct, found: FoundList<TProduct>): FoundList<TProduct> {
  const own = new Set([product.brand, ...(product.categories ?? []), ...(product.tags ?? [])]);
  const common = ({ product: { brand, categories = [], tags = [] } }: FoundList<TProduct>['items'][number]): number =>
    [brand, ...categories, ...tags].filter((one) => one !== undefined && own.has(one)).length;
  return { ...found, items: [...found.items].sort((a, b) => common(b) - common(a)) };
}
