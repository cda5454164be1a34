import type { Suggestions } from '../../contract/search.ts';
import { localTitle } from '../shelf/local-title.ts';
import { growAll, make } from '../shelf/make.ts';
import { markedText } from '../shelf/marked-text.ts';
import { safePicture } from '../shelf/safe-address.ts';
import type { Messages } from '../wording/messages.ts';

export type Suggested = Suggestions['products'][number];

export interface SuggestionActions {
  /** A whole query was chosen. */
  onQuery: (text: string) => void;
  onProduct: (product: Suggested) => void;
}

export interface SearchWords {
  messages: Messages;
  language: string;
  /** What the page calls a category. */
  labelOf: (category: string) => string;
}

/**
 * The list under the field: ARIA's list-box of a combobox. Focus stays in the field, whose `aria-activedescendant` names the
 * option that the arrow keys are on.
 */
export class SuggestionList {
  readonly root = make('div', { part: 'popup', role: 'listbox', id: 'suggestions', tabindex: '-1' });
  readonly #input: HTMLInputElement;
  readonly #actions: SuggestionActions;
  #options: { element: HTMLElement; choose: () => void }[] = [];
  #active = -1;

  constructor(input: HTMLInputElement, actions: SuggestionActions) {
    this.#input = input;
    this.#actions = actions;
    this.close();
    // The field keeps the focus while a pointer chooses.
    this.root.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** @returns how many suggestions there are */
  show(
    { queries, categories, products }: Suggestions,
    typed: string,
    { messages, language, labelOf }: SearchWords,
  ): number {
    this.#options = [];
    this.root.setAttribute('aria-label', messages.searchLabel);
    const count = (products: number) => make('span', { class: 'count', 'aria-hidden': 'true' }, String(products));
    this.root.replaceChildren(
      ...this.#group(
        messages.searches,
        queries.map(({ text, products }) => {
          const begun = text.toLowerCase().startsWith(typed.toLowerCase()) ? typed.length : 0;
          const words = growAll(markedText(text, begun < text.length ? [[begun, text.length]] : []));
          return { content: [make('span', {}, ...words), count(products)], choose: () => this.#actions.onQuery(text) };
        }),
      ),
      ...this.#group(
        messages.categories,
        categories.map(({ name, products }) => ({
          content: [make('span', {}, labelOf(name)), count(products)],
          choose: () => this.#actions.onQuery(name),
        })),
      ),
      ...this.#group(
        messages.products,
        products.map((suggested) => {
          const { product, highlights } = suggested;
          const picture = safePicture(product.image);
          const words = localTitle(product, language);
          const title = make('span', {}, ...growAll(markedText(words, words === product.title ? highlights : [])));
          return {
            content: [...(picture ? [make('img', { src: picture, alt: '' })] : []), title],
            choose: () => this.#actions.onProduct(suggested),
          };
        }),
      ),
    );
    this.#active = -1;
    this.#input.removeAttribute('aria-activedescendant');
    this.root.hidden = this.#options.length === 0;
    this.#input.setAttribute('aria-expanded', String(this.isOpen));
    return this.#options.length;
  }

  close(): void {
    this.root.hidden = true;
    this.#active = -1;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }

  /** Moves by so many options, round the ends; −1 before the first is the field itself. */
  move(by: number): void {
    const places = this.#options.length + 1;
    this.#options[this.#active]?.element.setAttribute('aria-selected', 'false');
    this.#active = ((this.#active + 1 + by + places) % places) - 1;
    const option = this.#options[this.#active]?.element;
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) this.#input.setAttribute('aria-activedescendant', option.id);
    else this.#input.removeAttribute('aria-activedescendant');
  }

  /** Takes the option that the arrow keys are on. @returns whether there is one */
  choose(): boolean {
    const option = this.#options[this.#active];
    option?.choose();
    return option !== undefined;
  }

  #group(name: string, entries: readonly { content: Node[]; choose: () => void }[]): HTMLElement[] {
    if (entries.length === 0) return [];
    const group = make(
      'div',
      { role: 'group', 'aria-label': name },
      make('div', { class: 'group-name', 'aria-hidden': 'true' }, name),
    );
    for (const { content, choose } of entries) {
      const id = `option-${this.#options.length}`;
      const element = make('div', { part: 'option', role: 'option', id, 'aria-selected': 'false' }, ...content);
      element.addEventListener('click', choose);
      this.#options.push({ element, choose });
      group.append(element);
    }
    return [group];
  }
}
