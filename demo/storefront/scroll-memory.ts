/** Remembers how far down the page was scrolled at each place of the visit: Back leads there, a new place begins at its top. */
export class ScrollMemory {
  readonly #offsets = new Map<number, number>();
  #place: number;

  constructor(signal: AbortSignal) {
    history.scrollRestoration = 'manual';
    this.#place = placeOf(history.state) ?? 0;
    history.replaceState({ place: this.#place }, '');
    const note = (): void => {
      this.#offsets.set(this.#place, window.scrollY);
    };
    window.addEventListener('scroll', note, { passive: true, signal });
  }

  /** After the address changed and its view is on the page. */
  arrive(): void {
    const known = placeOf(history.state);
    if (known === undefined) {
      this.#place++;
      this.#offsets.delete(this.#place);
      history.replaceState({ place: this.#place }, '');
    } else {
      this.#place = known;
    }
    window.scrollTo({ top: this.#offsets.get(this.#place) ?? 0, behavior: 'instant' });
  }
}

const placeOf = (state: unknown): number | undefined => (state as { place?: number } | null)?.place;
