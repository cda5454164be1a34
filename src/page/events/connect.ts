import { VitrineError } from '../../contract/errors.ts';
import { type ConsentState, consentModeReader } from './consent-mode.ts';
import { hearConsentFramework } from './tcf.ts';

/** Streams to which pages already send their events; `tcf` tells of consent alone. */
export const EVENT_STREAMS = ['dataLayer', 'matomo', 'segment', 'shopify', 'tcf'] as const;
export type EventStream = (typeof EVENT_STREAMS)[number];

/** Receives each payload of a stream; most of them are meant for others. */
type Hear = (payload: unknown) => void;

/** Streams that are heard in this page now. */
export const heardStreams = new Set<EventStream>();

const SHOPIFY_EVENTS = ['product:view', 'collection:view', 'search:update', 'cart:lines-update'];

/**
 * Reads the events that a page sends to others: earlier ones, where the stream keeps them, and all that follow.
 * @param consent receives what Google Consent Mode or a consent platform says about this visitor
 * @returns a function that ends it
 * @throws VitrineError `bad-options` where there is no such stream
 */
export function connectStream(stream: EventStream, hear: Hear, consent: ConsentState): () => void {
  const end = listen(stream, hear, consent);
  heardStreams.add(stream);
  return () => {
    heardStreams.delete(stream);
    end();
  };
}

function listen(stream: EventStream, hear: Hear, consent: ConsentState): () => void {
  switch (stream) {
    case 'dataLayer':
      return hearPushes('dataLayer', withConsent(hear, consent));
    case 'matomo':
      return hearPushes('_paq', hear);
    case 'segment':
      return hearSegment(hear);
    case 'shopify':
      return hearShopify(hear);
    case 'tcf':
      return hearConsentFramework(consent);
    default:
      throw new VitrineError('bad-options', `There is no stream of events ${JSON.stringify(stream)}.`, {
        remedy: `Give one of: ${EVENT_STREAMS.join(', ')}.`,
      });
  }
}

/** Reads the commands of Google Consent Mode itself; every other payload goes to `hear`. */
function withConsent(hear: Hear, consent: ConsentState): Hear {
  const read = consentModeReader(consent.now);
  return (payload) => {
    const change = read(payload);
    if (change) consent.become(change);
    else hear(payload);
  };
}

/** A list of the page's that others push to. It is made where it is not there yet, as their own snippets do. */
function hearPushes(name: 'dataLayer' | '_paq', hear: Hear): () => void {
  const page = globalThis as { [key in typeof name]?: unknown };
  page[name] ??= [];
  const list = page[name] as { push: (...entries: unknown[]) => unknown };
  if (Array.isArray(list)) for (const entry of [...list]) hear(entry);
  const own = list.push;
  let heard = true;
  const push = function (this: unknown, ...entries: unknown[]): unknown {
    const result = own.apply(list, entries);
    if (heard) for (const entry of entries) hear(entry);
    return result;
  };
  list.push = push;
  return () => {
    heard = false;
    // Another may have put itself in the place of ours since.
    if (list.push === push) list.push = own;
  };
}

/** The standard storefront events of themes bubble to the document. */
function hearShopify(hear: Hear): () => void {
  for (const name of SHOPIFY_EVENTS) document.addEventListener(`shopify:${name}`, hear);
  return () => {
    for (const name of SHOPIFY_EVENTS) document.removeEventListener(`shopify:${name}`, hear);
  };
}

interface Analytics {
  on(method: string, listener: (...values: unknown[]) => void): unknown;
  off?(method: string, listener: (...values: unknown[]) => void): unknown;
}

/** Segment's `analytics` tells each of its calls, before it has loaded too. */
function hearSegment(hear: Hear): () => void {
  const { analytics } = globalThis as { analytics?: Analytics };
  if (typeof analytics?.on !== 'function') {
    throw new VitrineError('bad-options', 'There is no `analytics` in this page.', {
      remedy: 'Connect after the snippet of Segment.',
    });
  }
  let heard = true;
  const onTrack = (event: unknown, properties: unknown): void => {
    if (heard) hear({ type: 'track', event, properties });
  };
  const onPage = (_category: unknown, _name: unknown, properties: unknown): void => {
    if (heard) hear({ type: 'page', properties });
  };
  analytics.on('track', onTrack);
  analytics.on('page', onPage);
  return () => {
    heard = false;
    analytics.off?.('track', onTrack);
    analytics.off?.('page', onPage);
  };
}
