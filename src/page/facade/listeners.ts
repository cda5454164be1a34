/** Listeners by event name. A listener that throws harms neither the others nor us: its error is the host page's to see. */
export class Events<TEvents> {
  /** By event; one that was ever listened to has a set. */
  readonly listeners = new Map<keyof TEvents, Set<(event: never) => void>>();

  /** @returns a function that ends the subscription. */
  on<TName extends keyof TEvents>(name: TName, listener: (event: TEvents[TName]) => void): () => void {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  emit<TName extends keyof TEvents>(name: TName, event: TEvents[TName]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])] as ((event: TEvents[TName]) => void)[]) {
      try {
        listener(event);
      } catch (error) {
        console.error('vitrine: a listener failed', error);
      }
    }
  }

  clear(): void {
    this.listeners.clear();
  }
}
