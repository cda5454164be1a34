import { expect, test } from './setup/visit.ts';

const view = (id: string) => ({ name: 'view_item', items: [{ item_id: id }] });

test('what is known of a visitor is exported, erased, and imported with its passphrase alone', async ({
  page,
  plainSite,
}) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  const visit = await page.evaluate(
    async (payloads) => {
      window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
      const { shop } = window;
      for (const payload of payloads) await shop.track(payload);
      await shop.recommend();
      const readable = JSON.parse(await (await shop.privacy.export()).text());
      const file = await shop.privacy.export({ passphrase: 'two lamps' });
      await shop.privacy.erase();
      const erased = await shop.history();
      const codeOf = (passphrase?: string) =>
        shop.privacy.import(file, passphrase === undefined ? {} : { passphrase }).then(
          () => 'imported',
          ({ code }) => code,
        );
      const refused = [await codeOf(), await codeOf('two lamp')];
      const first = await shop.privacy.import(file, { passphrase: 'two lamps' });
      const second = await shop.privacy.import(file, { passphrase: 'two lamps' });
      return { readable, erased, refused, first, second };
    },
    [view('sku-3'), view('sku-4')],
  );
  expect(visit.readable.interactions).toMatchObject([
    { name: 'view_item', product: 'sku-3', title: expect.any(String) },
    { name: 'view_item', product: 'sku-4' },
  ]);
  expect(visit).toMatchObject({
    erased: [],
    refused: ['wrong-passphrase', 'wrong-passphrase'],
    first: { stored: 2, known: 0, refused: 0, durable: true },
    second: { stored: 0, known: 2 },
  });
  await page.reload();
  const afterReload = await page.evaluate(async () => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    return (await window.shop.history()).map(({ product }) => product);
  });
  expect(afterReload).toEqual(['sku-4', 'sku-3']);
});

test('Global Privacy Control: nothing is stored until the visitor answers otherwise', async ({ page, plainSite }) => {
  const shop = await plainSite();
  await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  await page.goto(shop.origin);
  const { refused, databases, granted } = await page.evaluate(async (payload) => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    const refused = await window.shop.track(payload);
    await window.shop.recommend();
    const databases = await indexedDB.databases();
    await window.shop.consent('granted');
    return { refused, databases, granted: await window.shop.track({ ...payload }) };
  }, view('sku-3'));
  expect(refused).toMatchObject({ stored: 0, durable: false });
  expect(databases).toEqual([]);
  expect(granted).toMatchObject({ stored: 1, durable: true });
});

test('Consent Mode in the data layer: pending by default, stored once it is granted, deleted once denied', async ({
  page,
  plainSite,
}) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  const states = await page.evaluate(async (payload) => {
    const layer: unknown[] = [['consent', 'default', { personalization_storage: 'denied' }]];
    Object.assign(window, { dataLayer: layer });
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json', consent: 'pending' });
    const { shop } = window;
    await shop.connect('dataLayer');
    const pending = await shop.track(payload);
    const before = await indexedDB.databases();
    const told = (): Promise<void> =>
      new Promise((resolve) => {
        const end = shop.on('change', ({ reason }) => {
          if (reason !== 'consent') return;
          end();
          resolve();
        });
      });
    const answered = told();
    layer.push(['consent', 'update', { personalization_storage: 'granted' }]);
    await answered;
    const granted = await shop.status();
    const withdrawn = told();
    layer.push(['consent', 'update', { personalization_storage: 'denied' }]);
    await withdrawn;
    const denied = await shop.history();
    await shop.consent('granted');
    return { pending, before, granted, denied, after: await shop.history() };
  }, view('sku-3'));
  expect(states).toMatchObject({
    pending: { stored: 1, durable: false },
    before: [],
    granted: { interactions: 1, durable: true },
    denied: [],
    after: [],
  });
});
