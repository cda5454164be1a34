import type { Remote } from 'comlink';
import type { Bench, Workbench } from '../workbench.ts';
import { button, element, listening } from './element.ts';
import { language, messages, speak } from './language.ts';
import { comparisonScreen } from './screens/comparison.ts';
import { dataScreen } from './screens/data.ts';
import { gapsScreen } from './screens/gaps.ts';
import { insideScreen } from './screens/inside.ts';
import { mapScreen } from './screens/map.ts';
import { picturesScreen } from './screens/pictures.ts';
import { sessionScreen } from './screens/session.ts';
import { trainingScreen } from './screens/training.ts';
import { type RunState, type Screen, type ScreenName, type Stage, type StudioPlace, wordsOf } from './stage.ts';
import { TrainingRun } from './training-run.ts';

const SCREENS = {
  data: dataScreen,
  training: trainingScreen,
  comparison: comparisonScreen,
  map: mapScreen,
  session: sessionScreen,
  gaps: gapsScreen,
  pictures: picturesScreen,
  inside: insideScreen,
} satisfies Record<ScreenName, Screen>;
const NAMES = Object.keys(SCREENS) as ScreenName[];

/** A note stays for this long. */
const SAID_MS = 6000;

/** The studio's page: its head, the tabs, the screen that the address names. */
export class Studio {
  bench: Bench;
  readonly #run: RunState = {
    training: { run: new TrainingRun(), state: 'idle', said: '' },
    comparison: { run: new TrainingRun(), state: 'idle', said: '' },
    gaps: { run: new TrainingRun(), state: 'idle', said: '' },
    pictures: { run: new TrainingRun(), state: 'idle', said: '', examined: [] },
    choice: { model: 'rules+knn+popular' },
    onChange: new Set(),
  };
  readonly #screen = element('div', { role: 'tabpanel', id: 'screen', tabindex: -1 });
  readonly #said = element('p', { class: 'said', role: 'status' });
  #tabs = new Map<ScreenName, HTMLElement>();
  #view = new AbortController();
  #hush: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly workbench: Remote<Workbench>,
    bench: Bench,
    readonly place: StudioPlace,
  ) {
    this.bench = bench;
  }

  /** Puts the studio on the page. */
  open(): void {
    const say = messages();
    speak(language());
    document.title = say.title;
    const other = listening(
      element(
        'button',
        {
          type: 'button',
          class: 'button',
          lang: language() === 'en' ? 'zh-CN' : 'en',
          'aria-label': say.otherLanguageLabel,
        },
        say.otherLanguage,
      ),
      {
        click: () => {
          speak(language() === 'en' ? 'zh' : 'en');
          this.open();
          document.querySelector<HTMLElement>('header .button')?.focus();
        },
      },
    );
    this.#tabs = new Map(NAMES.map((name) => [name, this.#tab(name)]));
    document.body.replaceChildren(
      element('a', { class: 'skip', href: '#screen' }, say.skip),
      element('header', {}, element('h1', {}, say.title), other),
      element(
        'main',
        {},
        element('p', { class: 'lead' }, say.lead),
        listening(
          element('div', { role: 'tablist', 'aria-label': say.screens, class: 'tabs' }, ...this.#tabs.values()),
          { keydown: (event) => this.#onKey(event) },
        ),
        this.#screen,
      ),
      this.#said,
    );
    document.querySelector('.skip')!.addEventListener('click', (event) => {
      event.preventDefault();
      this.#screen.focus();
    });
    window.onhashchange = () => void this.#show();
    void this.#show();
  }

  get #current(): ScreenName {
    const asked = location.hash.replace(/^#\/?/, '');
    return NAMES.find((name) => name === asked) ?? 'data';
  }

  #tab(name: ScreenName): HTMLElement {
    return button(messages()[name], () => this.#go(name), {
      class: 'tab',
      role: 'tab',
      id: `tab-${name}`,
      'aria-controls': 'screen',
    });
  }

  #go(name: ScreenName): void {
    if (name === this.#current) void this.#show();
    else location.hash = `#/${name}`;
  }

  /** Tabs by arrow keys, Home and End, as the pattern for tabs has it. */
  #onKey(event: KeyboardEvent): void {
    const at = NAMES.indexOf(this.#current);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: NAMES.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const name = NAMES[(next + NAMES.length) % NAMES.length];
    this.#go(name);
    this.#tabs.get(name)?.focus();
  }

  #announce(text: string): void {
    clearTimeout(this.#hush);
    this.#said.textContent = text;
    this.#hush = setTimeout(() => this.#said.replaceChildren(), SAID_MS);
  }

  async #show(): Promise<void> {
    this.#view.abort();
    this.#view = new AbortController();
    const { signal } = this.#view;
    this.#run.onChange.clear();
    const current = this.#current;
    for (const [name, tab] of this.#tabs) {
      tab.setAttribute('aria-selected', String(name === current));
      tab.setAttribute('tabindex', name === current ? '0' : '-1');
    }
    this.#screen.setAttribute('aria-labelledby', `tab-${current}`);
    this.#screen.setAttribute('aria-busy', 'true');
    let content: HTMLElement;
    try {
      content = await SCREENS[current](this.#stage(signal));
    } catch (thrown) {
      content = element('p', { class: 'problem' }, wordsOf(thrown));
    }
    if (signal.aborted) return;
    this.#screen.replaceChildren(content);
    this.#screen.removeAttribute('aria-busy');
  }

  #stage(signal: AbortSignal): Stage {
    return {
      workbench: this.workbench,
      bench: this.bench,
      run: this.#run,
      signal,
      place: this.place,
      lay: (bench) => {
        this.bench = bench;
        void this.#show();
      },
      go: (screen) => {
        this.#go(screen);
        this.#tabs.get(screen)?.focus();
      },
      announce: (text) => this.#announce(text),
    };
  }
}
