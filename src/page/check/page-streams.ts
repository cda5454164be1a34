import { EVENT_STREAMS, type EventStream } from '../events/connect.ts';
import type { EventReader } from '../events/event-reader.ts';

/** Entries of one stream that are read, the newest: a page that stays open for days has more. */
const MOST_ENTRIES = 2_000;
/** Names of entries that nobody reads, of which examples are given. */
const MOST_NAMES = 5;

/** What the events of one stream of the page were understood as. Nothing of it is recorded. */
export interface StreamReading {
  stream: EventStream;
  /** Entries that were read. `null`: the stream keeps none. */
  entries: number | null;
  /** Events that were understood, by name. */
  understood: ReadonlyMap<string, number>;
  /** Entries that are meant for others, or tell nothing. */
  passedOver: number;
  /** Names of those entries that look like events of a shop and that no adapter reads. */
  unread: readonly string[];
  /** Ids of products, each once, in the page's order. */
  products: readonly unknown[];
}

type Page = Record<string, unknown>;

const HELD: Record<EventStream, (page: Page) => unknown> = {
  dataLayer: (page) => page.dataLayer,
  matomo: (page) => page._paq,
  segment: (page) => page.analytics,
  shopify: (page) => page.Shopify,
  /** It tells of consent, and keeps no events. */
  tcf: () => undefined,
};

/** Reads, as `connect` would, what each stream of the page keeps. */
export async function readPageStreams(
  createReader: () => Pick<EventReader, 'read'>,
  page: object = globalThis,
): Promise<StreamReading[]> {
  const readings: StreamReading[] = [];
  for (const stream of EVENT_STREAMS) {
    const held = HELD[stream](page as Page);
    if (typeof held !== 'object' && typeof held !== 'function') continue;
    if (held !== null) readings.push(await readStream(stream, held, createReader()));
  }
  return readings;
}

async function readStream(
  stream: EventStream,
  held: object,
  reader: Pick<EventReader, 'read'>,
): Promise<StreamReading> {
  const understood = new Map<string, number>();
  const unread = new Set<string>();
  const products = new Set<unknown>();
  let passedOver = 0;
  const entries = Array.isArray(held) && stream !== 'segment' ? held.slice(-MOST_ENTRIES) : null;
  for (const entry of entries ?? []) {
    const { events, refused } = await reader.read(entry, Date.now(), true);
    if (events.length === 0) passedOver += 1;
    if (events.length === 0 && refused.length > 0 && unread.size < MOST_NAMES) {
      const name = nameOfShopEvent(entry);
      if (name) unread.add(name);
    }
    for (const event of events) {
      understood.set(event.name, (understood.get(event.name) ?? 0) + 1);
      if ('product' in event) products.add(event.product);
      if (event.name === 'view_item_list') for (const id of event.products) products.add(id);
    }
  }
  return {
    stream,
    entries: entries === null ? null : entries.length,
    understood,
    passedOver,
    unread: [...unread],
    products: [...products],
  };
}

const OF_A_SHOP = /product|item|cart|basket|purchase|order|wish|search/i;

/** The name of an entry that has something to do with products. */
function nameOfShopEvent(entry: unknown): string | undefined {
  try {
    const { event, name, 0: command, 1: commanded } = Object(entry);
    const given: unknown = event ?? name ?? (command === 'event' ? commanded : command);
    return typeof given === 'string' && OF_A_SHOP.test(given) ? given.slice(0, 60) : undefined;
  } catch {
    // One of its properties throws.
    return undefined;
  }
}
