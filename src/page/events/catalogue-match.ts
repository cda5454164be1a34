import type { Engine } from '../../contract/engine.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { ProductId } from '../../contract/product.ts';

/** Different products that were tracked, from which on it is no accident that the catalogue has none of them. */
const ENOUGH = 5;
/** Newest interactions that are looked at. */
const NEWEST = 50;

/** One call of the engine. */
export type AskEngine = <TResult>(send: (engine: AskedEngine) => Promise<TResult>) => Promise<TResult>;
export type AskedEngine = Pick<Engine, 'record' | 'history' | 'status' | 'recommend' | 'reportEvents'>;

/**
 * Finds out whether events and feed name products in the same way: once enough of them were tracked, it says that the
 * catalogue has none, or is content for good.
 */
export class CatalogueMatch {
  readonly #ask: AskEngine;
  readonly #onProblem: (problem: VitrineError) => void;
  #decided = false;
  #looking = false;

  constructor(ask: AskEngine, onProblem: (problem: VitrineError) => void) {
    this.#ask = ask;
    this.#onProblem = onProblem;
  }

  /** Something more was tracked. It never rejects: what cannot be asked now is asked after the next event. */
  async look(): Promise<void> {
    if (this.#decided || this.#looking) return;
    this.#looking = true;
    try {
      const newest = await this.#ask((engine) => engine.history(NEWEST));
      const among = [...new Set(newest.map(({ product }) => product))].slice(0, ENOUGH);
      if (among.length < ENOUGH || (await this.#ask((engine) => engine.status())).products === 0) return;
      const { leftOut } = await this.#ask((engine) => engine.recommend({ among, limit: 1, explain: false }));
      this.#decided = true;
      if (leftOut?.unknown.length === among.length) this.#onProblem(noneKnown(among));
    } catch {
      // The engine is gone, or closed.
    } finally {
      this.#looking = false;
    }
  }
}

const noneKnown = (ids: readonly ProductId[]): VitrineError =>
  new VitrineError(
    'unknown-products',
    `None of the ${ids.length} products tracked last is in the catalogue: ${ids.map((id) => `\`${id}\``).join(', ')}.`,
    { remedy: 'Track the ids that the feed has: the page may name variants (SKUs) where the feed names products.' },
  );
