import type { ErrorCode, VitrineError } from '../../contract/errors.ts';
import type { RecommendedProduct } from '../../contract/recommendation.ts';
import type { FoundProduct, SearchResult } from '../../contract/search.ts';
import type { Recommender } from '../facade/recommender.ts';
import { safeLink } from '../shelf/safe-address.ts';
import { make } from './make.ts';
import { PictureField } from './picture-field.ts';
import { resultView } from './result-view.ts';
import { searchStyle } from './style.ts';
import { type Suggested, SuggestionList } from './suggestion-list.ts';
import { type SearchWording, searchWordingFor } from './wording.ts';

/** Absent in Node, where this module can be imported all the same. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** Milliseconds of a pause in typing before suggestions are asked for. */
const PAUSE = 80;

/** What is wrong with the picture, and not with the search. */
const PICTURE_FAULTS: ReadonlySet<ErrorCode> = new Set(['picture-unreadable', 'picture-too-large']);

/** What was searched for; `preventDefault()` leaves showing the results to the page. */
export type SearchEvent = CustomEvent<{ text: string; picture?: Blob }>;

/**
 * `<vitrine-search limit="24">`: a search field with suggestions while typing, and its results below it. Attributes:
 * `placement`, `limit`, `value` (searched for at once), `placeholder`, `pictures` (a picture may be chosen, taken, pasted or dropped to
 * search by, where the shop has an encoder); the language is that of `lang`. Parts: `field`, `input`, `picture-button`,
 * `picture-shown`, `picture-preview`, `picture-remove`, `clear`, `popup`, `option`, `status`, `chip`, `category`, `list`, `product`, `link`, `picture`, `title`, `price`, `reason`,
 * `heading`, `dropped`. Emits `vitrine-search` before it searches and `vitrine-select` when a product is chosen; both can be
 * prevented.
 */
export class VitrineSearch extends Base {
  static readonly observedAttributes = ['value', 'placeholder', 'lang', 'pictures'];
  /** For every field without one of its own. */
  static recommender: Recommender | null = null;

  /** What the page calls a category of the feed. Default: as the feed does. */
  labelOf: (category: string) => string = (category) => category;

  readonly #input = make('input', {
    part: 'input',
    type: 'search',
    role: 'combobox',
    autocomplete: 'off',
    enterkeyhint: 'search',
    'aria-autocomplete': 'list',
    'aria-controls': 'suggestions',
    'aria-expanded': 'false',
    maxlength: '512',
  });
  readonly #clear = make('button', { part: 'clear', type: 'button' }, '×');
  readonly #picture = new PictureField(() => this.search(this.value));
  readonly #popup: SuggestionList;
  /** Tells how many suggestions there are. */
  readonly #heard = make('p', { class: 'unseen', role: 'status' });
  readonly #status = make('p', { part: 'status', role: 'status' });
  readonly #results = make('div', { class: 'results' });
  #recommender: Recommender | null = null;
  #connection: AbortController | null = null;
  #asking: AbortController | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #category: string | null = null;
  #prepared = false;

  constructor() {
    super();
    this.#popup = new SuggestionList(this.#input, {
      onQuery: (text) => this.search(text),
      onProduct: (suggested) => this.#choose(suggested),
    });
    const form = make(
      'form',
      { role: 'search' },
      make(
        'div',
        { part: 'field' },
        this.#picture.shown,
        this.#input,
        this.#clear,
        this.#picture.button,
        this.#picture.input,
      ),
      this.#popup.root,
      this.#heard,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.#popup.choose()) this.search(this.#input.value);
    });
    this.#input.addEventListener('input', () => this.#typed());
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.#input.addEventListener('focus', () => this.#prepare());
    this.#input.addEventListener('blur', () => this.#popup.close());
    this.#clear.addEventListener('click', () => {
      this.value = '';
      this.#stop();
      this.#empty();
      this.#input.focus();
    });
    this.#picture.listen(form);
    this.#status.hidden = true;
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [searchStyle()];
    root.append(form, this.#status, this.#results);
  }

  get recommender(): Recommender | null {
    return this.#recommender ?? VitrineSearch.recommender;
  }

  set recommender(recommender: Recommender | null) {
    this.#recommender = recommender;
  }

  /** What stands in the field. */
  get value(): string {
    return this.#input.value;
  }

  set value(text: string) {
    this.#input.value = text;
    this.#clear.hidden = text === '';
  }

  /** The picture that is searched by; it never leaves the page. */
  get picture(): Blob | null {
    return this.#picture.picture;
  }

  set picture(picture: Blob | null) {
    this.#picture.picture = picture;
  }

  connectedCallback(): void {
    this.#connection = new AbortController();
    this.#speak();
    this.value = this.getAttribute('value') ?? this.value;
    if (this.value !== '') this.search(this.value);
  }

  disconnectedCallback(): void {
    this.#stop();
    this.#connection?.abort();
    this.#connection = null;
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (this.#connection === null || before === now) return;
    this.#speak();
    if (name === 'value') {
      this.value = now ?? '';
      if (this.value !== '') this.search(this.value);
    }
  }

  /** Searches for this text, as if the visitor had typed it, and by the picture where there is one. */
  search(text: string, category: string | null = null): void {
    this.#stop();
    this.value = text;
    this.#category = category;
    const { picture } = this;
    if (text.trim() === '' && !picture) {
      this.#empty();
      return;
    }
    const asked: SearchEvent = new CustomEvent('vitrine-search', {
      bubbles: true,
      cancelable: true,
      composed: true,
      detail: { text, ...(picture && { picture }) },
    });
    if (this.dispatchEvent(asked)) void this.#find(text, picture);
  }

  /** The index is made while the visitor is about to type. */
  #prepare(): void {
    if (this.#prepared) return;
    this.#prepared = true;
    void this.recommender?.search({ text: '', limit: 1 }).catch(() => undefined);
  }

  #speak(): void {
    const wording = searchWordingFor(this.#language());
    this.#input.setAttribute('aria-label', wording.label);
    this.#input.placeholder = this.getAttribute('placeholder') ?? wording.placeholder;
    this.#clear.setAttribute('aria-label', wording.clear);
    this.#picture.speak(wording);
    this.#picture.button.hidden = !this.hasAttribute('pictures');
    this.#clear.hidden = this.value === '';
  }

  /** What was asked for before is not waited for any more. */
  #stop(): void {
    clearTimeout(this.#pause);
    this.#asking?.abort();
    this.#asking = null;
    this.#popup.close();
  }

  #typed(): void {
    this.#clear.hidden = this.value === '';
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#suggest(), PAUSE);
  }

  #key(event: KeyboardEvent): void {
    // Of an input method that is still composing, every key is its own.
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (this.#popup.isOpen) this.#popup.move(event.key === 'ArrowDown' ? 1 : -1);
      else void this.#suggest();
    } else if (event.key === 'Escape' && this.#popup.isOpen) {
      event.preventDefault();
      this.#popup.close();
    }
  }

  async #suggest(): Promise<void> {
    const text = this.value;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    if (text.trim() === '') return this.#popup.close();
    const { signal } = asking;
    const suggestions = await this.recommender?.suggest({ text, signal }).catch(() => undefined);
    if (!suggestions || signal.aborted) return;
    const words = this.#words();
    const count = this.#popup.show(suggestions, text, words);
    this.#heard.textContent = words.wording.suggested(count);
  }

  #empty(): void {
    this.#results.replaceChildren();
    this.#status.textContent = '';
  }

  async #find(text: string, picture: Blob | null): Promise<void> {
    const { recommender } = this;
    if (!recommender) return;
    const asking = new AbortController();
    this.#asking = asking;
    const { signal } = asking;
    const category = this.#category;
    const wording = searchWordingFor(this.#language());
    if (category === null && text.trim() !== '') void recommender.track({ name: 'search', search_term: text });
    const result = await recommender
      .search({
        text,
        ...(picture && { image: picture }),
        placement: this.getAttribute('placement') ?? 'search',
        limit: Number(this.getAttribute('limit') ?? 24),
        facets: ['categories'],
        ...(category !== null && { filter: { categories: [category] } }),
        signal,
      })
      .catch((thrown: VitrineError) => thrown);
    if (signal.aborted) return;
    this.#status.hidden = false;
    if (result instanceof Error) this.#showFailure(text, result);
    else this.#show(result, recommender, category);
    this.#status.textContent =
      result instanceof Error ? failureText(result, wording) : foundText(result, wording, picture !== null);
  }

  #show(result: SearchResult, recommender: Recommender, category: string | null): void {
    const view = { ...this.#words(), category };
    this.#results.replaceChildren(
      ...resultView(result, view, {
        onText: (text) => {
          this.search(text);
          this.#input.focus();
        },
        onCategory: (name) => this.search(result.text, name),
        onSelect: (event, product, list) => this.#select(event, product, list, recommender),
      }),
    );
  }

  #showFailure(text: string, { code }: VitrineError): void {
    this.#results.replaceChildren();
    if (PICTURE_FAULTS.has(code)) return; // another try gives the same
    const again = make('button', { part: 'retry', type: 'button' }, searchWordingFor(this.#language()).retry);
    again.addEventListener('click', () => this.search(text, this.#category));
    this.#results.replaceChildren(again);
  }

  #select(event: Event, product: FoundProduct, list: string, recommender: Recommender): void {
    void recommender.track({ name: 'select_item', items: [{ item_id: product.id, item_list_id: list }] });
    if (!this.#tell(product, list)) event.preventDefault();
  }

  /** A product among the suggestions: its page opens, unless the page does something else with it. */
  #choose({ id, product }: Suggested): void {
    this.#stop();
    void this.recommender?.track({ name: 'select_item', items: [{ item_id: id }] });
    const address = safeLink(product.url);
    if (this.#tell({ id, product, score: 1, reasons: [], shares: {} }, '') && address) location.assign(address);
  }

  /** @returns whether the page leaves the rest to the field */
  #tell(product: RecommendedProduct, list: string): boolean {
    const chosen = new CustomEvent('vitrine-select', {
      bubbles: true,
      cancelable: true,
      composed: true,
      detail: { product, list },
    });
    return this.dispatchEvent(chosen);
  }

  #words() {
    const language = this.#language();
    return { language, wording: searchWordingFor(language), labelOf: this.labelOf };
  }

  #language(): string {
    return this.closest<HTMLElement>('[lang]')?.lang || navigator.language;
  }
}

function foundText({ found, text }: SearchResult, wording: SearchWording, byPicture: boolean): string {
  if (found > 0) return byPicture ? wording.alike(found) : wording.results(found);
  return byPicture ? wording.nothingAlike : wording.nothing(text);
}

function failureText({ code }: VitrineError, wording: SearchWording): string {
  if (code === 'picture-unreadable') return wording.unreadablePicture;
  return code === 'picture-too-large' ? wording.largePicture : wording.failed;
}
