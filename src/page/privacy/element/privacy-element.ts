import type { ErrorCode, VitrineError } from '../../../contract/errors.ts';
import type { Consent } from '../../../contract/visitor-event.ts';
import type { NamedInterest, VisitorProfile } from '../../../contract/visitor-profile.ts';
import type { PrivacySummary, Recommender } from '../../facade/recommender.ts';
import { adoptStyle } from '../../shelf/adopt-style.ts';
import { make } from '../../shelf/make.ts';
import { tellPrice } from '../../shelf/price.ts';
import { directionOf, languageOf } from '../../wording/language.ts';
import { fill, fillCount } from '../../wording/messages.ts';
import { privacyMessagesFor } from '../../wording/privacy/locale.ts';
import type { PrivacyMessages } from '../../wording/privacy/messages.ts';
import { tellFacts, tellSource } from './facts.ts';
import { Question } from './question.ts';
import { PRIVACY_STYLE } from './style.ts';

/** Absent in Node, where this module can be imported all the same. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** Interests that are shown beside those that the visitor spoke of. */
const MOST_SHOWN = 8;

/** What is said of a failure that the visitor can mend. */
const FAULTS: Partial<Record<ErrorCode, keyof PrivacyMessages & string>> = {
  'wrong-passphrase': 'wrongPassphrase',
  'profile-unreadable': 'unreadable',
  'profile-version': 'otherVersion',
  'no-encryption': 'noEncryption',
  'no-consent': 'notAllowed',
};

/** What the visitor allows from now on, for the shop to remember: the recommender asks for it at each start. */
export type ConsentEvent = CustomEvent<{ consent: Consent }>;

/**
 * `<vitrine-privacy>`: what is known about the visitor, in words, and what they may do with it: say that they want less of
 * something, allow it or not, save it, take it to another device, bring it from there, have it deleted. The language is that of
 * `lang`, English or Chinese. Parts: `heading`, `intro`, `facts`, `interests`, `name`, `hint`, `less`, `prices`, `allow`, `actions`, `download`,
 * `take`, `bring`, `forget`, `status`, `dialog`, `answer`, `cancel`. Emits `vitrine-consent` when the visitor has allowed it or withdrawn it.
 */
export class VitrinePrivacy extends Base {
  static readonly observedAttributes = ['lang'];
  /** For every element without one of its own. */
  static recommender: Recommender | null = null;
  /** The shop's own words, for every element. What is not named is said in the language of the page. */
  static messages: Partial<PrivacyMessages> = {};

  /** What the page calls a category, brand or tag of the feed. Default: as the feed does. */
  labelOf: (name: string) => string = (name) => name;
  #recommender: Recommender | null = null;
  #words: PrivacyMessages = privacyMessagesFor('en');
  #language = 'en';

  readonly #heading = make('h2', { part: 'heading' });
  readonly #intro = make('p', { part: 'intro' });
  readonly #facts = make('dl', { part: 'facts' });
  readonly #interestsHeading = make('h3', { id: 'interests' });
  readonly #interests = make('ul', { part: 'interests', 'aria-labelledby': 'interests' });
  readonly #prices = make('p', { part: 'prices' });
  readonly #allow = make('input', { id: 'allow', type: 'checkbox', role: 'switch', 'aria-describedby': 'allowed' });
  readonly #allowLabel = make('label', { for: 'allow' });
  readonly #allowed = make('p', { part: 'hint', id: 'allowed' });
  readonly #yours = make('h3');
  readonly #download = make('button', { part: 'download', type: 'button' });
  readonly #take = make('button', { part: 'take', type: 'button' });
  readonly #bring = make('button', { part: 'bring', type: 'button' });
  readonly #forget = make('button', { part: 'forget', type: 'button' });
  readonly #status = make('p', { part: 'status', role: 'status' });
  readonly #question = new Question();

  #connection: AbortController | null = null;
  #summary: PrivacySummary | null = null;
  #profile: VisitorProfile | null = null;
  /** Whether it is on the screen: nothing is read for who does not see it. */
  #inSight = false;
  #stale = true;
  #reading = false;

  constructor() {
    super();
    this.#allow.addEventListener('change', () => this.#allowOrStop());
    this.#download.addEventListener('click', () => void this.#try(() => this.#save(), this.#words.downloaded));
    this.#take.addEventListener('click', () => this.#askPassphrase());
    this.#bring.addEventListener('click', () => this.#askFile());
    this.#forget.addEventListener('click', () => this.#askWhetherToForget());
    const root = this.attachShadow({ mode: 'open' });
    adoptStyle(root, PRIVACY_STYLE);
    root.append(
      this.#heading,
      this.#intro,
      this.#facts,
      this.#interestsHeading,
      this.#interests,
      this.#prices,
      make('div', { part: 'allow' }, this.#allow, this.#allowLabel, this.#allowed),
      this.#yours,
      make('div', { part: 'actions' }, this.#download, this.#take, this.#bring, this.#forget),
      this.#status,
      this.#question.root,
    );
  }

  get recommender(): Recommender | null {
    return this.#recommender ?? VitrinePrivacy.recommender;
  }

  set recommender(recommender: Recommender | null) {
    this.#recommender = recommender;
    if (this.#connection) this.#connect();
  }

  connectedCallback(): void {
    this.#connect();
  }

  disconnectedCallback(): void {
    this.#connection?.abort();
    this.#connection = null;
  }

  attributeChangedCallback(): void {
    if (this.#connection) this.#speak();
  }

  #connect(): void {
    this.#connection?.abort();
    const connection = new AbortController();
    this.#connection = connection;
    this.#speak();
    const { recommender } = this;
    const { signal } = connection;
    const watch = new IntersectionObserver((moments) => {
      // A busy page is told of several moments at once: the last holds.
      this.#inSight = moments[moments.length - 1].isIntersecting;
      void this.#refresh();
    });
    watch.observe(this);
    const stop = recommender?.on('change', () => {
      this.#stale = true;
      void this.#refresh();
    });
    signal.addEventListener('abort', () => {
      watch.disconnect();
      stop?.();
    });
    this.#stale = true;
  }

  /** Reads what is known anew, once for many changes. */
  async #refresh(): Promise<void> {
    const { recommender } = this;
    const signal = this.#connection?.signal;
    if (!recommender || !signal || !this.#inSight || !this.#stale || this.#reading) return;
    this.#stale = false;
    this.#reading = true;
    try {
      this.#summary = await recommender.privacy.summary({ signal });
      if (this.#status.textContent === this.#words.unavailable) this.#say('');
      this.#show();
      this.#profile = await recommender.profile({ signal });
      this.#show();
    } catch {
      if (!signal.aborted && !this.#summary) this.#say(this.#words.unavailable);
    } finally {
      this.#reading = false;
      if (this.#stale) void this.#refresh();
    }
  }

  #speak(): void {
    const language = languageOf(this);
    const messages = { ...privacyMessagesFor(language), ...VitrinePrivacy.messages };
    this.#words = messages;
    this.#language = language;
    this.#heading.textContent = messages.heading;
    this.#intro.textContent = messages.intro;
    this.#interestsHeading.textContent = messages.interests;
    this.#allowLabel.textContent = messages.allow;
    this.#yours.textContent = messages.yours;
    this.#download.textContent = messages.download;
    this.#take.textContent = messages.take;
    this.#bring.textContent = messages.bring;
    this.#forget.textContent = messages.forget;
    const direction = directionOf(this, language);
    for (const part of (this.shadowRoot as ShadowRoot).children as HTMLCollectionOf<HTMLElement>) {
      if (direction) part.dir = direction;
      else part.removeAttribute('dir');
    }
    this.#show();
  }

  #show(): void {
    const { consent } = this.#summary ?? {};
    const messages = this.#words;
    this.#allow.checked = consent === 'granted';
    this.#allow.disabled = consent === undefined;
    if (!this.#summary) return;
    this.#allowed.textContent = { granted: messages.allowed, pending: messages.asked, denied: messages.refused }[
      this.#summary.consent
    ];
    this.#facts.replaceChildren(
      ...tellFacts(this.#summary, messages, this.#language).map(([name, text]) =>
        make('div', {}, make('dt', {}, name), make('dd', {}, text)),
      ),
    );
    if (this.#profile) this.#showProfile(this.#profile);
  }

  #showProfile({ interests, price }: VisitorProfile): void {
    const root = this.shadowRoot as ShadowRoot;
    const pressed = root.activeElement?.getAttribute('data-interest');
    const shown = interests.filter(({ declared }, i) => declared || i < MOST_SHOWN);
    this.#interests.replaceChildren(...shown.map((interest) => this.#row(interest)));
    this.#interests.hidden = shown.length === 0;
    this.#prices.textContent = shown.length === 0 ? this.#words.noInterests : price ? this.#pricesOf(price) : '';
    // The button that was pressed was drawn anew.
    if (pressed) root.querySelector<HTMLElement>(`[data-interest="${CSS.escape(pressed)}"]`)?.focus();
  }

  #pricesOf({ min: lowest, max: highest, currency }: NonNullable<VisitorProfile['price']>): string {
    const [min, max] = [lowest, highest].map((price) => tellPrice({ price, currency }, this.#language));
    return min === max ? fill(this.#words.price, { price: min }) : fill(this.#words.prices, { min, max });
  }

  #row(interest: NamedInterest): HTMLElement {
    const messages = this.#words;
    const { kind, name, declared } = interest;
    const label = this.labelOf(name);
    const row = make(
      'li',
      {},
      make('span', { part: 'name' }, label),
      make('span', { part: 'hint' }, tellSource(interest, messages, this.#language)),
    );
    if (kind === 'tag') return row; // nothing can be declared of tags
    const less = make(
      'button',
      {
        part: 'less',
        type: 'button',
        'data-interest': `${kind} ${name}`,
        'aria-label': fill(messages.lessOf, { name: label }),
        'aria-pressed': String(declared === 'less'),
      },
      messages.less,
    );
    const takenBack = declared === 'less';
    less.addEventListener(
      'click',
      () =>
        void this.#try(
          (recommender) => recommender.declare([{ kind, name, wish: takenBack ? 'as-before' : 'less' }]),
          fill(takenBack ? messages.asBefore : messages.lessDone, { name: label }),
        ),
    );
    row.append(less);
    return row;
  }

  #allowOrStop(): void {
    const messages = this.#words;
    const become = (consent: Consent, said: string, signal?: AbortSignal): Promise<string | undefined> =>
      this.#try(
        async (recommender) => {
          await recommender.consent(consent);
          const told: ConsentEvent = new CustomEvent('vitrine-consent', {
            bubbles: true,
            composed: true,
            detail: { consent },
          });
          this.dispatchEvent(told);
        },
        said,
        signal,
      );
    if (this.#allow.checked) {
      void become('granted', messages.begun);
      return;
    }
    this.#allow.checked = true; // until it is answered
    this.#question.ask({
      title: messages.stopTitle,
      text: messages.stopText,
      answer: messages.stop,
      cancel: messages.cancel,
      onAnswer: (signal) => become('denied', messages.stopped, signal),
    });
  }

  #askPassphrase(): void {
    const messages = this.#words;
    const field = make('input', { type: 'password', autocomplete: 'new-password', required: '' });
    this.#question.ask({
      title: messages.take,
      text: messages.takeText,
      fields: [make('label', {}, messages.passphrase, field)],
      answer: messages.save,
      cancel: messages.cancel,
      onAnswer: (signal) => this.#try(() => this.#save({ passphrase: field.value, signal }), messages.saved, signal),
    });
  }

  #askFile(): void {
    const messages = this.#words;
    const file = make('input', { type: 'file', accept: '.json,application/json', required: '' });
    const passphrase = make('input', { type: 'password', autocomplete: 'off' });
    this.#question.ask({
      title: messages.bring,
      text: messages.bringText,
      fields: [make('label', {}, messages.file, file), make('label', {}, messages.filePassphrase, passphrase)],
      answer: messages.read,
      cancel: messages.cancel,
      onAnswer: (signal) =>
        this.#try(
          async ({ privacy }) => {
            const { stored, known, refused, leftOut } = await privacy.import(file.files![0], {
              ...(passphrase.value && { passphrase: passphrase.value }),
              signal,
            });
            const unusable = refused + leftOut;
            return [
              fillCount(messages.brought, stored, this.#language),
              known > 0 ? fillCount(messages.known, known, this.#language) : '',
              unusable > 0 ? fillCount(messages.unusable, unusable, this.#language) : '',
            ]
              .filter(Boolean)
              .join(' ');
          },
          '',
          signal,
        ),
    });
  }

  #askWhetherToForget(): void {
    const messages = this.#words;
    this.#question.ask({
      title: messages.forgetTitle,
      text: messages.forgetText,
      answer: messages.forget,
      cancel: messages.cancel,
      onAnswer: (signal) => this.#try(({ privacy }) => privacy.erase({ signal }), messages.forgotten, signal),
    });
  }

  /** Gives the visitor the file of all that is known. */
  async #save(options?: { passphrase: string; signal: AbortSignal }): Promise<void> {
    const file = await this.recommender!.privacy.export(options);
    const address = URL.createObjectURL(file);
    const name = `${location.hostname || 'shop'}-${new Date().toISOString().slice(0, 10)}.json`;
    make('a', { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  /**
   * Does something and says that it is done.
   * @param done what is said, where `act` does not say it itself
   * @param signal of the question that it answers, which is closed when it is done
   * @returns what went wrong, in words, which an open question shows; it is said where there is none
   */
  async #try(
    act: (recommender: Recommender) => Promise<unknown>,
    done: string,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const { recommender } = this;
    if (!recommender) return undefined;
    this.#say('');
    try {
      const said = await act(recommender);
      // Not waited for any more: another question may be open.
      if (signal?.aborted) return undefined;
      // What is said behind an open question is not heard.
      if (signal) this.#question.close();
      this.#say(typeof said === 'string' ? said : done);
      return undefined;
    } catch (thrown) {
      const wrong = this.#words[FAULTS[(thrown as VitrineError).code] ?? 'failed'] as string;
      if (!signal) this.#say(wrong);
      // What could not be done is shown as it is.
      this.#show();
      return wrong;
    }
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }
}
