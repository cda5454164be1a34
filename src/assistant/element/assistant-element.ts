import type { Recommender } from '../../page/facade/recommender.ts';
import { adoptStyle } from '../../page/shelf/adopt-style.ts';
import { make } from '../../page/shelf/make.ts';
import { assistantMessagesFor } from '../../page/wording/assistant/locale.ts';
import { languageOf } from '../../page/wording/language.ts';
import { messagesFor } from '../../page/wording/locale.ts';
import type { Messages } from '../../page/wording/messages.ts';
import type { Answer, AnsweredProduct } from '../answer.ts';
import type { Assistant } from '../create-assistant.ts';
import type { Conversation } from '../state/conversation.ts';
import { answerView } from './answer-view.ts';
import { ASSISTANT_STYLE } from './style.ts';

/** Absent in Node, where this module can be imported all the same. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** Exchanges that stay on the page; older ones go. */
const MOST_SHOWN = 30;

/** What was answered. */
export type AnswerEvent = CustomEvent<{ answer: Answer }>;

/**
 * `<vitrine-assistant limit="6">`: a conversation with the shopping assistant. Attributes: `limit` (products in an answer),
 * `placeholder`; the language is that of `lang`, and Chinese is answered in Chinese. Parts: `log`, `hint`, `said`, `answer`, `text`,
 * `source`, `chip`, `option`, `comparison`, `list`, `product`, `link`, `picture`, `title`, `price`, `reason`, `input`, `send`,
 * `over`, `retry`. Emits `vitrine-answer` with each answer and `vitrine-select` when a product is chosen, which can be prevented.
 */
export class VitrineAssistant extends Base {
  static readonly observedAttributes = ['placeholder', 'lang'];
  /** For every element without its own. */
  static assistant: Assistant | null = null;
  /** Is told of what was searched for and chosen. */
  static recommender: Pick<Recommender, 'track'> | null = null;

  readonly #hint = make('p', { part: 'hint' });
  readonly #log = make('div', { part: 'log', role: 'log', 'aria-live': 'polite', tabindex: '0' });
  readonly #input = make('input', {
    part: 'input',
    type: 'text',
    autocomplete: 'off',
    enterkeyhint: 'send',
    maxlength: '512',
  });
  readonly #send = make('button', { part: 'send', type: 'submit' });
  readonly #over = make('button', { part: 'over', type: 'button' });
  #assistant: Assistant | null = null;
  #asking: AbortController | null = null;
  #connected = false;
  /** What was said so far: plain JSON. A page may keep it and set it again. */
  conversation: Conversation | undefined;

  constructor() {
    super();
    const form = make('form', {}, this.#input, this.#send, this.#over);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#input.value;
      this.#input.value = '';
      if (text.trim() !== '') void this.ask(text);
    });
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#asking) {
        event.stopPropagation();
        this.#stop();
      }
    });
    this.#over.addEventListener('click', () => this.startOver());
    this.#over.hidden = true;
    const root = this.attachShadow({ mode: 'open' });
    adoptStyle(root, ASSISTANT_STYLE);
    this.#log.append(this.#hint);
    root.append(this.#log, form);
  }

  get assistant(): Assistant | null {
    return this.#assistant ?? VitrineAssistant.assistant;
  }

  set assistant(assistant: Assistant | null) {
    this.#assistant = assistant;
  }

  connectedCallback(): void {
    this.#connected = true;
    this.#speak();
  }

  disconnectedCallback(): void {
    this.#connected = false;
    this.#stop();
  }

  attributeChangedCallback(): void {
    if (this.#connected) this.#speak();
  }

  override focus(options?: FocusOptions): void {
    this.#input.focus(options);
  }

  /** Forgets the conversation, on the page too. */
  startOver(): void {
    this.#stop();
    this.conversation = undefined;
    this.#log.replaceChildren(this.#hint);
    this.#over.hidden = true;
    this.#input.focus();
  }

  /** Says this to the assistant, as if the visitor had typed it. @param shown what stands in the log for it */
  async ask(text: string, shown = text, byButton = false): Promise<void> {
    const { assistant } = this;
    if (!assistant) return;
    this.#stop();
    const asking = new AbortController();
    this.#asking = asking;
    const wording = assistantMessagesFor(languageOf(this));
    this.#closeOptions();
    const said = make('p', { part: 'said' }, make('span', { class: 'unseen' }, `${wording.you}: `), shown);
    const waiting = make('p', { part: 'text', class: 'waiting' }, wording.thinking);
    this.#hint.remove();
    this.#log.append(said, waiting);
    this.#show(said);
    this.#log.setAttribute('aria-busy', 'true');
    let view: HTMLElement;
    try {
      const answer = await assistant.ask(text, {
        conversation: this.conversation,
        limit: Number(this.getAttribute('limit') ?? 6),
        language: /^zh\b/i.test(languageOf(this)) ? 'zh' : 'en',
        signal: asking.signal,
      });
      if (asking.signal.aborted) return;
      view = this.#answered(text, answer, await messagesFor(answer.language));
    } catch {
      if (asking.signal.aborted) return;
      view = make('div', { part: 'answer', tabindex: '-1' }, make('p', { part: 'text' }, wording.failed));
      const again = make('button', { part: 'retry', type: 'button' }, wording.retry);
      again.addEventListener('click', () => void this.ask(text, shown, true));
      view.append(again);
    } finally {
      waiting.remove();
      if (this.#asking === asking) {
        this.#asking = null;
        this.#log.removeAttribute('aria-busy');
      }
    }
    this.#log.append(view);
    this.#over.hidden = false;
    while (this.#log.childElementCount > 2 * MOST_SHOWN) this.#log.firstElementChild?.remove();
    this.#show(said);
    // The button that was pressed is gone.
    if (byButton) view.focus({ preventScroll: true });
  }

  #answered(text: string, answer: Answer, messages: Messages): HTMLElement {
    this.conversation = answer.conversation;
    const { recommender } = VitrineAssistant;
    if (answer.kind === 'products' || answer.kind === 'nothing') {
      void recommender?.track({ name: 'search', search_term: text });
    }
    this.dispatchEvent(
      new CustomEvent('vitrine-answer', { bubbles: true, composed: true, detail: { answer } }) satisfies AnswerEvent,
    );
    return answerView(answer, assistantMessagesFor(languageOf(this)), messages, {
      onSay: (say, shown) => void this.ask(say, shown, true),
      onSelect: (event, product, list) => this.#select(event, product, list),
    });
  }

  #select(event: Event, product: AnsweredProduct, list: string): void {
    void VitrineAssistant.recommender?.track({
      name: 'select_item',
      items: [{ item_id: product.id, ...(list !== '' && { item_list_id: list }) }],
    });
    const chosen = new CustomEvent('vitrine-select', {
      bubbles: true,
      cancelable: true,
      composed: true,
      detail: { product, list },
    });
    if (!this.dispatchEvent(chosen)) event.preventDefault();
  }

  /** What was asked before is not waited for any more. */
  #stop(): void {
    this.#asking?.abort();
    this.#asking = null;
    this.#log.removeAttribute('aria-busy');
    for (const waiting of this.#log.querySelectorAll('.waiting')) waiting.remove();
  }

  /** Options and chips speak of the last answer alone. */
  #closeOptions(): void {
    for (const group of this.#log.querySelectorAll('.chips')) group.remove();
  }

  /** The question stands at the top, the answer below it. */
  #show(said: HTMLElement): void {
    const top = said.offsetTop - this.#log.offsetTop;
    this.#log.scrollTop = Math.max(0, top);
  }

  #speak(): void {
    const wording = assistantMessagesFor(languageOf(this));
    this.#log.setAttribute('aria-label', wording.log);
    this.#hint.textContent = wording.hint;
    this.#input.setAttribute('aria-label', wording.label);
    this.#input.placeholder = this.getAttribute('placeholder') ?? wording.placeholder;
    this.#send.textContent = wording.send;
    this.#over.textContent = wording.startOver;
  }
}
