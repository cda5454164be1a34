import type { RecommendationList, RecommendedProduct } from '../../contract/recommendation.ts';
import type { Recommender } from '../facade/recommender.ts';
import { createCard } from './card.ts';
import { shelfStyle } from './style.ts';
import { wordingFor } from './wording.ts';

const DEFAULT_LIMIT = 12;
/** As many products as a query may ask for. */
const MOST = 500;

/** Absent in Node, where this module can be imported all the same. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** What a shelf tells when a shopper chooses a product; `preventDefault()` keeps the link from being followed. */
export type ShelfSelectEvent = CustomEvent<{ product: RecommendedProduct; list: string }>;

/** Attributes of the element in the markup of frameworks that check it. */
export interface VitrineShelfAttributes {
  placement?: string;
  /** 1…500. Default 12. */
  limit?: number | string;
  /** Ids of seed products, separated by spaces. */
  like?: string;
  /** BCP 47 tag. */
  lang?: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'vitrine-shelf': VitrineShelf;
  }
  interface GlobalEventHandlersEventMap {
    'vitrine-select': ShelfSelectEvent;
  }
}

/**
 * `<vitrine-shelf placement="home" limit="12">`: a list of products that keeps itself up to date.
 * Attributes: `placement`, `limit`, `like` (ids of seed products, separated by spaces); the language is that of `lang`.
 * Slot `heading` replaces the heading; parts `heading`, `list`, `product`, `link`, `picture`, `title`, `price`, `reason`.
 * What a page writes inside it (products that the server rendered) stands there until the first list comes; without,
 * it is hidden from layout while it has nothing to show. Emits `vitrine-select` when a product is chosen.
 */
export class VitrineShelf extends Base {
  static readonly observedAttributes = ['placement', 'limit', 'like', 'lang'];
  static readonly #connected = new Set<VitrineShelf>();
  static #shared: Recommender | null = null;

  /** For every shelf without one of its own. */
  static get recommender(): Recommender | null {
    return VitrineShelf.#shared;
  }

  static set recommender(recommender: Recommender | null) {
    if (recommender === VitrineShelf.#shared) return;
    VitrineShelf.#shared = recommender;
    for (const shelf of VitrineShelf.#connected) if (!shelf.#recommender) shelf.#connect();
  }

  readonly #heading = document.createElement('slot');
  readonly #cards = document.createElement('ul');
  /** Shows what the page wrote inside the element. */
  readonly #prepared = document.createElement('slot');
  #recommender: Recommender | null = null;
  #connection: AbortController | null = null;
  #refreshing = false;
  #stale = false;
  /** What is on the shelf, as text: an equal list is not drawn again. */
  #shown = '';
  /** The limit that the console was told of. */
  #doubted: string | null = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [shelfStyle()];
    const heading = document.createElement('h2');
    heading.part.add('heading');
    heading.id = 'heading';
    this.#heading.name = 'heading';
    heading.append(this.#heading);
    this.#cards.part.add('list');
    this.#cards.setAttribute('role', 'list');
    const section = document.createElement('section');
    section.setAttribute('aria-labelledby', heading.id);
    section.hidden = true;
    section.append(heading, this.#cards);
    root.append(section, this.#prepared);
  }

  get recommender(): Recommender | null {
    return this.#recommender ?? VitrineShelf.recommender;
  }

  set recommender(recommender: Recommender | null) {
    this.#recommender = recommender;
    if (this.isConnected) this.#connect();
  }

  connectedCallback(): void {
    VitrineShelf.#connected.add(this);
    this.#connect();
  }

  disconnectedCallback(): void {
    VitrineShelf.#connected.delete(this);
    this.#connection?.abort();
    this.#connection = null;
  }

  attributeChangedCallback(): void {
    if (this.#connection) void this.#refresh();
  }

  #connect(): void {
    this.#connection?.abort();
    const { recommender } = this;
    if (!recommender) return;
    const connection = new AbortController();
    this.#connection = connection;
    const stop = recommender.on('change', () => void this.#refresh());
    connection.signal.addEventListener('abort', stop);
    void this.#refresh();
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
      const limit = this.#limit();
      const like = (this.getAttribute('like') ?? '').split(/\s+/).filter(Boolean);
      const placement = this.getAttribute('placement') ?? 'home';
      const list = await recommender.recommend({ placement, limit, like, signal }).catch(() => null);
      if (list && !signal.aborted) this.#show(list, recommender);
    } while (this.#stale);
    this.#refreshing = false;
  }

  /** What the attribute says; where it says no number of products, the console is told, and the default holds. */
  #limit(): number {
    const given = this.getAttribute('limit');
    const limit = Number(given ?? DEFAULT_LIMIT);
    if (Number.isInteger(limit) && limit >= 1 && limit <= MOST) return limit;
    if (given !== this.#doubted) {
      console.warn(
        `vitrine: <vitrine-shelf limit="${given}"> shows ${DEFAULT_LIMIT} products: give a whole number from 1 to ${MOST}.`,
      );
    }
    this.#doubted = given;
    return DEFAULT_LIMIT;
  }

  #show(list: RecommendationList, recommender: Recommender): void {
    const language = this.#language();
    const wording = wordingFor(language);
    const shown = JSON.stringify([
      language,
      list.fallback,
      list.items.map(({ product, reasons }) => [product, reasons]),
    ]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = (this.shadowRoot?.activeElement?.closest('li') as HTMLLIElement | null)?.dataset.product;
    this.#heading.textContent = list.fallback ? wording.headingFallback : wording.heading;
    this.#cards.replaceChildren(
      ...list.items.map((entry) =>
        createCard(entry, language, (event) => this.#select(event, entry, list.id, recommender)),
      ),
    );
    (this.#cards.parentElement as HTMLElement).hidden = list.items.length === 0;
    if (list.items.length > 0) this.#prepared.remove();
    for (const card of this.#cards.children as HTMLCollectionOf<HTMLLIElement>) {
      if (card.dataset.product === focused) card.querySelector<HTMLElement>('a, button')?.focus();
    }
  }

  #select(event: Event, product: RecommendedProduct, list: string, recommender: Recommender): void {
    void recommender.track({ name: 'select_item', items: [{ item_id: product.id, item_list_id: list }] });
    const chosen: ShelfSelectEvent = new CustomEvent('vitrine-select', {
      bubbles: true,
      cancelable: true,
      composed: true,
      detail: { product, list },
    });
    if (!this.dispatchEvent(chosen)) event.preventDefault();
  }

  #language(): string {
    return this.closest<HTMLElement>('[lang]')?.lang || navigator.language;
  }
}
