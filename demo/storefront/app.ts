import { studio } from '../studio/studio.ts';
import { element } from './element.ts';
import { language, messages, speak } from './language.ts';
import { Panel } from './panel/panel.ts';
import { announcements } from './parts/announce.ts';
import { AssistantDrawer } from './parts/assistant.ts';
import { type HeaderActions, header, markDepartment } from './parts/header.ts';
import { here, type Route, to } from './router.ts';
import { ScrollMemory } from './scroll-memory.ts';
import type { Shop } from './shop.ts';
import type { Stage, View } from './stage.ts';
import { cart, thanks } from './views/cart.ts';
import { category } from './views/category.ts';
import { home } from './views/home.ts';
import { notFound } from './views/not-found.ts';
import { product } from './views/product.ts';
import { report } from './views/report.ts';
import { rules } from './views/rules.ts';
import { saved } from './views/saved.ts';
import { search } from './views/search.ts';
import { yourData } from './views/your-data.ts';

export interface AppActions {
  /** The visitor wants back from a shop of their own. */
  onOwnBack: () => void;
  /** The visitor chose files to open a shop from. */
  onFiles: (files: readonly File[]) => void;
}

/** The page of one open shop: its head, the view that the address names, the panel. */
export class App {
  readonly #shop: Shop;
  readonly #actions: AppActions;
  readonly #panel: Panel;
  readonly #assistant: AssistantDrawer;
  #head: HTMLElement;
  #main = element('main', { id: 'main', tabindex: -1 });
  #view = new AbortController();

  constructor(shop: Shop, actions: AppActions) {
    this.#shop = shop;
    this.#actions = actions;
    this.#panel = new Panel(shop, actions.onFiles);
    this.#assistant = new AssistantDrawer(shop);
    this.#head = this.#makeHead();
  }

  /** Puts the shop on the page, in place of what stood there. */
  show(): void {
    const say = messages();
    const skip = (event: Event): void => {
      event.preventDefault();
      this.#main.focus();
    };
    document.body.replaceChildren(
      element('a', { class: 'skip', href: '#main', on: { click: skip } }, say.skip),
      this.#head,
      this.#main,
      element(
        'footer',
        { class: 'foot' },
        element('p', {}, say.about),
        element('p', {}, element('a', { href: to('rules') }, say.footRules)),
        element('p', {}, element('a', { href: to('report') }, say.footReport)),
        element('p', {}, element('a', { href: './studio.html' }, say.footStudio)),
        element('p', {}, element('a', { href: './plugs.html' }, say.footPlugs)),
        element('p', {}, element('a', { href: to('your-data') }, say.yourData)),
      ),
      this.#panel.root,
      this.#assistant.root,
      announcements(),
    );
    document.body.classList.remove('has-panel');
    this.#render();
    window.scrollTo({ top: 0, behavior: 'instant' });
    const places = new ScrollMemory(this.#shop.closed);
    this.#shop.onName(() => this.#tellName(), this.#shop.closed);
    window.addEventListener('hashchange', () => this.#go(places), { signal: this.#shop.closed });
    this.#shop.closed.addEventListener('abort', () => this.#view.abort());
  }

  /** Wherever the name stands; the view, with the field that it was written in, stays. */
  #tellName(): void {
    const { name } = this.#shop;
    this.#head.querySelector('.name')!.textContent = name;
    const title = this.#main.querySelector('[data-shop-name]');
    if (title) {
      title.textContent = name;
      this.#main.setAttribute('aria-label', name);
      document.title = `${name} · ${messages().shopLine}`;
    }
  }

  #makeHead(): HTMLElement {
    const actions: HeaderActions = {
      onLanguage: () => this.#switchLanguage(),
      onPanel: () => this.#panel.toggle(),
      onAssistant: () => this.#assistant.open(),
      onOwnBack: this.#actions.onOwnBack,
    };
    return header({ shop: this.#shop, signal: this.#shop.closed }, actions);
  }

  #switchLanguage(): void {
    speak(language() === 'en' ? 'zh' : 'en');
    const head = this.#makeHead();
    this.#head.replaceWith(head);
    this.#head = head;
    document.querySelector('.skip')!.textContent = messages().skip;
    document.querySelector('.foot p')!.textContent = messages().about;
    document.querySelector('.foot a[href*=rules]')!.textContent = messages().footRules;
    document.querySelector('.foot a[href*=report]')!.textContent = messages().footReport;
    document.querySelector('.foot a[href*=studio]')!.textContent = messages().footStudio;
    document.querySelector('.foot a[href*=plugs]')!.textContent = messages().footPlugs;
    document.querySelector('.foot a[href*=your-data]')!.textContent = messages().yourData;
    this.#panel.speak();
    this.#assistant.speak();
    this.#render();
    head.querySelector<HTMLElement>('.head-language')?.focus();
  }

  /** A new address: the view changes, the reader hears its title. */
  #go(places: ScrollMemory): void {
    this.#panel.makeWay();
    this.#render();
    places.arrive();
    this.#main.focus({ preventScroll: true });
  }

  #render(): void {
    this.#view.abort();
    this.#view = new AbortController();
    this.#shop.lists.clear();
    const { title, content } = viewOf(here(), { shop: this.#shop, signal: this.#view.signal }, () =>
      this.#panel.toggle(),
    );
    const { name } = this.#shop;
    document.title = title === name ? `${title} · ${messages().shopLine}` : `${title} · ${name}`;
    this.#main.setAttribute('aria-label', title);
    this.#main.replaceChildren(content);
    markDepartment(this.#head);
  }
}

function viewOf({ view, parts, query }: Route, stage: Stage, onPanel: () => void): View {
  switch (view) {
    case '':
      return home(stage, onPanel);
    case 'c':
      return category(stage, parts);
    case 'p':
      return product(stage, parts[0], query.get('list') ?? undefined);
    case 'search':
      return search(stage, query);
    case 'cart':
      return cart(stage);
    case 'saved':
      return saved(stage);
    case 'report':
      return report(stage);
    case 'rules':
      return rules(stage);
    case 'studio':
      return stage.shop.own === undefined ? studio(stage) : notFound();
    case 'your-data':
      return yourData(stage);
    case 'thanks':
      return thanks(stage);
    default:
      return notFound();
  }
}
