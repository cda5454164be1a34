import type { EncodedSession, EncodedState } from './sources/encoded-session.ts';
import type { Cache } from './storage/cache.ts';

/** Milliseconds without a list after which the state is stored. */
const PAUSE = 1_000;
const NAME = 'sessions';

type Sessions = ReadonlyMap<string, EncodedSession>;

/** What the encoders made of the visitor's history, so that on the next visit only what came since is encoded. */
export class SessionCache {
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #cache: Cache;
  readonly #sessions: () => Sessions;

  /** @param sessions by source, as they serve at the moment */
  constructor(cache: Cache, sessions: () => Sessions) {
    this.#cache = cache;
    this.#sessions = sessions;
  }

  /** Takes up what is stored, where it fits the weights and vectors that serve. Never rejects. */
  async restore(): Promise<void> {
    if (this.#sessions().size === 0) return;
    const stored = (await this.#cache.load(NAME)) as ReadonlyMap<string, EncodedState> | undefined;
    for (const [name, session] of this.#sessions()) {
      try {
        const state = stored?.get(name);
        if (state !== undefined) session.restore(state);
      } catch {
        // Damaged: the history is encoded anew.
        session.forget();
      }
    }
  }

  /** Stores the state when no list was asked for for a while. */
  keep(): void {
    this.close();
    this.#timer = setTimeout(() => {
      const states = [...this.#sessions()].flatMap(([name, session]) => {
        const state = session.save();
        return state === undefined ? [] : [[name, state] as const];
      });
      if (states.length > 0) void this.#cache.save(NAME, new Map(states));
    }, PAUSE);
  }

  /** The history was erased: nothing that was made of it stays. */
  forget(): void {
    this.close();
    for (const session of this.#sessions().values()) session.forget();
  }

  /** What is not stored yet is not stored any more. */
  close(): void {
    clearTimeout(this.#timer);
  }
}
