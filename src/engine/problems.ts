import { toWire, type VitrineError, type WireError } from '../contract/errors.ts';

const MOST = 20;

/** What went wrong while the shop went on, newest last. */
export class Problems {
  readonly #list: WireError[] = [];

  add(problem: VitrineError): void {
    this.#list.push(toWire(problem));
    if (this.#list.length > MOST) this.#list.shift();
  }

  /** As `add`, unless it is on the list: of what may go wrong with every list of products. */
  addOnce(problem: VitrineError): void {
    if (!this.#list.some(({ message }) => message === problem.message)) this.add(problem);
  }

  list(): readonly WireError[] {
    return [...this.#list];
  }
}
