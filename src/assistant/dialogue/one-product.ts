import type { Product } from '../../contract/product.ts';
import { fill } from '../../page/wording/messages.ts';
import type { Answer } from '../answer.ts';
import { factNames, holds, mentions, sentencesOf, valuesOf, wordsOf } from '../record-texts.ts';
import { NO_WISH, type Wish } from '../state/conversation.ts';
import { withoutGeneric } from '../understanding/languages.ts';
import { answer, answered, askWhichOne, foundAnswer, same, unranked } from './answering.ts';
import type { TurnContext } from './turn.ts';

/**
 * What the record of a product says.
 * @param place of a product that was shown; undefined for the one that is spoken of
 * @param asked what is asked of it; empty where everything is
 */
export async function tellAbout<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  place: number | undefined,
  asked: string,
): Promise<Answer<TProduct>> {
  const { before, retrieval } = turn;
  const shown = before?.shown ?? [];
  const id = place === undefined ? (before?.focus ?? (shown.length === 1 ? shown[0] : undefined)) : shown.at(place);
  const [product] = id === undefined ? [] : await retrieval.byId([id]);
  return product === undefined ? askWhichOne(turn) : tell(turn, product, factsText(turn, product, asked));
}

/** The cheapest, or the dearest, of the products that were shown. */
export async function tellExtreme<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  which: 'cheapest' | 'dearest',
): Promise<Answer<TProduct>> {
  const { before, retrieval, naming } = turn;
  const product = extremeOf(await retrieval.byId(before?.shown ?? []), which);
  if (product === undefined) return askWhichOne(turn);
  const sentence = which === 'cheapest' ? naming.say.cheapestOfThese : naming.say.dearestOfThese;
  const price = fill(naming.say.about, { title: naming.titleOf(product), facts: naming.priceOf(product) });
  return tell(turn, product, `${fill(sentence, { title: naming.titleOf(product) })} ${price}`);
}

/** The one that costs least, or most; undefined where none has a price. */
export function extremeOf<TProduct extends Product>(
  products: readonly TProduct[],
  which: 'cheapest' | 'dearest',
): TProduct | undefined {
  const sign = which === 'cheapest' ? 1 : -1;
  return products
    .filter(({ price }) => price !== undefined)
    .reduce<TProduct | undefined>(
      (best, one) => (best === undefined || sign * (one.price! - best.price!) < 0 ? one : best),
      undefined,
    );
}

/** Products like one. */
export async function showSimilar<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  place: number | undefined,
): Promise<Answer<TProduct>> {
  const { before, retrieval, naming } = turn;
  const shown = before?.shown ?? [];
  const id = place === undefined ? (before?.focus ?? shown[0]) : shown.at(place);
  if (id === undefined) return askWhichOne(turn);
  const wish: Wish = { ...NO_WISH, like: id, seen: shown };
  const found = await retrieval.find(wish);
  const [product] = await retrieval.byId([id]);
  const title = product === undefined ? '' : naming.titleOf(product);
  return foundAnswer(turn, wish, found, { text: fill(naming.say.similar, { title }) });
}

function tell<TProduct extends Product>(turn: TurnContext<TProduct>, product: TProduct, text: string) {
  const { before, wish, naming } = turn;
  const { somethingSimilar, cheaper, otherColour } = naming.say;
  return answer(turn, {
    kind: 'product',
    text,
    products: answered(turn, [unranked(product)], wish),
    found: 1,
    shown: before!.shown,
    focus: product.id,
    options: [somethingSimilar, cheaper, otherColour].map(same),
  });
}

function factsText({ naming, language }: TurnContext<Product>, product: Product, asked: string): string {
  const { say } = naming;
  const facts = [naming.priceOf(product)];
  for (const name of factNames(product)) {
    const values = valuesOf(product, name, language).map((value) => naming.label(value));
    facts.push(`${naming.field(name)}: ${naming.list(values)}`);
  }
  const told = facts.filter((fact) => fact !== '').join('; ');
  const title = naming.titleOf(product);
  const words = wordsOf(withoutGeneric(asked));
  const silent = words.filter((word) => !mentions(product, word));
  return [
    told === '' ? fill(say.aboutWithoutFacts, { title }) : fill(say.about, { title, facts: told }),
    ...sentencesOf(product, language).filter((sentence) => words.some((word) => holds([sentence], word))),
    ...(silent.length > 0 ? [fill(say.notTold, { words: naming.quoted(silent) })] : []),
  ].join(' ');
}
