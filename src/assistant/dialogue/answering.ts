import type { Product, ProductId } from '../../contract/product.ts';
import type { FoundProduct } from '../../contract/search.ts';
import { fill } from '../../page/wording/messages.ts';
import type { Answer, AnsweredProduct, AnswerKind, AnswerOption } from '../answer.ts';
import type { FoundAnswer } from '../shop-answers.ts';
import { type Conversation, NO_WISH, type Wish, withTurn } from '../state/conversation.ts';
import { type Division, divide } from './dividing.ts';
import type { Naming } from './naming.ts';
import type { FoundList } from './retrieval.ts';
import type { TurnContext } from './turn.ts';

/** What of an answer is not the same for all of them. */
interface Given<TProduct extends Product>
  extends Partial<Omit<Answer<TProduct>, 'kind' | 'text' | 'products' | 'conversation'>> {
  kind: AnswerKind;
  text: string;
  products?: readonly AnsweredProduct<TProduct>[];
  /** What is looked for after it. Default: what was before. */
  wish?: Wish;
  /** Default: the products of the answer, and where it has none those before. */
  shown?: readonly ProductId[];
  focus?: ProductId | undefined;
}

/** Where an answer stands, where that is not after the turns so far. */
export interface Standing {
  conversation: Conversation;
  said?: string;
}

/** An answer, with the conversation that it ends. */
export function answer<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  { kind, text, products = [], wish = turn.wish, shown, focus, options = [], ...rest }: Given<TProduct>,
  { conversation, said = turn.said }: Standing = turn,
): Answer<TProduct> {
  const { language, before, naming } = turn;
  const ids = products.map(({ id }) => id);
  return {
    kind,
    text,
    language,
    phrasedBy: 'vitrine',
    products,
    found: 0,
    understood: naming.understood(wish),
    notUnderstood: [],
    ...rest,
    options,
    conversation: withTurn(conversation, {
      said,
      wish,
      shown: shown ?? (ids.length > 0 ? ids : (before?.shown ?? [])),
      ...(focus !== undefined && { focus }),
      offered: options.map((option) => option.say),
      language,
    }),
  };
}

/** Products, each with what of the wish it fulfils. */
export function answered<TProduct extends Product>(
  { limit, naming }: TurnContext<TProduct>,
  items: readonly FoundProduct<TProduct>[],
  wish: Wish,
): AnsweredProduct<TProduct>[] {
  return items.slice(0, limit).map((one) => ({ ...one, why: naming.why(one, wish) }));
}

/** Products that hold all of the wish, with the question that divides them where there are many. */
export function foundAnswer<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  wish: Wish,
  { items, found, list }: FoundList<TProduct>,
  { text, notUnderstood = [], options = [] }: Pick<Given<TProduct>, 'text' | 'notUnderstood' | 'options'>,
  standing?: Standing,
): Answer<TProduct> {
  const { limit, naming } = turn;
  const division = found > limit ? divide(productsOf(items), wish) : undefined;
  return answer(
    turn,
    {
      kind: 'products',
      text: division ? `${text} ${question(division, naming)}` : text,
      products: answered(turn, items, wish),
      found,
      list,
      wish,
      notUnderstood,
      options: [...options, ...(division ? optionsOf(division, naming) : []), ...waysOn(found, turn)],
    },
    standing,
  );
}

/** The products that were found, in words. */
export function countText({ naming }: Pick<TurnContext<Product>, 'naming'>, wish: Wish, found: number): string {
  const names = naming.list(naming.wish(wish));
  return names === ''
    ? naming.count(naming.say.found, found)
    : naming.count(naming.say.foundFor, found, { wish: names });
}

/** Nothing is known of what is wanted: a look around, and the question that divides the range best. */
export async function lookAround<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  { kind, text, wish = NO_WISH, notUnderstood = [] }: Pick<Given<TProduct>, 'kind' | 'text' | 'wish' | 'notUnderstood'>,
  standing?: Standing,
): Promise<Answer<TProduct>> {
  const { naming, retrieval } = turn;
  const { items, list } = await retrieval.around();
  const division = divide(productsOf(items), NO_WISH);
  const asked = division && kind === 'question' ? ` ${question(division, naming)}` : '';
  const around = kind === 'nothing' && items.length > 0 ? ` ${naming.say.around}` : '';
  return answer(
    turn,
    {
      kind,
      text: text + asked + around,
      products: answered(turn, items, NO_WISH),
      list,
      wish,
      notUnderstood,
      options: division ? optionsOf(division, naming) : [],
    },
    standing,
  );
}

/** What was shown stays; the visitor is asked which of it is meant. */
export async function askAgain<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  { kind, text, notUnderstood = [] }: Pick<Given<TProduct>, 'kind' | 'text' | 'notUnderstood'>,
): Promise<Answer<TProduct>> {
  const { before, retrieval, wish, naming } = turn;
  const products = await retrieval.byId(before?.shown ?? []);
  if (products.length === 0) return lookAround(turn, { kind, text, wish, notUnderstood });
  return answer(turn, {
    kind,
    text,
    products: answered(turn, products.map(unranked), wish),
    notUnderstood,
    options: products.length > 1 ? [same(naming.say.compare)] : [],
  });
}

export function askWhichOne<TProduct extends Product>(turn: TurnContext<TProduct>): Promise<Answer<TProduct>> {
  const { before, naming } = turn;
  const shown = before?.shown.length ?? 0;
  const text = shown === 0 ? naming.say.nothingShown : naming.count(naming.say.whichOne, shown);
  return askAgain(turn, { kind: 'question', text });
}

export function shopAnswer<TProduct extends Product>(
  turn: TurnContext<TProduct>,
  { question, answer: text, source }: FoundAnswer,
): Answer<TProduct> {
  return answer(turn, { kind: 'answer', text, source: { question, ...(source !== undefined && { source }) } });
}

/** A product that was asked for by itself. */
export const unranked = <TProduct extends Product>(product: TProduct): FoundProduct<TProduct> => ({
  id: product.id,
  product,
  score: 0,
  reasons: [],
  shares: {},
  highlights: [],
});

/** An option that says what it is called. */
export const same = (say: string): AnswerOption => ({ name: say, say });

const productsOf = <TProduct extends Product>(items: readonly FoundProduct<TProduct>[]): TProduct[] =>
  items.map(({ product }) => product);

function question({ by }: Division, { say }: Naming): string {
  return { category: say.askCategory, price: say.askPrice, brand: say.askBrand, tag: say.askTag }[by];
}

function optionsOf(division: Division, naming: Naming): AnswerOption[] {
  if (division.by !== 'price') return division.names.map((name) => ({ name: naming.label(name), say: name }));
  const [min, max] = division.borders;
  const { priceBelow, priceBetween, priceAbove } = naming.say;
  return [fill(priceBelow, { max: min }), fill(priceBetween, { min, max }), fill(priceAbove, { min: max })].map(same);
}

/** Ways to go on from products. */
function waysOn(found: number, { limit, naming }: Pick<TurnContext<Product>, 'limit' | 'naming'>): AnswerOption[] {
  const { compare, showMore, cheaper } = naming.say;
  return [...(found > limit ? [showMore, cheaper] : []), ...(found > 1 ? [compare] : [])].map(same);
}
