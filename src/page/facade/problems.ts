import { toWire, type VitrineError, type WireError } from '../../contract/errors.ts';

const MAX_KEPT = 20;

/** What went wrong since the start, of the page and of the engine, for `status()` and the event `problem`. */
export class Problems {
  /** Newest last. */
  list: readonly WireError[] = [];
  readonly #known = new Set<string>();
  readonly #tell: (problem: VitrineError) => void;

  constructor(tell: (problem: VitrineError) => void) {
    this.#tell = tell;
  }

  add(problem: VitrineError): void {
    this.#known.add(keyOf(problem));
    this.list = [...this.list, toWire(problem)].slice(-MAX_KEPT);
    this.#tell(problem);
  }

  /** As `add`, but for what may be heard of again and again: the engine's list comes with each of its statuses. */
  addOnce(problem: VitrineError): void {
    if (!this.#known.has(keyOf(problem))) this.add(problem);
  }
}

const keyOf = ({ code, message }: VitrineError): string => `${code} ${message}`;
