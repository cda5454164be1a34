import type { Recommender } from 'vitrine';
import { element } from '../element.ts';
import type { Goods } from '../goods.ts';
import { fill, language, messages, number, speak } from '../language.ts';
import { announce, announcements } from '../parts/announce.ts';
import { shelf } from '../parts/shelf.ts';
import type { Shop } from '../shop.ts';
import type { Stage } from '../stage.ts';
import { type Plug, type PlugMessage, plugChannel } from './pulled.ts';

/** Milliseconds. */
const LONGEST_TAKING = 2000;

/** What the page can take away. */
type Name = 'worker' | 'gpu' | 'disk' | 'network' | 'consent';
const NAMES: readonly Name[] = ['worker', 'gpu', 'disk', 'network', 'consent'];

/** Problems that the page tells in words of its own. */
const TOLD: readonly string[] = ['storage', 'worker-failed', 'feed-unreachable'];

export interface PlugsPageParts {
  shop: Shop;
  feed: string;
  /** Ends the engine's worker, as a browser does that is short of memory. */
  endWorker: () => void;
  /** Pulled in the engine's next worker, from its start on. */
  setPulled: (pulled: readonly Plug[]) => void;
}

/** A shelf, the plugs that it stands on, and what becomes of it. */
export class PlugsPage {
  readonly #parts: PlugsPageParts;
  readonly #recommender: Recommender<Goods>;
  readonly #channel = plugChannel();
  readonly #pulled = new Set<Name>();
  /** What happened, newest first, in words of the moment at which it did. */
  readonly #told = element('ol', { class: 'plugs-log' });
  readonly #facts = element('dl', { class: 'plugs-facts' });
  #view = new AbortController();
  #busy = false;
  /** As they were told last, so that only a change is told. */
  #known = { durable: true, restarts: 0 };

  constructor(parts: PlugsPageParts) {
    this.#parts = parts;
    this.#recommender = parts.shop.recommender;
    this.#recommender.on('status', () => void this.#look());
    this.#recommender.on('change', () => void this.#look());
    this.#recommender.on('problem', ({ message, code }) => {
      if (!TOLD.includes(code)) this.#tell(message);
    });
  }

  show(): void {
    const say = messages();
    this.#view.abort();
    this.#view = new AbortController();
    const stage: Stage = { shop: this.#parts.shop, signal: this.#view.signal };
    document.title = `${say.plugsTitle} · ${say.shopName}`;
    const shown = shelf(stage, {
      placement: 'home',
      limit: 8,
      heading: (list) => (list && !list.fallback ? say.forYou : say.forYouCold),
      note: () => say.plugsShelfNote,
    });
    shown.addEventListener('click', (event) => this.#onCard(event));
    document.body.replaceChildren(
      element(
        'header',
        { class: 'head' },
        element(
          'div',
          { class: 'head-row' },
          element('a', { class: 'name', href: './index.html' }, say.shopName),
          element(
            'button',
            {
              class: 'button button-quiet plugs-language',
              type: 'button',
              lang: language() === 'en' ? 'zh' : 'en',
              'aria-label': say.otherLanguageLabel,
              on: { click: () => this.#switchLanguage() },
            },
            say.otherLanguage,
          ),
        ),
      ),
      element(
        'main',
        { class: 'plugs', 'aria-label': say.plugsTitle },
        element('h1', { class: 'page-title' }, say.plugsTitle),
        element('p', { class: 'plugs-intro' }, say.plugsIntro),
        element('div', { class: 'plugs-board' }, ...NAMES.map((name) => this.#plug(name))),
        this.#facts,
        shown,
        element(
          'section',
          { 'aria-labelledby': 'plugs-told' },
          element('h2', { id: 'plugs-told' }, say.plugsTold),
          element('div', { role: 'log', 'aria-labelledby': 'plugs-told' }, this.#told),
        ),
      ),
      announcements(),
    );
    void this.#look();
  }

  #plug(name: Name): HTMLElement {
    const say = messages();
    const words = say.plugs[name];
    const pulled = this.#pulled.has(name);
    const once = !('back' in words);
    const button = element(
      'button',
      {
        class: pulled ? 'button' : 'button button-danger',
        type: 'button',
        'data-plug': name,
        ...(once ? {} : { 'aria-pressed': String(pulled) }),
        on: { click: () => void this.#pull(name) },
      },
      pulled && 'back' in words ? words.back : words.pull,
    );
    return element(
      'section',
      { class: pulled ? 'plug is-pulled' : 'plug', 'aria-label': words.name },
      element('h2', {}, words.name),
      element('p', {}, words.text),
      button,
    );
  }

  async #pull(name: Name): Promise<void> {
    const out = !this.#pulled.has(name);
    const { plugs } = messages();
    if (name === 'worker') {
      this.#tell(plugs.worker.done);
      this.#parts.endWorker();
      // Silence tells that it is gone: something has to be asked.
      void this.#recommender.history(1).catch(() => undefined);
      return;
    }
    if (name === 'gpu') return this.#loseGpu();
    if (out) this.#pulled.add(name);
    else this.#pulled.delete(name);
    const words = plugs[name];
    this.#tell(out ? words.done : words.undone);
    this.#redraw(name);
    if (name === 'consent') {
      await this.#recommender.consent(out ? 'denied' : 'granted').catch(({ message }) => this.#tell(message));
      return;
    }
    await this.#tellWorkers();
    if (name === 'network') await this.#readFeed();
  }

  /** The feed once more: without a network it does not come, and the products that were read stay. */
  async #readFeed(): Promise<void> {
    const say = messages().plugs.network;
    await this.#recommender.setProducts(this.#parts.feed).then(
      ({ taken }) => this.#tell(fill(say.read, { count: number(taken) })),
      () => this.#tell(say.unread),
    );
  }

  async #loseGpu(): Promise<void> {
    const say = messages().plugs.gpu;
    if (this.#busy) return;
    this.#busy = true;
    try {
      this.#tell(say.training);
      const training = this.#recommender.train({ epochs: 4 });
      let step = await training.next();
      if (!step.done) {
        this.#channel.postMessage({ pulled: [...this.#plugs(), 'gpu'] } satisfies PlugMessage);
        this.#tell(say.done);
      }
      while (!step.done) step = await training.next();
      const { backend, adopted } = step.value;
      this.#tell(fill(adopted ? say.adopted : say.kept, { backend }));
    } catch (error) {
      this.#tell((error as Error).message);
    } finally {
      this.#busy = false;
    }
  }

  #plugs(): Plug[] {
    return [...this.#pulled].filter((name): name is 'disk' | 'network' => name === 'disk' || name === 'network');
  }

  /** Resolves when the engine's worker has taken it; one that is ended, or hangs, takes it when it starts again. */
  async #tellWorkers(): Promise<void> {
    this.#parts.setPulled(this.#plugs());
    const taken = new Promise((resolve) => this.#channel.addEventListener('message', resolve, { once: true }));
    this.#channel.postMessage({ pulled: this.#plugs() } satisfies PlugMessage);
    await Promise.race([taken, new Promise((resolve) => setTimeout(resolve, LONGEST_TAKING))]);
  }

  /** One plug in its new state; the focus stays on it. */
  #redraw(name: Name): void {
    const old = document.querySelector(`[data-plug="${name}"]`)!;
    const plug = this.#plug(name);
    old.closest('.plug')!.replaceWith(plug);
    plug.querySelector('button')!.focus({ preventScroll: true });
  }

  /** A thing that is opened stays on this page: looking at it is enough to move the shelf. */
  #onCard(event: MouseEvent): void {
    const link = (event.target as Element).closest('a');
    const id = link?.closest<HTMLElement>('[data-product]')?.dataset.product;
    if (id === undefined) return;
    event.preventDefault();
    const say = messages();
    this.#parts.shop.track('view_item', [id]).then(
      ({ durable, refused }) =>
        announce(refused.length > 0 ? say.plugsNotKept : durable ? say.plugsStored : say.plugsHeld),
      ({ message }) => announce(message),
    );
  }

  /** The facts of the moment; what changed is told. */
  async #look(): Promise<void> {
    const { state, durable, interactions, products, restarts } = await this.#recommender.status();
    const say = messages();
    const consent = !this.#pulled.has('consent');
    const facts: [string, string][] = [
      [say.plugsEngine, say.plugsStates[state]],
      [say.plugsRestarts, number(restarts)],
      [say.plugsStorage, !consent ? say.plugsNothing : durable ? say.plugsOnDisk : say.plugsInMemory],
      [say.plugsClicks, number(interactions)],
      [say.plugsProducts, number(products)],
    ];
    this.#facts.replaceChildren(
      ...facts.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
    );
    if (state === 'ready' && restarts > this.#known.restarts) {
      this.#known.restarts = restarts;
      this.#tell(fill(say.plugs.worker.undone, { count: number(interactions) }));
    }
    if (consent && durable !== this.#known.durable) this.#tell(durable ? say.plugsAllStored : say.plugsAllHeld);
    this.#known.durable = durable;
  }

  #tell(text: string): void {
    const time = new Date().toLocaleTimeString(language() === 'zh' ? 'zh-CN' : 'en-GB');
    this.#told.prepend(element('li', {}, element('time', {}, time), ' ', text));
  }

  #switchLanguage(): void {
    speak(language() === 'en' ? 'zh' : 'en');
    this.show();
    document.querySelector<HTMLElement>('.plugs-language')?.focus();
  }
}
