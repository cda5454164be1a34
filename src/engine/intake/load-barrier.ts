/** Something that arrives part by part, and those who wait until enough of it is there. */
export class LoadBarrier {
  #underWay = 0;
  readonly #waiting = new Set<() => void>();

  /** @param work is given what it calls after each part. */
  async during<TResult>(work: (arrived: () => void) => Promise<TResult>): Promise<TResult> {
    this.#underWay++;
    try {
      return await work(() => this.#tell());
    } finally {
      this.#underWay--;
      this.#tell();
    }
  }

  /** Resolves when there is enough, or nothing more will come. */
  async until(enough: () => boolean): Promise<void> {
    while (this.#underWay > 0 && !enough()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #tell(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
