import { expect, test, vi } from 'vitest';

test('the package can be imported where there is no window, and says what it needs', async () => {
  expect(globalThis).not.toHaveProperty('window');
  const { createRecommender } = await import('../../index.ts');
  const { defineShelf, VitrineShelf } = await import('../../shelf.ts');
  expect(VitrineShelf.observedAttributes).toContain('placement');
  const shop = await createRecommender({ warnings: false });
  defineShelf(shop);
  expect(VitrineShelf.recommender, 'a server has one for all its visitors').toBeNull();
  await expect(shop.recommend()).rejects.toMatchObject({
    code: 'worker-failed',
    remedy: expect.stringContaining('in the browser'),
  });
  await shop.close();
});

test('on a server a recommender with the addresses of a page is made, and starts nothing by itself', async () => {
  const { createRecommender } = await import('../../index.ts');
  const engine = vi.fn();
  const shop = await createRecommender({
    products: '/feeds/products.json',
    pack: '/shop.safetensors',
    workers: { engine, neural: engine },
  });
  await new Promise((resolve) => setTimeout(resolve));
  expect(engine).not.toHaveBeenCalled();
  await shop.close();
});

test('the elements can be imported where there are none', async () => {
  expect(globalThis).not.toHaveProperty('HTMLElement');
  const { VitrineSearch } = await import('../search/search-element.ts');
  const { VitrinePrivacy } = await import('../privacy/element/privacy-element.ts');
  expect(VitrineSearch.observedAttributes).toContain('placeholder');
  expect(VitrinePrivacy.name).toBe('VitrinePrivacy');
});
