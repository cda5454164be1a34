// The shop's page in a browser, with an ear for every error that reaches the shop.
const ready = (page) => page.waitForFunction(() => window.shopPage !== undefined);

/** @param context a browser's own, for pages that share what is stored; default one of its own */
export async function openPage(browser, origin, context) {
  const own = context ?? (await browser.newContext());
  const page = await own.newPage();
  const errors = [];
  // As the shop's own monitor hears them: the browser's protocol tells of what rejects within a worker as well.
  await page.exposeFunction('heardByTheShop', (text) => errors.push(text));
  await page.addInitScript(() => {
    addEventListener('error', ({ message }) => window.heardByTheShop(message));
    addEventListener('unhandledrejection', ({ reason }) => window.heardByTheShop(String(reason)));
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.setDefaultTimeout(0);
  await page.goto(`${origin}/`);
  await ready(page);
  const call = (name, ...parameters) =>
    page.evaluate(([asked, given]) => window.shopPage[asked](...given), [name, parameters]);
  return {
    page,
    /** So far. */
    errors,
    /** A function of the shop's page. */
    call,
    /** A session of the browser's protocol with this page. */
    protocol: () => own.newCDPSession(page),
    /** The next page of the shop, in the same tab. */
    async next() {
      await page.goto(`${origin}/`);
      await ready(page);
    },
    /** @returns how often the next page has what was tracked just before this one was left */
    async leave(database, product, delay) {
      await page.evaluate((given) => void window.shopPage.leave(...given), [database, product, delay]);
      await page.waitForURL(`**/?next=${product}`);
      await ready(page);
      return call('timesKept', database, product);
    },
    async close() {
      await (context === undefined ? own : page).close();
      return errors;
    },
  };
}
