import { VitrineError } from '../../contract/errors.ts';
import type { RecommendationList, RecommendedProduct, RecommendQuery } from '../../contract/recommendation.ts';
import type { Recommender } from '../facade/recommender.ts';
import { directionOf, languageOf } from '../wording/language.ts';
import { messagesFor } from '../wording/locale.ts';
import type { Messages } from '../wording/messages.ts';
import { adoptStyle } from './adopt-style.ts';
import { attendCard, createCard, createPlaceholder } from './card.ts';
import { wordList } from './list-words.ts';
import { localTitle } from './local-title.ts';
import { make } from './make.ts';
import { Room } from './room.ts';
import { type ServedShelf, takeServed } from './served-shelf.ts';
import { QUERY_ATTRIBUTES, readAttributes } from './shelf-query.ts';
import { SHELF_STYLE } from './style.ts';

/** What only some shelves need, and what none needs for its first list, comes by itself. */
type Feedback = typeof import('./feedback.ts').feedback;
type Templates = typeof import('./template-card.ts');

/** Absent in Node, where this module can be imported all the same. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** A product of a shelf, with the id of the list that it is on. */
export interface ShelfChoice {
  product: RecommendedProduct;
  list: string;
}

/** What a shelf tells when a shopper chooses a product; `preventDefault()` keeps the link from being followed. */
export type ShelfSelectEvent = CustomEvent<ShelfChoice>;

/** What a shelf tells when the element of the slot `action` is used on a product, such as a button "Add to basket". */
export type ShelfActionEvent = CustomEvent<ShelfChoice>;

/** Attributes of the element in the markup of frameworks that check it. */
export interface VitrineShelfAttributes {
  /** Default `home`. */
  placement?: string;
  /** 1…500. Default 12, and with `among` as many as it names. */
  limit?: number | string;
  /** Ids of seed products, separated by spaces, or a JSON array of them. */
  like?: string;
  /** Ids of products that are not shown, in the same form. */
  exclude?: string;
  /** Ids of the only products that are shown, in the same form. */
  among?: string;
  /** `ProductFilter` as JSON. */
  filter?: string;
  /** The shop's rules for this list (`Rule[]`) as JSON. */
  rules?: string;
  /** For each connected visitor a list of ids, as JSON. */
  friends?: string;
  /** `Variant` as JSON. */
  variant?: string;
  /** Whether products of the visitor's history may be shown again. */
  seen?: 'exclude' | 'include';
  /** 0…1. Default 0. */
  diversity?: number | string;
  /** BCP 47 tag. */
  lang?: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'vitrine-shelf': VitrineShelf;
  }
  interface GlobalEventHandlersEventMap {
    'vitrine-select': ShelfSelectEvent;
    'vitrine-action': ShelfActionEvent;
  }
}

/** A list as it is shown, with the words for it. */
interface Shown {
  list: RecommendationList;
  recommender: Recommender;
  like: readonly string[];
  language: string;
  messages: Messages;
}

/** The page's own, not a server's markup of the shelf. */
const TEMPLATE = 'template:not([shadowrootmode])';

/** What is drawn of a list, as text: equal texts look the same. */
const drawingOf = ({ list, language, messages }: Shown): string =>
  JSON.stringify([
    language,
    messages,
    list.fallback,
    list.variant,
    list.items.map(({ product, reasons, rule }) => [product, reasons, rule]),
  ]);

/**
 * `<vitrine-shelf placement="home" limit="12">`: a list of products that keeps itself up to date. docs/shelf.md has its
 * attributes, slots, parts, custom properties and events.
 */
export class VitrineShelf extends Base {
  static readonly observedAttributes: readonly string[] = [...QUERY_ATTRIBUTES, 'lang', 'dir'];
  static readonly #connected = new Set<VitrineShelf>();
  static #shared: Recommender | null = null;
  static #sharedMessages: Partial<Messages> = {};

  /** For every shelf without one of its own. */
  static get recommender(): Recommender | null {
    return VitrineShelf.#shared;
  }

  static set recommender(recommender: Recommender | null) {
    if (recommender === VitrineShelf.#shared) return;
    VitrineShelf.#shared = recommender;
    for (const shelf of VitrineShelf.#connected) if (!shelf.#recommender) shelf.#connect();
  }

  /** The shop's own words, for every shelf. What is not named is said in the language of the page. */
  static get messages(): Partial<Messages> {
    return VitrineShelf.#sharedMessages;
  }

  static set messages(messages: Partial<Messages>) {
    VitrineShelf.#sharedMessages = messages;
    for (const shelf of VitrineShelf.#connected) void shelf.#refresh();
  }

  readonly #heading = make('h2', { part: 'heading', 'aria-hidden': 'true' }, '\u00a0');
  readonly #headingSlot = make('slot', { name: 'heading' }, this.#heading);
  readonly #loading = make('slot', { name: 'loading' });
  readonly #cards = make('ul', { part: 'list', role: 'list' });
  readonly #section = make(
    'section',
    { 'aria-labelledby': 'heading', 'aria-busy': 'true' },
    make('div', { id: 'heading' }, this.#headingSlot),
    this.#loading,
    this.#cards,
  );
  /** Shows what the page wrote inside the element. */
  readonly #prepared = make('slot');
  readonly #empty = make('slot', { name: 'empty' });
  readonly #room = new Room(
    make('div', { class: 'room' }, this.#section, make('div', {}, this.#prepared, this.#empty)),
  );
  #recommender: Recommender | null = null;
  #query: RecommendQuery = {};
  #messages: Partial<Messages> = {};
  #connection: AbortController | null = null;
  #refreshing = false;
  #stale = false;
  /** What is on the shelf, as text: an equal list is not drawn again. */
  #drawn = '';
  #shown: Shown | null = null;
  /** What stands in the page's own slots for each card. */
  #slotted: HTMLElement[] = [];
  /** What a server wrote, until it is taken over. */
  #served: ServedShelf | undefined;
  /** Whether a server's list is shown, which is asked for again only when the visitor does something. */
  #asServed = false;
  /** Ends the watch over which products are seen. */
  #watching: Promise<() => void> | undefined;
  #feedback: Feedback | undefined;
  #feedbackToCome: Promise<Feedback> | undefined;
  #templates: Templates | undefined;
  /** Products that the visitor did not want to see, with their place on the shelf. */
  readonly #dismissed = new Map<string, { title: string; place: number }>();
  /** The product whose corner is open. */
  #opened: string | undefined;
  /** A product that gets the focus as soon as it is on the shelf again. */
  #awaited: string | undefined;
  /** What the console was told of. */
  readonly #told = new Set<string>();

  constructor() {
    super();
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const served = takeServed(this, root);
    root.replaceChildren();
    adoptStyle(root, SHELF_STYLE);
    root.append(this.#room.root);
    this.#empty.hidden = true;
    this.#prepared.addEventListener('slotchange', () => this.#onPrepared());
    if (served) this.#showServed(served);
  }

  get recommender(): Recommender | null {
    return this.#recommender ?? VitrineShelf.recommender;
  }

  set recommender(recommender: Recommender | null) {
    this.#recommender = recommender;
    if (this.isConnected) this.#connect();
  }

  /** What it asks beyond its attributes, and before them: all that `recommend()` takes. */
  get query(): RecommendQuery {
    return this.#query;
  }

  set query(query: RecommendQuery) {
    this.#query = query;
    void this.#refresh();
  }

  /** Words of this shelf's own, before those of the shop and of the language. */
  get messages(): Partial<Messages> {
    return this.#messages;
  }

  set messages(messages: Partial<Messages>) {
    this.#messages = messages;
    void this.#refresh();
  }

  connectedCallback(): void {
    VitrineShelf.#connected.add(this);
    if (!this.#shown && !this.#served) this.#keepRoom();
    this.#connect();
  }

  disconnectedCallback(): void {
    VitrineShelf.#connected.delete(this);
    this.#connection?.abort();
    this.#connection = null;
    this.#dismissed.clear();
    this.#room.release();
    this.#watch(null);
  }

  attributeChangedCallback(_: string, before: string | null, now: string | null): void {
    if (!this.#connection || before === now) return;
    if (!this.#shown && !this.#served) this.#keepRoom();
    void this.#refresh();
  }

  #connect(): void {
    this.#connection?.abort();
    const { recommender } = this;
    if (!recommender) return;
    const connection = new AbortController();
    this.#connection = connection;
    const stop = recommender.on('change', (change) => {
      // A stranger's list stays as the server wrote it.
      if (!(this.#asServed && (change?.reason === 'products' || change?.reason === 'pack'))) void this.#refresh();
    });
    connection.signal.addEventListener('abort', stop);
    if (this.#asServed && !this.#model(TEMPLATE)) void this.#keepServed(recommender);
    else void this.#refresh();
  }

  /** Shows at once what a server wrote; the recommender may come later. */
  #showServed(served: ServedShelf): void {
    this.#served = served;
    this.#asServed = true;
    this.#heading.textContent = served.heading;
    this.#heading.removeAttribute('aria-hidden');
    this.#cards.replaceChildren(...served.cards);
    this.#section.dir = served.direction;
    this.#prepared.hidden = true;
    this.#settle();
    served.focused?.focus();
  }

  /** Keeps a server's list, as one of this recommender, which is asked only for what the server could not know: a visitor with a history. */
  async #keepServed(recommender: Recommender): Promise<void> {
    if (this.#served) await this.#takeOver(this.#served, recommender);
    if (!this.#shown || this.recommender !== recommender) return;
    this.#shown = { ...this.#shown, recommender };
    const status = await recommender.status().catch(() => undefined);
    if (this.#asServed && status && status.interactions > 0) void this.#refresh();
  }

  /** Makes a server's cards answer. */
  async #takeOver(served: ServedShelf, recommender: Recommender): Promise<void> {
    const { list, language, cards } = served;
    const { query } = readAttributes(this);
    const like = this.#query.like ?? query.like ?? [];
    const words = await messagesFor(language);
    if (this.#served !== served || !this.#connection) return;
    this.#served = undefined;
    const messages = { ...words, ...VitrineShelf.messages, ...this.#messages };
    this.#shown = { list, recommender, like, language, messages };
    this.#drawn = drawingOf(this.#shown);
    const { reasons } = wordList(list, like, messages);
    for (const [place, card] of cards.entries()) {
      const entry = list.items[place];
      attendCard(card, (event) => this.#select(event, entry));
      // It broke before anybody heard.
      for (const picture of card.querySelectorAll('img')) {
        if (picture.complete && picture.naturalWidth === 0) picture.remove();
      }
      this.#complete(card, entry, place, reasons[place]);
    }
  }

  #onPrepared(): void {
    this.#standBehind();
    if (this.#shown || this.#served || !this.#model('template[shadowrootmode]')) return;
    // The parser came to the server's markup after this element was there, and may not be through with it.
    const late = takeServed(this, this);
    if (!late) document.addEventListener('DOMContentLoaded', () => this.#onPrepared(), { once: true });
    else {
      this.#showServed(late);
      this.#connect();
    }
  }

  /** Cards without products, as many as are asked for: the list that comes moves nothing. */
  #keepRoom(): void {
    const limit = this.#query.limit ?? readAttributes(this).query.limit;
    const action = this.#model('[slot=action]');
    this.#cards.replaceChildren(
      ...Array.from({ length: limit }, () => {
        const placeholder = createPlaceholder();
        if (action) placeholder.append(make('div', { part: 'action' }));
        return placeholder;
      }),
    );
    this.#standBehind();
  }

  /** Until the first list, what the page wrote inside stands before the shelf's own, in the same room. */
  #standBehind(): void {
    const prepared = this.#prepared.assignedElements().some((element) => element.localName !== 'template');
    this.#section.toggleAttribute('data-behind', prepared && !this.#prepared.hidden);
  }

  /** Asks for the list anew; asked again meanwhile, it does so once more when done. Where it fails, the shelf stays as it is. */
  async #refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#stale = true;
      return;
    }
    this.#refreshing = true;
    do {
      this.#stale = false;
      const { recommender } = this;
      const signal = this.#connection?.signal;
      if (!recommender || !signal) break;
      this.#served = undefined;
      this.#asServed = false;
      const { query: asked, doubts } = readAttributes(this);
      for (const doubt of doubts) this.#warn(doubt);
      const query = { ...asked, ...this.#query };
      const language = languageOf(this);
      const [list, words, templates] = await Promise.all([
        recommender.recommend({ ...query, signal }).catch((thrown) => this.#failed(thrown)),
        messagesFor(language),
        this.#model(TEMPLATE) ? import('./template-card.ts').catch(() => undefined) : undefined,
      ]);
      if (signal.aborted) continue;
      this.#templates = templates;
      const messages = { ...words, ...VitrineShelf.messages, ...this.#messages };
      if (list) this.#show({ list, recommender, like: query.like ?? [], language, messages });
      else if (!this.#shown && !this.#cards.querySelector('[data-product]')) this.#showNothing();
    } while (this.#stale);
    this.#refreshing = false;
  }

  /** Of a query that is refused the console is told; the recommender itself tells of all else. */
  #failed(thrown: unknown): null {
    const { code, message, remedy } = VitrineError.from(thrown);
    if (code === 'bad-options') this.#warn(`${message} ${remedy}`);
    return null;
  }

  #warn(line: string): void {
    if (this.#told.has(line)) return;
    this.#told.add(line);
    console.warn(`vitrine: <vitrine-shelf>: ${line}`);
  }

  #show(shown: Shown): void {
    const { language } = shown;
    const drawn = drawingOf(shown);
    // What looks the same is the same list to who sees it.
    const kept = drawn === this.#drawn && this.#watching ? this.#shown?.list : undefined;
    this.#shown = kept ? { ...shown, list: kept } : shown;
    const direction = directionOf(this, language);
    if (direction) this.#section.dir = direction;
    else this.#section.removeAttribute('dir');
    if (!kept) this.#watch(this.#shown);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#draw();
  }

  /** Which of its products are really seen is recorded; `null`: of none any more. */
  #watch(shown: Shown | null): void {
    void this.#watching?.then((end) => end());
    this.#watching = shown?.list.items.length
      ? shown.recommender.watch(shown.list, this.#cards).catch(() => () => undefined)
      : undefined;
  }

  #draw(): void {
    const { list, like, messages } = this.#shown as Shown;
    if (list.items.length === 0 && this.#dismissed.size === 0) {
      this.#showNothing();
      return;
    }
    const focused = this.#awaited ?? this.shadowRoot?.activeElement?.closest('li')?.dataset.product;
    this.#opened = this.shadowRoot?.querySelector('details[open]')?.closest('li')?.dataset.product;
    this.#room.hold();
    const items = list.items.filter(({ id }) => !this.#dismissed.has(id));
    const headed = this.#headingSlot.assignedElements().length > 0;
    const { heading, reasons, shown } = wordList({ ...list, items }, like, messages, headed);
    this.#heading.textContent = heading;
    this.#heading.removeAttribute('aria-hidden');
    for (const slotted of this.#slotted) slotted.remove();
    this.#slotted = [];
    const cards = items.map((entry, place) => this.#card(entry, place, shown[place], reasons[place]));
    for (const [id, { title, place }] of this.#feedback ? this.#dismissed : []) {
      const note = (this.#feedback as Feedback).createDismissed(title, messages, () => this.#undo(id));
      // Drawn anew, it keeps the focus.
      note.dataset.product = id;
      cards.splice(place, 0, note);
    }
    this.#cards.replaceChildren(...cards.slice(0, Math.max(list.items.length, this.#dismissed.size)));
    this.#section.hidden = false;
    this.#empty.hidden = true;
    this.#prepared.hidden = true;
    this.#settle();
    if (focused !== undefined) this.#focus(focused);
  }

  /** Puts the corner on a card: at once, or when the script is there that the first list does not wait for. */
  #cornered(card: HTMLLIElement, create: (feedback: Feedback) => HTMLElement): void {
    const put = (feedback: Feedback): void => {
      const corner = create(feedback);
      corner.toggleAttribute('open', card.dataset.product === this.#opened);
      card.append(corner);
    };
    if (this.#feedback) put(this.#feedback);
    else {
      this.#feedbackToCome ??= import('./feedback.ts').then(({ feedback }) => {
        adoptStyle(this.shadowRoot as ShadowRoot, feedback.style);
        this.#feedback = feedback;
        return feedback;
      });
      this.#feedbackToCome.then(put, () => {
        this.#feedbackToCome = undefined;
      });
    }
  }

  #focus(product: string): void {
    for (const card of this.#cards.children as HTMLCollectionOf<HTMLLIElement>) {
      if (card.dataset.product !== product) continue;
      card.querySelector<HTMLElement>(product === this.#opened ? 'summary' : 'a, button')?.focus();
      this.#awaited = undefined;
    }
  }

  /** No list, or an empty one: what the page wrote inside stays, else its slot `empty`, and its room until it is out of sight. */
  #showNothing(): void {
    this.#room.hold();
    this.#section.hidden = true;
    this.#empty.hidden = false;
    this.#settle();
  }

  #settle(): void {
    this.#section.setAttribute('aria-busy', 'false');
    this.#loading.hidden = true;
    this.#standBehind();
  }

  #card(entry: RecommendedProduct, place: number, reason: string, reasons: readonly string[]): HTMLLIElement {
    const { language, messages } = this.#shown as Shown;
    const onSelect = (event: Event): void => this.#select(event, entry);
    const template = this.#model<HTMLTemplateElement>(TEMPLATE);
    const card =
      template && this.#templates
        ? make(
            'li',
            { part: 'product', 'data-product': entry.id },
            this.#slotFor(
              `card-${place}`,
              this.#templates.fillTemplate(template, entry, { language, reason, onSelect }),
            ),
          )
        : createCard(entry, { language, messages, reason, onSelect });
    this.#complete(card, entry, place, reasons);
    return card;
  }

  /** Gives a card what is the page's own, and its corner. */
  #complete(card: HTMLLIElement, entry: RecommendedProduct, place: number, reasons: readonly string[]): void {
    const { language, messages } = this.#shown as Shown;
    const title = localTitle(entry.product, language);
    const onDismiss = (): void => this.#dismiss(entry, title);
    const action = this.#model('[slot=action]');
    if (action) {
      const own = action.cloneNode(true) as HTMLElement;
      own.setAttribute('aria-label', `${action.getAttribute('aria-label') ?? own.textContent?.trim()}: ${title}`);
      own.addEventListener('click', () => this.#emit('vitrine-action', entry));
      // A server's card has room for it already.
      card.querySelector('.action')?.remove();
      card.append(make('div', { part: 'action' }, this.#slotFor(`action-${place}`, own)));
    }
    this.#cornered(card, ({ createCorner }) => createCorner(title, reasons, messages, onDismiss));
  }

  /** What the page wrote inside as a model for each card. */
  #model<TElement extends HTMLElement>(selector: string): TElement | null {
    return this.querySelector<TElement>(`:scope > ${selector}`);
  }

  /** Puts content into the page's own tree, where the page's styles are, and gives the slot that shows it on a card. */
  #slotFor(name: string, content: HTMLElement | DocumentFragment): HTMLSlotElement {
    const holder = content instanceof HTMLElement ? content : make('div', {}, content);
    holder.slot = name;
    this.#slotted.push(holder);
    this.append(holder);
    return make('slot', { name });
  }

  #select(event: Event, entry: RecommendedProduct): void {
    this.#track('select_item', entry.id);
    if (!this.#emit('vitrine-select', entry)) event.preventDefault();
  }

  #dismiss({ id }: RecommendedProduct, title: string): void {
    const cards = [...(this.#cards.children as HTMLCollectionOf<HTMLLIElement>)];
    const place = cards.findIndex(({ dataset }) => dataset.product === id);
    this.#dismissed.set(id, { title, place });
    this.#track('dismiss', id);
    this.#draw();
    this.#cards.children[place]?.querySelector<HTMLElement>('button')?.focus();
  }

  #undo(id: string): void {
    this.#dismissed.delete(id);
    this.#awaited = id;
    this.#track('undo_dismiss', id);
    this.#draw();
  }

  #track(name: string, id: string): void {
    const { list, recommender } = this.#shown as Shown;
    void recommender.track({ name, items: [{ item_id: id, item_list_id: list.id }] });
  }

  /** @returns whether the page leaves the rest to the shelf */
  #emit(name: 'vitrine-select' | 'vitrine-action', product: RecommendedProduct): boolean {
    const detail: ShelfChoice = { product, list: (this.#shown as Shown).list.id };
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, composed: true, detail }));
  }
}
