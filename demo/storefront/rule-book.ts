import type { Rule } from 'vitrine';

/** The shop's own rules, kept by shop in this browser; its shelves follow them. */
export class RuleBook {
  readonly #key: string;
  #rules: readonly Rule[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(shop: string) {
    this.#key = `osier.rules.${shop}`;
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
      if (Array.isArray(stored)) this.#rules = stored;
    } catch {
      // An unreadable book has no rules.
    }
  }

  get rules(): readonly Rule[] {
    return this.#rules;
  }

  write(rules: readonly Rule[]): void {
    this.#rules = rules;
    try {
      localStorage.setItem(this.#key, JSON.stringify(rules));
    } catch {
      // Without storage they last as long as the page.
    }
    for (const listener of [...this.#listeners]) listener();
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener));
  }
}
