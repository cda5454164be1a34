import type { Product, ProductId } from '../contract/product.ts';
import type { FoundProduct } from '../contract/search.ts';
import { localTitle } from '../page/shelf/local-title.ts';
import { wordingFor as shelfWordingFor, tellPrice, tellReason } from '../page/shelf/wording.ts';
import type { Answer, AnsweredProduct, AnswerKind, AnswerLanguage, AnswerOption, UnderstoodWish } from './answer.ts';
import { ColourSense } from './colours.ts';
import { compare } from './comparison.ts';
import { type Conversation, NO_WISH, type Turn, type Wish, type WishPart, withTurn } from './conversation.ts';
import { divide } from './dividing.ts';
import { factNames, holds, mentions, namingTexts, partsOf, valuesOf } from './record-texts.ts';
import type { AssistantShop } from './shop.ts';
import type { FoundAnswer, ShopAnswers } from './shop-answers.ts';
import {
  asksForGoods,
  BETWEEN,
  isQuestion,
  mended,
  placeIn,
  readUtterance,
  type Utterance,
  withoutGeneric,
} from './utterance.ts';
import { isEmptyWish, readings, readWish, type SaidWish, textOf, withoutColours, withoutPart } from './wishes.ts';
import { type AssistantWording, wordingFor } from './wording.ts';

export interface ReplyContext<TProduct extends Product> {
  shop: AssistantShop<TProduct>;
  answers: ShopAnswers;
  conversation: Conversation;
  limit: number;
  language: AnswerLanguage;
  labelOf: (name: string, language: AnswerLanguage) => string;
  signal?: AbortSignal;
}

interface FoundList<TProduct extends Product> {
  items: readonly FoundProduct<TProduct>[];
  found: number;
  list: string;
  alternatives: readonly FoundProduct<TProduct>[];
  dropped: readonly string[];
}

/** Everything of an answer that is not the same for all of them. */
interface Said<TProduct extends Product>
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

/** Products that are read of a result: enough to divide them, and to leave some out. */
const DEPTH = 200;
const MOST_COMPARED = 4;
/** Share of a question's words that an answer of the shop has to cover: where it sounds like a question about the shop, and else. */
const SURE = 0.75;
const ENOUGH = 0.5;
const PLACEMENT = 'assistant';

/** One turn of a conversation: reads what was said, asks the shop, and words the answer. */
export class Reply<TProduct extends Product> {
  readonly #context: ReplyContext<TProduct>;
  readonly #say: AssistantWording;
  readonly #before: Turn | undefined;
  #said = '';

  constructor(context: ReplyContext<TProduct>) {
    this.#context = context;
    this.#say = wordingFor(context.language);
    this.#before = context.conversation.turns.at(-1);
  }

  async to(said: string): Promise<Answer<TProduct>> {
    this.#said = said;
    if (!/[\p{L}\p{N}]/u.test(said)) return this.#lookAround('help', this.#say.unreadable, this.#wish);
    const utterance = readUtterance(said);
    const answer = await this.#move(utterance);
    if (answer) return answer;
    const known = this.#context.answers.find(said);
    if (known && known.coverage >= SURE && isQuestion(said) && !asksForGoods(said)) return this.#shopAnswer(known);
    if (utterance.vague) {
      if (known && known.coverage >= SURE) return this.#shopAnswer(known);
      return this.#lookAround('question', this.#say.ask, NO_WISH);
    }
    return this.#products(utterance, known);
  }

  get #wish(): Wish {
    return this.#before?.wish ?? NO_WISH;
  }

  /** What asks for something of the conversation itself. */
  async #move(utterance: Utterance): Promise<Answer<TProduct> | undefined> {
    const say = this.#say;
    switch (utterance.move) {
      case 'greeting':
        return this.#lookAround('help', say.greeting, this.#wish);
      case 'help':
        return this.#lookAround('help', say.help, this.#wish);
      case 'thanks':
        return this.#answer({ kind: 'help', text: say.thanks });
      case 'restart':
        return this.#lookAround('question', say.ask, NO_WISH);
      case 'back':
        return this.#back();
      case 'more':
        return this.#more();
      case 'about':
        return this.#about(utterance.places[0]);
      case 'similar':
        return this.#similar(utterance.places[0]);
      case 'compare':
        return this.#compare(utterance);
      case 'forget':
        return this.#forget(utterance.phrase);
      default:
        return undefined;
    }
  }

  // —— looking for products

  async #products(utterance: Utterance, known: FoundAnswer | undefined): Promise<Answer<TProduct>> {
    const { price, otherColour, phrase, without } = utterance;
    const before = this.#before;
    const shown = price || otherColour ? await this.#byId(before?.shown ?? []) : [];
    const focus = shown.find(({ id }) => id === before?.focus);
    let said: SaidWish = { parts: [], words: [], without };
    let near: readonly TProduct[] = shown;
    let understoodAlone = true;
    if (phrase !== '') {
      let words = phrase;
      let result = await this.#ask(words);
      for (const bare of [withoutGeneric(phrase), phrase.replaceAll('色', ' ').trim()]) {
        if (result.found > 0 || bare === '' || bare === phrase) continue;
        const other = await this.#ask(bare);
        if (other.found > 0 || bare.length < words.length) [words, result] = [bare, other];
      }
      understoodAlone = result.found > 0;
      if (!understoodAlone && known && known.coverage >= ENOUGH) return this.#shopAnswer(known);
      said = readWish(words, result, without);
      // Words of a question that only descriptions hold in passing are none of what the shop sells.
      const aside =
        isQuestion(this.#said) && !asksForGoods(this.#said) && said.parts.length === 0 && said.words.length > 0;
      if (
        aside &&
        result.found > 0 &&
        !result.items.some(({ product }) => isCalled(product, { ...NO_WISH, ...said }))
      ) {
        return this.#lookAround('nothing', this.#say.noAnswer, this.#wish, undefined, said.words);
      }
      near = [...shown, ...result.items.map(({ product }) => product)];
    }
    if (otherColour && !isEmptyWish(this.#wish)) {
      const { items } = await this.#find({ ...this.#wish, seen: [] });
      near = [...near, ...items.map(({ product }) => product)];
    }
    const colours = new ColourSense(near);
    const answers = before?.offered.includes(this.#said) ?? false;
    let wishes =
      isEmptyWish(said) && (price || otherColour)
        ? [{ ...this.#wish, seen: [] }]
        : readings({ ...this.#wish, seen: [] }, said, { sameFor: utterance.sameFor, answers, colours });
    if (price) wishes = wishes.map((wish) => this.#cheaper(wish, price, focus ? [focus] : shown));
    if (otherColour)
      wishes = wishes.map((wish) => this.#otherColour(wish, focus ?? shown[0], colours, focus !== undefined));

    for (const wish of wishes) {
      const found = await this.#find(wish);
      if (found.found > 0)
        return this.#found(wish, focus && otherColour ? nearTo(focus, found) : found, this.#say.found);
    }
    const meant = mended(this.#said);
    if (meant !== this.#said) return this.to(meant);
    const last = wishes[wishes.length - 1];
    return this.#nothing(last, isEmptyWish(said) || (understoodAlone && said.parts.length + said.words.length === 0));
  }

  /** Where a list was shown, below or above the middle of it; of one product, below or above that. */
  #cheaper(wish: Wish, way: 'lower' | 'higher', shown: readonly TProduct[]): Wish {
    const prices = shown.flatMap(({ price }) => price ?? []).sort((a, b) => a - b);
    if (prices.length === 0) {
      return way === 'lower' ? { ...wish, order: this.#say.cheapest } : wish;
    }
    const half = prices.length / 2;
    const middle = (prices[Math.ceil(half) - 1] + prices[Math.floor(half)]) / 2;
    // An order by price would show the same products again.
    const { order: _, ...rest } = wish;
    return {
      ...rest,
      price:
        way === 'lower'
          ? { min: wish.price?.min, max: cents(middle - 0.01) }
          : { min: cents(middle + 0.01), max: wish.price?.max },
    };
  }

  #otherColour(wish: Wish, product: TProduct | undefined, colours: ColourSense, alone: boolean): Wish {
    const named = [
      ...wish.parts.filter(({ name, exclude }) => !exclude && colours.isColour(name)).map(({ name }) => name),
      ...wish.words.filter((word) => colours.isColour(word)),
    ];
    const own = product === undefined || (named.length > 0 && !alone) ? [] : colours.of(product);
    const rest = withoutColours(wish, colours);
    return { ...rest, without: [...new Set([...rest.without, ...named, ...own])] };
  }

  async #more(): Promise<Answer<TProduct>> {
    const { wish, shown = [] } = this.#before ?? {};
    if (wish === undefined || isEmptyWish(wish)) {
      if (wish?.like === undefined) return this.#lookAround('question', this.#say.ask, NO_WISH);
    }
    const next: Wish = { ...wish, seen: [...new Set([...wish.seen, ...shown])] };
    const found = await this.#find(next);
    if (found.items.length > 0) return this.#found(next, found, this.#say.more);
    const again = await this.#find({ ...wish, seen: [] });
    return this.#answer({
      kind: 'nothing',
      text: this.#say.noMore,
      products: this.#answered(again.items, wish),
      found: again.found,
      list: again.list,
    });
  }

  async #back(): Promise<Answer<TProduct>> {
    const { turns } = this.#context.conversation;
    const [previous] = turns.slice(-2, -1);
    if (previous === undefined) return this.#lookAround('question', this.#say.nothingBefore, NO_WISH);
    const { wish } = previous;
    const conversation: Conversation = { version: 1, turns: turns.slice(0, -2) };
    if (isEmptyWish(wish) && wish.like === undefined)
      return this.#lookAround('question', this.#say.ask, wish, conversation);
    const found = await this.#find(wish);
    if (found.found === 0) return this.#lookAround('question', this.#say.ask, wish, conversation);
    return this.#found(
      wish,
      found,
      wish.seen.length > 0 ? this.#say.more : this.#say.found,
      conversation,
      previous.said,
    );
  }

  async #similar(place: number | undefined): Promise<Answer<TProduct>> {
    const shown = this.#before?.shown ?? [];
    const id = place === undefined ? (this.#before?.focus ?? shown[0]) : shown.at(place);
    if (id === undefined) return this.#whichOne();
    const wish: Wish = { ...NO_WISH, like: id, seen: shown };
    const found = await this.#find(wish);
    const [product] = await this.#byId([id]);
    return this.#found(wish, found, () => this.#say.similar(product === undefined ? '' : this.#titleOf(product)));
  }

  async #forget(name: string): Promise<Answer<TProduct>> {
    const left = withoutPart(this.#wish, name, {
      part: (part) => this.#labelled(part),
      without: (word) => this.#not(word),
      price: (price) => this.#priced(price),
    });
    if (left === undefined) {
      return this.#answer({ kind: 'help', text: this.#say.unknown([name]), notUnderstood: [name] });
    }
    if (isEmptyWish(left)) return this.#lookAround('question', this.#say.ask, left);
    return this.#found(left, await this.#find(left), this.#say.found);
  }

  // —— one product, and several

  async #about(place: number): Promise<Answer<TProduct>> {
    const id = this.#before?.shown.at(place);
    const [product] = id === undefined ? [] : await this.#byId([id]);
    if (product === undefined) return this.#whichOne();
    const { language } = this.#context;
    const facts = [tellPrice(product, language)];
    for (const name of factNames(product)) {
      const values = valuesOf(product, name, language).map((value) => this.#context.labelOf(value, language));
      facts.push(`${this.#say.factName(name)}: ${this.#say.list(values)}`);
    }
    const { options } = this.#say;
    return this.#answer({
      kind: 'product',
      text: this.#say.about(this.#titleOf(product), facts.filter((fact) => fact !== '').join('; ')),
      products: this.#answered([unranked(product)], this.#wish),
      found: 1,
      shown: this.#before!.shown,
      focus: product.id,
      options: [options.similar, options.cheaper, options.otherColour].map(same),
    });
  }

  async #compare({ places, phrase }: Utterance): Promise<Answer<TProduct>> {
    const shown = this.#before?.shown ?? [];
    const strange: string[] = [];
    let ids: ProductId[] = [];
    const things = phrase
      .split(BETWEEN)
      .map((thing) => thing.replace(/^(?:the|a|an)\s+/iu, '').trim())
      .filter((thing) => /[\p{L}\p{N}]/u.test(thing));
    const byPlace = places.length > 1 || (places.length === 1 && things.length < 2);
    if (byPlace) ids = places.flatMap((place) => shown.at(place) ?? []);
    else if (things.length > 1) {
      for (const thing of things.slice(0, MOST_COMPARED)) {
        const place = placeIn(thing);
        const id = place === undefined ? await this.#named(thing) : shown.at(place);
        if (id === undefined) strange.push(thing);
        else ids.push(id);
      }
    } else ids = shown.slice(0, 2);
    if (byPlace && ids.length === 1 && this.#before?.focus && ids[0] !== this.#before.focus)
      ids.unshift(this.#before.focus);
    const products = await this.#byId([...new Set(ids)].slice(0, MOST_COMPARED));
    if (strange.length > 0 || products.length < 2) {
      const text = strange.length > 0 ? `${this.#say.unknown(strange)} ${this.#say.whichTwo}` : this.#say.whichTwo;
      return this.#again('nothing', text, strange);
    }
    const { language, labelOf } = this.#context;
    const comparison = compare(products, language, (product) => tellPrice(product, language));
    const local = (facts: typeof comparison.differ) =>
      facts.map(({ name, values }) => ({ name, values: values.map((value) => value && labelOf(value, language)) }));
    return this.#answer({
      kind: 'comparison',
      text: this.#say.compared(
        products.map((product) => this.#titleOf(product)),
        comparison.differ.length,
      ),
      products: this.#answered(products.map(unranked), this.#wish),
      found: products.length,
      comparison: { ...comparison, differ: local(comparison.differ), same: local(comparison.same) },
      shown: shown.length > 0 ? shown : comparison.products,
      options: [this.#say.options.cheaper, this.#say.options.more].map(same),
    });
  }

  /** The product that is called so; undefined where no title holds all of these words. */
  async #named(name: string): Promise<ProductId | undefined> {
    const { items } = await this.#ask(name);
    return items.find(({ product }) => name.split(/\s+/).every((word) => holds(namingTexts(product), word)))?.id;
  }

  // —— answers

  /** Products that hold all of the wish, with the question that divides them where there are many. */
  #found(
    wish: Wish,
    { items, found, list }: FoundList<TProduct>,
    text: (count: number, wish: string) => string,
    conversation?: Conversation,
    said?: string,
  ): Answer<TProduct> {
    const { limit } = this.#context;
    const names = this.#namesOf(wish);
    const division =
      found > limit
        ? divide(
            items.map(({ product }) => product),
            wish,
          )
        : undefined;
    const words = text(found, this.#say.list(names));
    return this.#answer(
      {
        kind: 'products',
        text: division ? `${words} ${this.#say.asked[division.by]}` : words,
        products: this.#answered(items, wish),
        found,
        list,
        wish,
        options: [...(division ? this.#options(division) : []), ...this.#ways(found)],
      },
      conversation,
      said,
    );
  }

  /** Nothing holds all of the wish. @param tooNarrow whether it is the limits that leave nothing */
  async #nothing(wish: Wish, tooNarrow: boolean): Promise<Answer<TProduct>> {
    const say = this.#say;
    const names = say.list(this.#namesOf(wish));
    const { price: _, ...unpriced } = wish;
    if (wish.price !== undefined) {
      const way = tooNarrow && this.#wish.price === undefined ? { ...unpriced, order: say.cheapest } : unpriced;
      const found = await this.#find(isEmptyWish(way) ? { ...way, order: say.cheapest } : way);
      if (found.found > 0) return this.#nearest(wish, say.nothing(names), found.items, found.list, []);
    }
    const found = await this.#find(wish);
    const dropped = found.dropped.map((term) => term.toLowerCase());
    const missed = wish.words.filter((word) => dropped.some((term) => word.toLowerCase().includes(term)));
    const strange = missed.length > 0 ? missed : found.dropped.length > 0 ? found.dropped : wish.words;
    const text = strange.length > 0 ? say.unknown(strange) : say.nothing(names);
    if (found.alternatives.length > 0) return this.#nearest(wish, text, found.alternatives, found.list, strange);
    return this.#lookAround('nothing', text, this.#wish, undefined, strange);
  }

  #nearest(
    wish: Wish,
    text: string,
    items: readonly FoundProduct<TProduct>[],
    list: string,
    notUnderstood: readonly string[],
  ): Answer<TProduct> {
    return this.#answer({
      kind: 'nothing',
      text: `${text} ${this.#say.nearest}`,
      products: this.#answered(items, wish),
      list,
      notUnderstood,
      understood: this.#understood(wish),
    });
  }

  /** Nothing is known of what is wanted: a look around, and the question that divides the range best. */
  async #lookAround(
    kind: 'question' | 'help' | 'nothing',
    text: string,
    wish: Wish,
    conversation?: Conversation,
    notUnderstood: readonly string[] = [],
  ): Promise<Answer<TProduct>> {
    const { shop, limit, signal } = this.#context;
    const { items, id } = await shop.recommend({
      limit: DEPTH,
      placement: PLACEMENT,
      seen: 'include',
      ...(signal && { signal }),
    });
    const division = divide(
      items.map(({ product }) => product),
      NO_WISH,
    );
    const asked = division && kind === 'question' ? ` ${this.#say.asked[division.by]}` : '';
    const around = kind === 'nothing' && items.length > 0 ? ` ${this.#say.around}` : '';
    return this.#answer(
      {
        kind,
        text: text + asked + around,
        products: this.#answered(
          items.slice(0, limit).map((one) => ({ ...one, highlights: [] })),
          NO_WISH,
        ),
        list: id,
        wish,
        notUnderstood,
        options: division ? this.#options(division) : [],
      },
      conversation,
    );
  }

  /** What was shown stays; the visitor is asked which of it is meant. */
  async #again(
    kind: 'question' | 'nothing',
    text: string,
    notUnderstood: readonly string[] = [],
  ): Promise<Answer<TProduct>> {
    const products = await this.#byId(this.#before?.shown ?? []);
    if (products.length === 0) return this.#lookAround(kind, text, this.#wish, undefined, notUnderstood);
    return this.#answer({
      kind,
      text,
      products: this.#answered(products.map(unranked), this.#wish),
      notUnderstood,
      options: products.length > 1 ? [same(this.#say.options.compare)] : [],
    });
  }

  #whichOne(): Promise<Answer<TProduct>> {
    return this.#again('question', this.#say.whichOne(this.#before?.shown.length ?? 0));
  }

  #shopAnswer({ question, answer, source }: FoundAnswer): Answer<TProduct> {
    return this.#answer({
      kind: 'answer',
      text: answer,
      source: { question, ...(source !== undefined && { source }) },
    });
  }

  #answer(
    { kind, text, products = [], wish = this.#wish, shown, focus, options = [], ...rest }: Said<TProduct>,
    conversation = this.#context.conversation,
    said = this.#said,
  ): Answer<TProduct> {
    const { language } = this.#context;
    const ids = products.map(({ id }) => id);
    return {
      kind,
      text,
      language,
      phrasedBy: 'vitrine',
      products,
      found: 0,
      understood: this.#understood(wish),
      notUnderstood: [],
      ...rest,
      options,
      conversation: withTurn(conversation, {
        said,
        wish,
        shown: shown ?? (ids.length > 0 ? ids : (this.#before?.shown ?? [])),
        ...(focus !== undefined && { focus }),
        offered: options.map((option) => option.say),
        language,
      }),
    };
  }

  // —— the shop

  #ask(text: string) {
    const { shop, signal } = this.#context;
    return shop.search({ text, limit: DEPTH, prefix: false, placement: PLACEMENT, ...(signal && { signal }) });
  }

  async #find(wish: Wish): Promise<FoundList<TProduct>> {
    const { shop, signal } = this.#context;
    const { price, seen, without, like } = wish;
    const calling = { placement: PLACEMENT, ...(signal && { signal }) };
    const filter = {
      ...(price && {
        price: {
          ...(price.min !== undefined && { min: price.min }),
          ...(price.max !== undefined && { max: price.max }),
        },
      }),
      ...(seen.length > 0 && { exclude: seen }),
    };
    if (like !== undefined) {
      const [product] = await this.#byId([like]);
      const kind = product?.categories?.at(-1);
      const among = kind === undefined ? filter : { ...filter, categories: [kind] };
      const { items, id } = await shop.recommend({
        ...calling,
        like: [like],
        limit: DEPTH,
        filter: among,
        seen: 'include',
      });
      const others = items.filter((one) => one.id !== like);
      return {
        items: others.map((one) => ({ ...one, highlights: [] })),
        found: others.length,
        list: id,
        alternatives: [],
        dropped: [],
      };
    }
    const text = textOf(wish) || priceText(price);
    const result = await shop.search({ ...calling, text, limit: DEPTH, prefix: false, filter });
    const fits = ({ product }: FoundProduct<TProduct>) => !without.some((word) => mentions(product, word));
    const fitting = result.items.filter(fits);
    // What is called so comes before what a description mentions in passing.
    const called = fitting.filter(({ product }) => isCalled(product, wish));
    const labelled = called.filter(({ product }) => isLabelled(product, wish));
    const items = [labelled, called, fitting].find(({ length }) => length > 0) ?? [];
    return {
      items,
      found: items.length < result.items.length ? items.length : result.found,
      list: result.id,
      alternatives: result.alternatives.filter(fits),
      dropped: result.dropped,
    };
  }

  async #byId(ids: readonly ProductId[]): Promise<TProduct[]> {
    if (ids.length === 0) return [];
    const { shop, signal } = this.#context;
    const { items } = await shop.recommend({
      among: ids,
      explain: false,
      placement: PLACEMENT,
      ...(signal && { signal }),
    });
    const known = new Map(items.map(({ id, product }) => [id, product]));
    return ids.flatMap((id) => known.get(id) ?? []);
  }

  // —— words

  #answered(items: readonly FoundProduct<TProduct>[], wish: Wish): AnsweredProduct<TProduct>[] {
    return items.slice(0, this.#context.limit).map((one) => ({ ...one, why: this.#why(one, wish) }));
  }

  /** What of the wish a product fulfils, by its own record. */
  #why(one: FoundProduct<TProduct>, { parts, words, price, without, like }: Wish): string[] {
    const { language } = this.#context;
    const { product, reasons } = one;
    const naming = namingTexts(product);
    const wanted = [...parts.filter(({ exclude }) => !exclude).map(({ name }) => name), ...words];
    const told = tellPrice(product, language);
    return [
      ...parts.filter(({ name, exclude }) => !exclude && holds(naming, name)).map((part) => this.#labelled(part)),
      ...words.filter((word) => holds(naming, word)).map((word) => `“${word}”`),
      ...wanted
        .filter((word) => !holds(naming, word) && mentions(product, word))
        .map((word) => this.#say.inDescription(word)),
      ...(wanted.some((word) => mentions(product, word)) ? [] : matched(one, words, naming)),
      ...(price && told !== '' ? [this.#say.priced(told, this.#priced(price))] : []),
      ...[...parts.filter(({ exclude }) => exclude).map(({ name }) => name), ...without]
        .filter((name) => !mentions(product, name))
        .map((name) => this.#not(name)),
      ...[tellReason(reasons, shelfWordingFor(language))].filter((reason) => reason !== ''),
      ...(like !== undefined && reasons.length === 0 ? [this.#say.alike] : []),
      ...(reasons.some(({ kind }) => kind === 'spread') ? [this.#say.fromRange] : []),
    ];
  }

  #understood(wish: Wish): UnderstoodWish[] {
    return this.#namesOf(wish).map((name) => ({ name, undo: this.#say.undo(name) }));
  }

  #namesOf({ parts, words, price, order, without }: Wish): string[] {
    return [
      ...parts.map((part) => this.#labelled(part)),
      ...words,
      ...without.map((word) => this.#not(word)),
      ...(price ? [this.#priced(price)] : []),
      ...(order ? [order] : []),
    ];
  }

  #labelled({ name, exclude }: WishPart): string {
    return exclude ? this.#not(name) : this.#context.labelOf(name, this.#context.language);
  }

  #not(name: string): string {
    return this.#say.not(this.#context.labelOf(name, this.#context.language));
  }

  #priced({ min, max }: NonNullable<Wish['price']>): string {
    const tell = (value: number | undefined) => (value === undefined ? undefined : String(value));
    return this.#say.price(tell(min), tell(max));
  }

  #titleOf(product: TProduct): string {
    return localTitle(product, this.#context.language);
  }

  #options(division: NonNullable<ReturnType<typeof divide>>): AnswerOption[] {
    const { language, labelOf } = this.#context;
    if (division.by !== 'price') return division.names.map((name) => ({ name: labelOf(name, language), say: name }));
    const [low, high] = division.borders;
    const { priceBelow, priceBetween, priceAbove } = this.#say.options;
    return [priceBelow(low), priceBetween(low, high), priceAbove(high)].map(same);
  }

  /** Ways to go on from products. */
  #ways(found: number): AnswerOption[] {
    const { compare, more, cheaper } = this.#say.options;
    const { limit } = this.#context;
    return [...(found > limit ? [more, cheaper] : []), ...(found > 1 ? [compare] : [])].map(same);
  }
}

const same = (say: string): AnswerOption => ({ name: say, say });
const cents = (value: number): number => Math.round(value * 100) / 100;
const unranked = <TProduct extends Product>(product: TProduct): FoundProduct<TProduct> => ({
  id: product.id,
  product,
  score: 0,
  reasons: [],
  shares: {},
  highlights: [],
});

/** What was found by another form of a word, or by its parts where it is written without spaces. */
function matched({ product, highlights }: FoundProduct, words: readonly string[], naming: readonly string[]): string[] {
  const marked = highlights.map(([start, end]) => (product.title ?? '').slice(start, end));
  const parts = words.flatMap((word) => partsOf(word)).filter((part) => holds(naming, part));
  return [...new Set([...marked, ...parts])].map((part) => `“${part}”`);
}

/** A price alone, as a text that the search understands. */
function priceText(price: Wish['price']): string {
  if (price === undefined) return '';
  if (price.max === undefined) return `from ${price.min ?? 0}`;
  return price.min === undefined ? `under ${price.max}` : `between ${price.min} and ${price.max}`;
}

/** Whether the record calls a product all of what is wished for, and does not only mention it in a description. */
function isCalled(product: Product, { parts, words }: Wish): boolean {
  const naming = namingTexts(product);
  return [...parts.filter(({ exclude }) => !exclude).map(({ name }) => name), ...words].every((word) =>
    holds(naming, word),
  );
}

/** Whether it has every label of the wish, and does not only hold its words: a bottle vase is no bottle. */
function isLabelled({ categories = [], brand, tags = [] }: Product, { parts }: Wish): boolean {
  const own = new Set([brand, ...categories, ...tags]);
  return parts.every(({ name, exclude }) => exclude || own.has(name));
}

/** Those that have most in common with a product first. */
function nearTo<TProduct extends Product>(product: TProduct, found: FoundList<TProduct>): FoundList<TProduct> {
  const own = new Set([product.brand, ...(product.categories ?? []), ...(product.tags ?? [])]);
  const common = ({ product: { brand, categories = [], tags = [] } }: FoundProduct<TProduct>): number =>
    [brand, ...categories, ...tags].filter((one) => one !== undefined && own.has(one)).length;
  return { ...found, items: [...found.items].sort((a, b) => common(b) - common(a)) };
}
