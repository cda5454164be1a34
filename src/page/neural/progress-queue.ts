import type { VitrineError } from '../../contract/errors.ts';

/** Events that arrive on their own, to be read one by one by a single reader with `for await`. */
export class ProgressQueue<TEvent> implements AsyncIterable<TEvent> {
  readonly #events: TEvent[] = [];
  #ended = false;
  #error: VitrineError | null = null;
  #wake: () => void = () => undefined;

  push(event: TEvent): void {
    if (this.#ended) return;
    this.#events.push(event);
    this.#wake();
  }

  /** What was pushed before can still be read; then the reader's loop ends, or throws `error`. The first end counts. */
  end(error: VitrineError | null = null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TEvent, void, void> {
    for (;;) {
      while (this.#events.length > 0) yield this.#events.shift() as TEvent;
      if (this.#error) throw this.#error;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
