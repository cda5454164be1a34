/** The visitor's basket and saved things, kept by shop in this browser. */
export class Basket {
  readonly #key: string;
  readonly #quantities = new Map<string, number>();
  readonly #saved = new Set<string>();
  #listeners = new Set<() => void>();

  constructor(shop: string) {
    this.#key = `osier.basket.${shop}`;
    try {
      const stored = JSON.parse(localStorage.getItem(this.#key) ?? '{}');
      for (const [id, quantity] of stored.quantities ?? [])
        if (Number.isInteger(quantity) && quantity > 0) this.#quantities.set(String(id), quantity);
      for (const id of stored.saved ?? []) this.#saved.add(String(id));
    } catch {
      // An unreadable basket is an empty one.
    }
  }

  get quantities(): ReadonlyMap<string, number> {
    return this.#quantities;
  }

  get saved(): ReadonlySet<string> {
    return this.#saved;
  }

  /** Things in it, each as often as it is in it. */
  get count(): number {
    return [...this.#quantities.values()].reduce((sum, quantity) => sum + quantity, 0);
  }

  /** 0 takes it out. */
  set(id: string, quantity: number): void {
    if (quantity > 0) this.#quantities.set(id, Math.min(99, quantity));
    else this.#quantities.delete(id);
    this.#changed();
  }

  save(id: string, wanted: boolean): void {
    if (wanted) this.#saved.add(id);
    else this.#saved.delete(id);
    this.#changed();
  }

  /** After a purchase. */
  clear(): void {
    this.#quantities.clear();
    this.#changed();
  }

  erase(): void {
    this.#saved.clear();
    this.clear();
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener));
  }

  #changed(): void {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ quantities: [...this.#quantities], saved: [...this.#saved] }));
    } catch {
      // Without storage the basket lasts as long as the page.
    }
    for (const listener of [...this.#listeners]) listener();
  }
}
