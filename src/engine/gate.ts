import { VitrineError } from '../contract/errors.ts';
import type { Consent, TrackReport, VisitorEvent } from '../contract/visitor-event.ts';
import { readEvent } from './storage/event-record.ts';
import type { History } from './storage/history.ts';

const NOT_ALLOWED = 'The visitor does not allow it: `consent` is `denied`.';

/**
 * The gate between the shop and what is known about its visitor: every event that comes in, every reading of the
 * history and every training passes here, by what the visitor allows.
 */
export class Gate {
  readonly #history: History;
  #consent: Consent;

  constructor(history: History, consent: Consent) {
    this.#history = history;
    this.#consent = consent;
  }

  /**
   * Checks events, of which nothing is known, and keeps those that may be kept.
   * @param earlier whether they were done before, elsewhere
   */
  async record(events: readonly unknown[], earlier?: boolean): Promise<TrackReport> {
    const now = Date.now();
    const refused: { index: number; message: string }[] = [];
    const taken: VisitorEvent[] = [];
    events.forEach((value, index) => {
      const read = this.#consent === 'denied' ? NOT_ALLOWED : readEvent(value, now);
      if (typeof read === 'string') refused.push({ index, message: read });
      else taken.push(read);
    });
    await (earlier ? this.#history.merge(taken) : this.#history.append(taken));
    return { stored: taken.length, refused, durable: this.#history.durable };
  }

  /** The history for a list or an export, with all that was recorded before. Empty where the visitor does not allow it. */
  async read(): Promise<History> {
    await this.#history.loaded();
    await this.#history.caughtUp();
    return this.#history;
  }

  /** Whether something about the visitor may leave the page now. */
  get mayLeave(): boolean {
    return this.#consent === 'granted';
  }

  /** The history to train on. @throws VitrineError `no-consent` */
  train(): Promise<History> {
    if (this.#consent !== 'denied') return this.read();
    throw new VitrineError('no-consent', NOT_ALLOWED);
  }

  /** @throws VitrineError `storage` where consent is withdrawn, and what is stored could not be deleted */
  async change(consent: Consent): Promise<void> {
    const before = this.#consent;
    this.#consent = consent;
    if (consent === 'denied') await (before === 'granted' ? this.#history.erase() : this.#history.drop());
    // What was said last: it may have been said meanwhile.
    await this.#history.permit(this.#consent === 'granted');
  }
}
