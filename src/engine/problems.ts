import { toWire, type VitrineError, type WireError } from '../contract/errors.ts';

const MOST = 20;

/** What went wrong while the shop went on, newest last. */
export class Problems {
  readonly #list: WireError[] = [];

  add(problem: VitrineError): void {
    this.#list.push(toWire(problem));
    if (this.#list.length > MOST) this.#list.shift();
  }

  list(): readonly WireError[] {
    return [...this.#list];
  }
}
