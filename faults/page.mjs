// The shop's page in a browser, with an ear for every error that reaches the shop.
export async function openPage(browser, origin) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.setDefaultTimeout(0);
  const ready = () => page.waitForFunction(() => window.shopPage !== undefined);
  await page.goto(`${origin}/`);
  await ready();
  return {
    /** So far. */
    errors,
    visits: (faults, seed) => page.evaluate(([each, drawn]) => window.shopPage.visits(each, drawn), [faults, seed]),
    burst: (calls) => page.evaluate((count) => window.shopPage.burst(count), calls),
    /** @returns how often the next page has what was tracked just before this one was left */
    async leave(database, product, delay) {
      await page.evaluate((given) => void window.shopPage.leave(...given), [database, product, delay]);
      await page.waitForURL(`**/?next=${product}`);
      await ready();
      return page.evaluate((given) => window.shopPage.timesKept(...given), [database, product]);
    },
    async close() {
      await context.close();
      return errors;
    },
  };
}
