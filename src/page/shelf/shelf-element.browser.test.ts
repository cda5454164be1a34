import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Product } from '../../contract/product.ts';
import type { RecommendationList } from '../../contract/recommendation.ts';
import { defineShelf } from '../../shelf.ts';
import type { Recommender } from '../facade/recommender.ts';
import type { VitrineShelf } from './shelf-element.ts';

/** Only what a shelf asks of a recommender. */
class FakeShop {
  products: Product[] = [];
  asked: unknown[] = [];
  tracked: unknown[] = [];
  change: () => void = () => undefined;
  stopped = 0;

  on(_: string, listener: () => void): () => void {
    this.change = listener;
    return () => {
      this.stopped += 1;
    };
  }

  async recommend({ signal: _, ...query }: { signal?: AbortSignal; limit?: number }): Promise<RecommendationList> {
    this.asked.push(query);
    const items = this.products.slice(0, query.limit).map((product) => ({
      id: product.id,
      product,
      score: 1,
      reasons: [{ kind: 'popular' as const }],
      shares: {},
    }));
    return { id: 'list-7', placement: 'home', items, model: 'fake', fallback: false, took: 0 };
  }

  async track(payload: unknown): Promise<void> {
    this.tracked.push(payload);
  }
}

/** One transparent pixel. */
const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

let shop: FakeShop;
beforeEach(() => {
  shop = new FakeShop();
  defineShelf(shop as unknown as Recommender);
});
afterEach(() => document.body.replaceChildren());

function place(attributes: Record<string, string> = {}): VitrineShelf {
  const shelf = document.createElement('vitrine-shelf') as VitrineShelf;
  for (const [name, value] of Object.entries(attributes)) shelf.setAttribute(name, value);
  document.body.append(shelf);
  return shelf;
}

const root = (shelf: VitrineShelf): ShadowRoot => shelf.shadowRoot as ShadowRoot;
const titles = (shelf: VitrineShelf): (string | null)[] =>
  [...root(shelf).querySelectorAll('.title')].map(({ textContent }) => textContent);

test('shows products with picture, title, price and reason, in the language of the page', async () => {
  shop.products = [{ id: 'a', title: '保温杯', price: 9, currency: 'CNY', url: '/p/a', image: PICTURE }];
  const shelf = place({ placement: 'cart', limit: '3', like: 'x y', lang: 'zh' });
  await expect.poll(() => titles(shelf)).toEqual(['保温杯']);
  expect(shop.asked[0]).toEqual({ placement: 'cart', limit: 3, like: ['x', 'y'] });
  expect(root(shelf).querySelector('.reason')?.textContent).toBe('近期很多人选择');
  expect(root(shelf).querySelector('.price')?.textContent).toContain('9.00');
  expect(root(shelf).querySelector('a')?.href).toBe(`${location.origin}/p/a`);
  expect(root(shelf).querySelector('img')?.getAttribute('src')).toBe(PICTURE);
  expect(root(shelf).querySelector('slot')?.textContent).toBe('为你推荐');
});

test('what the page wrote inside stands until the first list with products, which takes its place in one step', async () => {
  const shelf = document.createElement('vitrine-shelf') as VitrineShelf;
  shelf.innerHTML = '<ul><li>Rendered by the server</li></ul>';
  document.body.append(shelf);
  await expect.poll(() => shop.asked).toHaveLength(1);
  expect(shelf.querySelector('li')?.checkVisibility()).toBe(true);
  const heights: number[] = [];
  const watch = new ResizeObserver(() => heights.push(shelf.offsetHeight));
  watch.observe(shelf);
  shop.products = [{ id: 'a', title: 'A' }];
  shop.change();
  await expect.poll(() => titles(shelf)).toEqual(['A']);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  watch.disconnect();
  expect(shelf.querySelector('li')?.checkVisibility()).toBe(false);
  expect(Math.min(...heights)).toBeGreaterThan(0);
});

test.each([
  ['javascript:alert(1)'],
  ['JaVaScRiPt:alert(1)'],
  [' javascript:alert(1)'],
  ['data:text/html,<script>alert(1)</script>'],
  ['blob:null/1'],
  ['http://['],
])('an address that is no page is neither linked nor shown: %s', async (address) => {
  shop.products = [{ id: 'a', title: 'A', url: address, image: address }];
  const shelf = place();
  await expect.poll(() => titles(shelf)).toEqual(['A']);
  expect(root(shelf).querySelector('a')).toBeNull();
  expect(root(shelf).querySelector('img')).toBeNull();
  expect(root(shelf).querySelector('button')).not.toBeNull();
});

test("a feed's text stays text", async () => {
  const title = '<img src=x onerror="window.executed = true"><b>Bold</b>';
  shop.products = [{ id: '"><script>window.executed = true</script>', title, currency: '<i>', price: 1 }];
  const shelf = place();
  await expect.poll(() => titles(shelf)).toEqual([title]);
  expect(root(shelf).querySelectorAll('b, script, i')).toHaveLength(0);
  expect(window).not.toHaveProperty('executed');
});

test('follows changes, keeps the focus on its product, and is not drawn again for the same list', async () => {
  shop.products = [
    { id: 'a', title: 'A', url: '/a' },
    { id: 'b', title: 'B', url: '/b' },
  ];
  const shelf = place();
  await expect.poll(() => titles(shelf)).toEqual(['A', 'B']);
  const [first] = root(shelf).querySelectorAll('a');
  first.focus();
  shop.change();
  await expect.poll(() => shop.asked.length).toBe(2);
  expect(root(shelf).activeElement).toBe(first);
  shop.products = [
    { id: 'b', title: 'B', url: '/b' },
    { id: 'a', title: 'A', url: '/a' },
  ];
  shop.change();
  await expect.poll(() => titles(shelf)).toEqual(['B', 'A']);
  expect(root(shelf).activeElement).toBe(root(shelf).querySelectorAll('a')[1]);
});

test('tracks a choice with its list, tells the page, and lets it keep the link from being followed', async () => {
  shop.products = [{ id: 'a', title: 'A', url: '/a' }];
  const shelf = place();
  const details: unknown[] = [];
  document.body.addEventListener(
    'vitrine-select',
    (event) => {
      details.push((event as CustomEvent).detail);
      event.preventDefault();
    },
    { once: true },
  );
  await expect.poll(() => titles(shelf)).toEqual(['A']);
  const followed = root(shelf)
    .querySelector('a')
    ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  expect(followed).toBe(false);
  expect(shop.tracked).toEqual([{ name: 'select_item', items: [{ item_id: 'a', item_list_id: 'list-7' }] }]);
  expect(details).toEqual([{ product: expect.objectContaining({ id: 'a' }), list: 'list-7' }]);
});

test('is hidden while it has nothing, keeps what it shows when an answer fails, and stops when it is taken away', async () => {
  const shelf = place();
  const section = root(shelf).querySelector('section') as HTMLElement;
  await expect.poll(() => shop.asked.length).toBe(1);
  expect(section.hidden).toBe(true);
  shop.products = [{ id: 'a', title: 'A' }];
  shop.change();
  await expect.poll(() => section.hidden).toBe(false);
  const failing = Promise.reject(new Error('deadline'));
  shop.recommend = () => failing;
  shop.change();
  await failing.catch(() => new Promise((resolve) => setTimeout(resolve)));
  expect(titles(shelf)).toEqual(['A']);
  shelf.remove();
  expect(shop.stopped).toBe(1);
});

test('a shelf goes over to the recommender that takes the place of a closed one, unless it has its own', async () => {
  shop.products = [{ id: 'a', title: 'A' }];
  const shared = place();
  const own = place();
  own.recommender = shop as unknown as Recommender;
  await expect.poll(() => [titles(shared), titles(own)]).toEqual([['A'], ['A']]);
  const next = new FakeShop();
  next.products = [{ id: 'b', title: 'B' }];
  defineShelf(next as unknown as Recommender);
  await expect.poll(() => titles(shared)).toEqual(['B']);
  expect(titles(own)).toEqual(['A']);
  const removed = place();
  removed.remove();
  const asked = next.asked.length;
  const last = new FakeShop();
  defineShelf(last as unknown as Recommender);
  await expect.poll(() => last.asked).toHaveLength(1);
  expect(next.asked).toHaveLength(asked);
});

test.each(['abc', '0', '-3', '2.5', '501'])(
  'a limit that is no number of products is told, and twelve are shown: %s',
  async (limit) => {
    const told = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    place({ limit });
    await expect.poll(() => shop.asked).toEqual([{ placement: 'home', limit: 12, like: [] }]);
    shop.change();
    await expect.poll(() => shop.asked).toHaveLength(2);
    expect(told.mock.calls).toEqual([[expect.stringContaining(`limit="${limit}"`)]]);
    told.mockRestore();
  },
);

test.each([
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/%3E',
  'data:image/svg+xml;utf8,<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>',
  `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')}`,
])('a drawing in the feed itself is shown: %s', async (image) => {
  shop.products = [{ id: 'a', title: 'A', image }];
  const shelf = place();
  await expect.poll(() => root(shelf).querySelector('img')?.naturalWidth).toBe(4);
});
