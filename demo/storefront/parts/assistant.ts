import { defineAssistant, type VitrineAssistant } from 'vitrine/assistant';
import questions from '../../assistant/questions.json';
import { element, icon } from '../element.ts';
import { labelOf } from '../goods.ts';
import { messages } from '../language.ts';
import { to } from '../router.ts';
import type { Shop } from '../shop.ts';

/** The shopping assistant, in a drawer beside the shop. The conversation stays while the visitor is here. */
export class AssistantDrawer {
  readonly root = element('dialog', { class: 'assistant' });
  readonly #title = element('h2', {});
  readonly #close = element('button', { class: 'tool', type: 'button' }, icon('close'));
  readonly #assistant: VitrineAssistant;

  constructor(shop: Shop) {
    // A shop of the visitor's own has given no answers.
    defineAssistant(shop.recommender, { answers: shop.own ? [] : questions, builtIn: true, labelOf });
    this.#assistant = document.createElement('vitrine-assistant') as VitrineAssistant;
    this.#assistant.addEventListener('vitrine-select', (event) => {
      event.preventDefault();
      const { product, list } = (event as CustomEvent<{ product: { id: string }; list: string }>).detail;
      this.root.close();
      location.hash = to('p', [product.id], list === '' ? {} : { list });
    });
    this.#close.addEventListener('click', () => this.root.close());
    this.root.addEventListener('click', (event) => {
      if (event.target === this.root) this.root.close();
    });
    this.root.append(element('div', { class: 'panel-head' }, this.#title, this.#close), this.#assistant);
    this.speak();
  }

  /** In the language of the moment. */
  speak(): void {
    const say = messages();
    this.#title.textContent = say.assistant;
    this.root.setAttribute('aria-label', say.assistant);
    this.#close.setAttribute('aria-label', say.assistantClose);
    this.#assistant.lang = document.documentElement.lang;
  }

  open(): void {
    this.root.showModal();
    this.#assistant.focus();
  }
}
