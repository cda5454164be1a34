import { element, icon } from '../element.ts';
import { messages } from '../language.ts';
import type { Shop } from '../shop.ts';
import { engineSection } from './engine.ts';
import { eraseSection } from './erase.ts';
import { historySection } from './history.ts';
import { listsSection } from './lists.ts';
import { ownSection } from './own.ts';
import { problemsSection } from './problems.ts';
import { profileSection } from './profile.ts';
import type { Section } from './section.ts';
import { trainSection } from './train.ts';

/** The drawer that shows what the recommender does. It does not cover the shop on wide screens: both can be used. */
export class Panel {
  readonly root = element('aside', { id: 'panel', class: 'panel', hidden: true, tabindex: -1 });
  readonly #shop: Shop;
  readonly #onFiles: (files: readonly File[]) => void;
  #sections: Section[] = [];
  #scheduled = false;

  constructor(shop: Shop, onFiles: (files: readonly File[]) => void) {
    this.#shop = shop;
    this.#onFiles = onFiles;
    this.speak();
    const refresh = (): void => this.#refreshSoon();
    for (const stop of [
      shop.recommender.on('change', refresh),
      shop.recommender.on('status', refresh),
      shop.recommender.on('problem', refresh),
    ]) {
      shop.closed.addEventListener('abort', stop);
    }
    shop.onList(refresh, shop.closed);
    document.addEventListener('keydown', (event) => this.#onKey(event), { signal: shop.closed });
  }

  /** Makes the panel's words anew in the language of the moment. */
  speak(): void {
    const say = messages();
    this.#sections = [
      listsSection(this.#shop),
      profileSection(this.#shop),
      historySection(this.#shop),
      engineSection(this.#shop),
      trainSection(this.#shop),
      ownSection(this.#onFiles),
      problemsSection(this.#shop),
      eraseSection(this.#shop),
    ];
    const close = element(
      'button',
      { class: 'tool', type: 'button', 'aria-label': say.panelClose, on: { click: () => this.toggle() } },
      icon('close'),
    );
    const heading = element('h2', { id: 'panel-title' }, say.panelTitle);
    this.root.setAttribute('aria-labelledby', 'panel-title');
    this.root.replaceChildren(
      element('header', { class: 'panel-head' }, heading, close),
      element('p', { class: 'panel-intro' }, say.panelIntro),
      ...this.#sections.map(({ root }) => root),
    );
    this.#refreshSoon();
  }

  toggle(): void {
    const open = this.root.hidden === true;
    this.root.hidden = !open;
    document.body.classList.toggle('has-panel', open);
    this.#coverPage(open);
    const button = document.getElementById('panel-button');
    button?.setAttribute('aria-expanded', String(open));
    if (open) {
      this.#refreshSoon();
      this.root.focus({ preventScroll: true });
    } else {
      button?.focus({ preventScroll: true });
    }
  }

  /** After a link was followed: a panel that hides the page makes way for it. */
  makeWay(): void {
    if (!this.root.hidden && this.#hidesPage()) this.toggle();
  }

  #hidesPage(): boolean {
    return this.root.offsetWidth >= document.documentElement.clientWidth;
  }

  /** On a small screen nothing behind the panel can be reached. */
  #coverPage(open: boolean): void {
    const covered = open && this.#hidesPage();
    for (const other of document.querySelectorAll<HTMLElement>('.head, main, .foot')) other.inert = covered;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !this.root.hidden) this.toggle();
  }

  /** Once for many changes of the same moment. */
  #refreshSoon(): void {
    if (this.#scheduled || this.root.hidden) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      for (const { refresh } of this.#sections) void refresh?.();
    });
  }
}
