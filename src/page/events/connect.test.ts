import { afterEach, expect, test, vi } from 'vitest';
import { connectStream, EVENT_STREAMS, type EventStream } from './connect.ts';

const page = globalThis as Record<string, unknown>;
afterEach(() => {
  for (const name of ['dataLayer', '_paq', 'analytics', 'document']) delete page[name];
});

function listen(stream: EventStream) {
  const heard: unknown[] = [];
  const consents: string[] = [];
  const consent = { now: () => undefined, become: (state: string) => void consents.push(state) };
  const end = connectStream(stream, (payload) => heard.push(payload), consent);
  return { heard, consents, end };
}

test.each([
  ['dataLayer', 'dataLayer'],
  ['matomo', '_paq'],
] as const)(
  '%s: what was pushed before is heard, and what comes, in order; the page keeps its list',
  (stream, name) => {
    const first = { event: 'first' };
    page[name] = [first];
    const list = page[name] as unknown[];
    const { heard, end } = listen(stream);
    expect(list.push({ event: 'second' }, { event: 'third' })).toBe(3);
    expect(heard).toEqual([first, { event: 'second' }, { event: 'third' }]);
    expect(list).toHaveLength(3);
    end();
    list.push({ event: 'fourth' });
    expect(heard).toHaveLength(3);
    expect(list).toHaveLength(4);
    expect(list.push).toBe(Array.prototype.push);
  },
);

test('dataLayer: consent mode is told by itself, what was pushed before too', () => {
  page.dataLayer = [['consent', 'default', { personalization_storage: 'denied' }], { event: 'a' }];
  const { heard, consents, end } = listen('dataLayer');
  (page.dataLayer as unknown[]).push(['consent', 'update', { personalization_storage: 'granted' }]);
  expect(heard).toEqual([{ event: 'a' }]);
  expect(consents).toEqual(['pending', 'granted']);
  end();
});

test('a list that is not there yet is made, and one whose push another replaced since goes on', () => {
  const { heard, end } = listen('dataLayer');
  const list = page.dataLayer as { push: (...entries: unknown[]) => unknown };
  const ours = list.push;
  const tagManager = vi.fn((...entries: unknown[]) => ours.apply(list, entries));
  list.push = tagManager;
  list.push({ event: 'a' });
  end();
  list.push({ event: 'b' });
  expect(heard).toEqual([{ event: 'a' }]);
  expect(tagManager).toHaveBeenCalledTimes(2);
  expect(list).toHaveLength(2);
});

test("Shopify's standard storefront events are heard where they bubble to", () => {
  const document = new EventTarget();
  page.document = document;
  const { heard, end } = listen('shopify');
  const event = new Event('shopify:product:view');
  document.dispatchEvent(event);
  document.dispatchEvent(new Event('shopify:cart:note-update'));
  end();
  document.dispatchEvent(new Event('shopify:product:view'));
  expect(heard).toEqual([event]);
});

test("Segment's calls are heard as its messages; without it, it says so", () => {
  expect(() => listen('segment')).toThrow(
    expect.objectContaining({
      code: 'bad-options',
      message: 'There is no `analytics` in this page.',
      remedy: 'Connect after the snippet of Segment.',
    }),
  );
  const listeners = new Map<string, (...values: unknown[]) => void>();
  const forgotten: unknown[] = [];
  page.analytics = {
    on: (method: string, listener: () => void) => listeners.set(method, listener),
    off: (method: string, listener: unknown) => forgotten.push([method, listener]),
  };
  const { heard, end } = listen('segment');
  listeners.get('track')?.('Product Viewed', { product_id: 'a' }, {});
  listeners.get('page')?.(null, 'Home', { url: 'https://shop.test/' });
  end();
  expect(forgotten).toEqual([...listeners]);
  listeners.get('track')?.('Product Viewed', { product_id: 'b' });
  expect(heard).toEqual([
    { type: 'track', event: 'Product Viewed', properties: { product_id: 'a' } },
    { type: 'page', properties: { url: 'https://shop.test/' } },
  ]);
});

test('a stream that there is not is named, with those that there are', () => {
  expect(() => listen('mixpanel' as EventStream)).toThrow(
    expect.objectContaining({
      code: 'bad-options',
      message: 'There is no stream of events "mixpanel".',
      remedy: `Give one of: ${EVENT_STREAMS.join(', ')}.`,
    }),
  );
});

test('a list of another form, such as a tag manager’s own, is heard from now on', () => {
  const entries: unknown[] = [];
  page.dataLayer = { push: (...pushed: unknown[]) => entries.push(...pushed) };
  const { heard, end } = listen('dataLayer');
  (page.dataLayer as unknown[]).push({ event: 'a' });
  expect(heard).toEqual([{ event: 'a' }]);
  expect(entries).toEqual([{ event: 'a' }]);
  end();
});

test('Segment’s calls after the end reach nobody, also where it cannot forget a listener', () => {
  const listeners = new Map<string, (...values: unknown[]) => void>();
  page.analytics = { on: (method: string, listener: () => void) => listeners.set(method, listener) };
  const { heard, end } = listen('segment');
  end();
  listeners.get('track')?.('Product Viewed', { product_id: 'a' });
  listeners.get('page')?.(null, 'Home', { url: 'https://shop.test/' });
  expect(heard).toEqual([]);
});
