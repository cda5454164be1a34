import { VitrineError } from '../../contract/errors.ts';
import type { TrackReport, VisitorEvent } from '../../contract/visitor-event.ts';
import type { Events } from '../facade/listeners.ts';
import type { RecommenderEvents } from '../facade/recommender.ts';
import { aborted, closed, late, quiet } from '../workers/limits.ts';
import { type AskEngine, CatalogueMatch } from './catalogue-match.ts';
import type { EventAdapter } from './event-adapter.ts';
import { EventReader, type PayloadReading } from './event-reader.ts';
import type { Unstored } from './journal.ts';

/** Events sent to the engine in one call, and stored in one transaction; a payload that does not fit goes with the next. */
const MOST_AT_ONCE = 500;
/** Events kept that the engine holds in memory alone. */
const MOST_KEPT = 5_000;
const WHAT = 'track()';

interface Call {
  payload: unknown;
  at: number;
  /** Milliseconds, on the page's clock. */
  since: number;
  /** Undefined while adapters are fetched. */
  reading?: PayloadReading;
  /** Settled already: nobody waits any more. */
  over: boolean;
  settle: (outcome: TrackReport | VitrineError) => void;
}

export interface OutboxParts {
  /** Milliseconds. */
  deadline: number;
  /** The shop's own, tried first. */
  adapters: readonly EventAdapter[];
  onProblem: (problem: VitrineError) => void;
  /** Asks the engine; settles by the deadline. */
  ask: AskEngine;
  /** Whether the engine can store, as last heard. */
  durable: () => boolean;
  /** One call of the engine is answered: lists may be ranked differently where something is `stored`. */
  onReport: (report: TrackReport) => void;
  /** Of the recommender: who listens to `report` is told what was done. */
  events: Events<RecommenderEvents>;
}

/**
 * Payloads on their way into the history: the part of the page that reads events, fetched when the first one comes.
 *
 * Those of one turn, and those that come while the engine is busy, go to it together
 * in calls of bounded size, one after the other; each payload gets its own report, and costs the same however many wait.
 *
 * A payload that waits is given up, and not sent any more, when the engine has answered nothing for a deadline. One that was
 * on its way then may be stored or not: where the same object is tracked again, its events keep their ids and are stored once.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #reader: EventReader;
  readonly #match: CatalogueMatch;
  readonly #unread = new Set<Call>();
  /** Oldest first, from `#next` on. */
  #waiting: Call[] = [];
  #next = 0;
  #batch: Call[] = [];
  #sending: Promise<void> | undefined;
  /** Settles when listeners were told of all that was answered so far. */
  #telling: Promise<void> | undefined;
  /** What the engine holds in memory alone. */
  #kept: VisitorEvent[] = [];
  readonly #doubtful = new WeakMap<object, PayloadReading>();
  /** When the engine answered last. */
  #heard = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#reader = new EventReader(parts.adapters, parts.onProblem);
    this.#match = new CatalogueMatch(parts.ask, parts.onProblem);
  }

  /** Resolves when what could be read of it is recorded. */
  add(payload: unknown, signal?: AbortSignal, at = Date.now()): Promise<TrackReport> {
    const known = this.#doubtful.get(payload as object);
    this.#doubtful.delete(payload as object);
    return this.#enqueue(known ?? this.#reader.read(payload, at), payload, at, signal);
  }

  /** As `add`, of a stream of the page's that most of is meant for others. Nobody awaits it. */
  overhear(payload: unknown): void {
    const at = Date.now();
    void quiet(this.#enqueue(this.#reader.read(payload, at, true), payload, at));
  }

  /** A reader of payloads as this one reads them, with a memory of its own: for who records nothing. */
  readonly createReader = (): EventReader => new EventReader(this.#parts.adapters, this.#parts.onProblem);

  /** Has what another page did not get stored recorded now. */
  restore(entries: readonly Unstored[]): void {
    for (const entry of entries) {
      if ('payload' in entry) void quiet(this.add(entry.payload, undefined, entry.at));
      else this.#resend(entry.events);
    }
  }

  /** The engine was lost, and with it what it held in memory. */
  resendKept(): void {
    const events = this.#kept;
    this.#kept = [];
    this.#resend(events);
  }

  /** All that is not known to be stored. */
  unstored(): Unstored[] {
    const calls = [...this.#batch, ...this.#waiting.slice(this.#next), ...this.#unread].filter(({ over }) => !over);
    const waiting = calls.map(({ reading, payload, at }) => (reading ? { events: reading.events } : { payload, at }));
    return this.#kept.length > 0 ? [{ events: this.#kept }, ...waiting] : waiting;
  }

  /** The visitor's history was erased: what is kept goes too. */
  forget(): void {
    this.#kept = [];
  }

  /** Resolves when all that was added is answered. */
  async sent(): Promise<void> {
    await this.#sending;
    await this.#telling;
  }

  close(): void {
    clearTimeout(this.#timer);
    const error = closed();
    for (const call of [...this.#waiting, ...this.#unread]) call.settle(error);
  }

  #resend(events: readonly VisitorEvent[]): void {
    for (let from = 0; from < events.length; from += MOST_AT_ONCE) {
      const part = events.slice(from, from + MOST_AT_ONCE);
      void quiet(this.#enqueue({ events: part, refused: [] }, undefined, 0));
    }
  }

  #enqueue(
    reading: PayloadReading | Promise<PayloadReading>,
    payload: unknown,
    at: number,
    signal?: AbortSignal,
  ): Promise<TrackReport> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => call.settle(aborted(WHAT, signal?.reason));
      const call: Call = {
        payload,
        at,
        since: performance.now(),
        over: false,
        settle: (outcome) => {
          if (call.over) return;
          call.over = true;
          signal?.removeEventListener('abort', onAbort);
          if (outcome instanceof VitrineError) reject(outcome);
          else resolve(outcome);
        },
      };
      if (signal?.aborted) return onAbort();
      signal?.addEventListener('abort', onAbort);
      this.#timer ??= setTimeout(() => this.#giveUp(), this.#parts.deadline);
      const go = (read: PayloadReading): void => {
        call.reading = read;
        this.#unread.delete(call);
        const { events, refused } = read;
        if (events.length === 0) call.settle({ stored: 0, refused, durable: this.#parts.durable() });
        else {
          this.#waiting.push(call);
          this.#sending ??= this.#send();
        }
      };
      if (!(reading instanceof Promise)) return go(reading);
      this.#unread.add(call);
      reading.then(go, (thrown) => {
        this.#unread.delete(call);
        call.settle(VitrineError.from(thrown));
      });
    });
  }

  async #send(): Promise<void> {
    // What is tracked in this turn goes together.
    await undefined;
    for (let events = this.#take(); this.#batch.length > 0; events = this.#take()) {
      try {
        const report = await this.#parts.ask((engine) => engine.record(events));
        this.#heard = performance.now();
        this.#answer(events, report);
      } catch (thrown) {
        const error = VitrineError.from(thrown);
        for (const { payload, reading, settle } of this.#batch) {
          if (typeof payload === 'object' && payload !== null) this.#doubtful.set(payload, reading!);
          settle(error);
        }
      }
    }
    this.#sending = undefined;
  }

  /** The next batch, and its events. */
  #take(): VisitorEvent[] {
    this.#batch = [];
    const events: VisitorEvent[] = [];
    while (this.#next < this.#waiting.length && events.length < MOST_AT_ONCE) {
      const call = this.#waiting[this.#next++];
      if (call.over) continue;
      this.#batch.push(call);
      for (const event of call.reading!.events) events.push(event);
    }
    if (this.#next === this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
    }
    return events;
  }

  #answer(events: readonly VisitorEvent[], report: TrackReport): void {
    this.#kept = report.durable ? [] : [...this.#kept, ...events].slice(-MOST_KEPT);
    let from = 0;
    for (const { reading, settle } of this.#batch) {
      const own = reading!.events.length;
      const refused = report.refused.flatMap(({ index, message }) =>
        index >= from && index < from + own ? [{ index: index - from, message }] : [],
      );
      settle({ ...report, stored: own - refused.length, refused: [...reading!.refused, ...refused] });
      from += own;
    }
    // A shelf that is seen must not change by that.
    const changes = events.some(({ name }) => name !== 'view_item_list');
    this.#parts.onReport(changes ? report : { ...report, stored: 0 });
    if (this.#parts.events.listeners.has('report')) this.#tell(events);
    void this.#match.look();
  }

  /** Tells listeners what was done, with the lists that it is credited to, in its order. */
  #tell(events: readonly VisitorEvent[]): void {
    const ids = events.flatMap(({ id }) => id ?? []);
    const before = this.#telling;
    const asked = this.#parts.ask((engine) => engine.reportEvents(ids));
    const tell = async (): Promise<void> => {
      await before;
      try {
        for (const event of await asked) this.#parts.events.emit('report', event);
      } catch (thrown) {
        this.#parts.onProblem(VitrineError.from(thrown));
      }
    };
    this.#telling = tell();
  }

  #giveUp(): void {
    this.#timer = undefined;
    const { deadline } = this.#parts;
    const now = performance.now();
    const overdue = ({ since }: Call): boolean => Math.max(since, this.#heard) + deadline <= now;
    const error = late(WHAT, deadline);
    for (const call of this.#unread) if (overdue(call)) call.settle(error);
    while (
      this.#next < this.#waiting.length &&
      (this.#waiting[this.#next].over || overdue(this.#waiting[this.#next]))
    ) {
      this.#waiting[this.#next++].settle(error);
    }
    const oldest = [...this.#unread].find(({ over }) => !over) ?? this.#waiting[this.#next];
    if (oldest === undefined) return;
    const due = Math.max(oldest.since, this.#heard) + deadline;
    this.#timer = setTimeout(() => this.#giveUp(), due - now);
  }
}
