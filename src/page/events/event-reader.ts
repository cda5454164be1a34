import { VitrineError } from '../../contract/errors.ts';
import type { TrackReport, VisitorEvent } from '../../contract/visitor-event.ts';
import { onDemand } from '../facade/on-demand.ts';
import { badOption } from '../facade/options.ts';
import { type EventAdapter, type EventDraft, fieldsOf, MOST_ENTRIES } from './event-adapter.ts';
import { ga4 } from './ga4.ts';

/** UTF-16 units that are handed on: more than any id may have. */
const LONGEST = 600;

/** What a payload was read to. */
export interface PayloadReading {
  events: readonly VisitorEvent[];
  refused: TrackReport['refused'];
}

type Vendors = typeof import('./vendors.ts');

/**
 * Reads payloads with adapters, tried in order: the shop's own, then GA4, then those of other vendors, which are fetched when
 * the first payload needs them.
 */
export class EventReader {
  readonly #adapters: readonly EventAdapter[];
  readonly #onProblem: (problem: VitrineError) => void;
  #vendors: readonly EventAdapter[] | undefined;
  #whyUnread: Vendors['whyUnread'] | undefined;
  /** Ids of this page's events begin with it. */
  readonly #page = Array.from(crypto.getRandomValues(new Uint32Array(2)), (word) => word.toString(36)).join('');
  #payloads = 0;
  /** Whether an unreadable payload was reported as a problem: once is enough, since every call returns its refusals. */
  #reported = false;

  /** @param onProblem called with the same problem as often as it occurs */
  constructor(own: readonly EventAdapter[], onProblem: (problem: VitrineError) => void) {
    const isList = Array.isArray(own);
    this.#adapters = isList ? [...own, ga4] : [ga4];
    this.#onProblem = onProblem;
    if (!isList) onProblem(badOption('adapters', 'a list of adapters'));
  }

  /**
   * Never throws. A promise where adapters are fetched first; it rejects where they cannot be.
   * @param overheard from a stream of the page's, most of which is meant for others: what nobody reads is no problem
   */
  read(payload: unknown, at: number, overheard = false): PayloadReading | Promise<PayloadReading> {
    const reading = this.#readWith(this.#adapters, payload, at);
    if (reading !== undefined) return reading;
    if (this.#vendors !== undefined) return this.#readByVendors(payload, at, overheard);
    return onDemand(() => import('./vendors.ts')).then((vendors) => {
      this.#vendors ??= vendors.createVendors();
      this.#whyUnread = vendors.whyUnread;
      return this.#readByVendors(payload, at, overheard);
    });
  }

  #readByVendors(payload: unknown, at: number, overheard: boolean): PayloadReading {
    const reading = this.#readWith(this.#vendors!, payload, at);
    if (reading !== undefined) return reading;
    const message = this.#whyUnread!(payload);
    if (!(this.#reported || overheard)) {
      this.#reported = true;
      this.#onProblem(new VitrineError('event-unreadable', message));
    }
    return { events: [], refused: [{ index: -1, message }] };
  }

  #readWith(adapters: readonly EventAdapter[], payload: unknown, at: number): PayloadReading | undefined {
    for (const adapter of adapters) {
      try {
        const drafts = adapter.read(payload);
        if (drafts === undefined) continue;
        const id = `${this.#page}-${this.#payloads++}`;
        const isLong =
          drafts.length > MOST_ENTRIES || drafts.some(({ products }) => products && products.length > MOST_ENTRIES);
        return {
          events: drafts.slice(0, MOST_ENTRIES).map((draft, i) => plainEvent(draft, `${draft.id ?? id}.${i}`, at)),
          refused: isLong ? [{ index: MOST_ENTRIES, message: `Only the first ${MOST_ENTRIES} were taken.` }] : [],
        };
      } catch (cause) {
        const remedy =
          'Correct the adapter; where it is one of the package, a property of the payload throws when it is read.';
        const message = `The event adapter ${adapter.name} failed.`;
        this.#onProblem(new VitrineError('event-unreadable', message, { remedy, cause }));
      }
    }
    return undefined;
  }
}

/** As it crosses to the engine, which checks it: of plain values alone. */
function plainEvent(draft: EventDraft, id: string, at: number): VisitorEvent {
  const { page } = draft;
  // Of a page its address: a query may tell what is nobody's business.
  const address = typeof page === 'string' ? { page: page.split(/[?#]/)[0] } : {};
  const fields = Object.entries({ ...draft, ...address, id, at }).map(([key, value]) => [
    key,
    Array.isArray(value)
      ? value.slice(0, MOST_ENTRIES).map(plain)
      : typeof value === 'object' && (key === 'rules' || key === 'teams')
        ? Object.fromEntries(
            Object.entries(fieldsOf(value))
              .slice(0, MOST_ENTRIES)
              .map(([product, text]) => [product, plain(text)]),
          )
        : plain(value),
  ]);
  return Object.fromEntries(fields);
}

/** Numbers and texts; nothing in the place of anything else. A text that is too long stays so. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return value;
  return typeof value === 'string' || typeof value === 'bigint' ? `${value}`.slice(0, LONGEST) : undefined;
}
