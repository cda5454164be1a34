import type { Product, ProductId } from '../../contract/product.ts';
import type { Answer, ComparedFact } from '../answer.ts';
import { holds, namingTexts } from '../record-texts.ts';
import { extremeIn, isPronoun, placesIn, thingsIn } from '../understanding/languages.ts';
import type { Utterance } from '../understanding/read-utterance.ts';
import { answer, answered, askAgain, same, unranked } from './answering.ts';
import { compare } from './comparison.ts';
import { extremeOf } from './one-product.ts';
import type { TurnContext } from './turn.ts';

const MOST_COMPARED = 4;

/** Several products side by side: by their places, by their names, as the cheapest or the dearest, or the first two. */
export async function compareProducts<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  utterance: Pick<Utterance, 'places' | 'phrase'>,
): Promise<Answer<TProduct>> {
  const { before, retrieval, naming, wish } = turn;
  const shown = before?.shown ?? [];
  const { ids, strange } = await meantBy(turn, utterance);
  const products = await retrieval.byId([...new Set(ids)].slice(0, MOST_COMPARED));
  if (strange.length > 0 || products.length < 2) {
    const { whichTwo } = naming.say;
    const text = strange.length > 0 ? `${naming.unknown(strange)} ${whichTwo}` : whichTwo;
    return askAgain(turn, { kind: 'nothing', text, notUnderstood: strange });
  }
  const comparison = compare(products, naming);
  const local = (facts: readonly ComparedFact[]) =>
    facts.map(({ name, values }) => ({ name, values: values.map((value) => value && naming.label(value)) }));
  const titles = naming.titles(products);
  const differences = comparison.differ.length;
  const { noDifference, differences: differing, cheaper, showMore } = naming.say;
  return answer(turn, {
    kind: 'comparison',
    text: naming.count(differences === 0 ? { other: noDifference } : differing, differences, { titles }),
    products: answered(turn, products.map(unranked), wish),
    found: products.length,
    comparison: { ...comparison, differ: local(comparison.differ), same: local(comparison.same) },
    shown: shown.length > 0 ? shown : comparison.products,
    options: [cheaper, showMore].map(same),
  });
}

/** Which products are meant, and what names none. */
async function meantBy<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  { places, phrase }: Pick<Utterance, 'places' | 'phrase'>,
): Promise<{ ids: ProductId[]; strange: string[] }> {
  const { before } = turn;
  const shown = before?.shown ?? [];
  const things = thingsIn(phrase);
  if (places.length > 1 || (places.length === 1 && things.length < 2)) {
    const ids = places.flatMap((place) => shown.at(place) ?? []);
    const focus = before?.focus;
    return { ids: ids.length === 1 && focus && ids[0] !== focus ? [focus, ...ids] : ids, strange: [] };
  }
  if (things.length < 2) return { ids: shown.slice(0, 2), strange: [] };
  const ids: ProductId[] = [];
  const strange: string[] = [];
  for (const thing of things.slice(0, MOST_COMPARED)) {
    const id = await meantByOne(turn, thing);
    if (id === undefined) strange.push(thing);
    else ids.push(id);
  }
  return { ids, strange };
}

async function meantByOne({ before, retrieval }: TurnContext<Product>, thing: string): Promise<ProductId | undefined> {
  const { shown = [], focus } = before ?? {};
  if (isPronoun(thing)) return focus;
  const extreme = extremeIn(thing);
  if (extreme !== undefined) return extremeOf(await retrieval.byId(shown), extreme)?.id;
  const [place] = placesIn(thing);
  return place === undefined ? calledSo(retrieval, thing) : shown.at(place);
}

/** The product that is called so; undefined where no title holds all of these words. */
async function calledSo(retrieval: TurnContext<Product>['retrieval'], name: string): Promise<ProductId | undefined> {
  const { items } = await retrieval.search(name);
  return items.find(({ product }) => name.split(/\s+/).every((word) => holds(namingTexts(product), word)))?.id;
}
