/**
 * Keeps the height of what a shelf shows while it changes, so that nothing below it moves: what comes in shorter gets the room of
 * what went until the shelf is out of sight.
 */
export class Room {
  readonly root: HTMLElement;
  #watch: IntersectionObserver | undefined;

  constructor(root: HTMLElement) {
    this.root = root;
  }

  /** Before a change. */
  hold(): void {
    this.root.style.minBlockSize = `${this.root.offsetHeight}px`;
    this.#watch ??= new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) this.release();
    });
    // Observed anew, it is told at once.
    this.#watch.unobserve(this.root);
    this.#watch.observe(this.root);
  }

  release(): void {
    this.root.style.minBlockSize = '';
    this.#watch?.disconnect();
  }
}
