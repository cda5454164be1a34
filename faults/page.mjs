// A page that loads the built package, and hears every error that reaches the shop.
export async function openPage(browser, origin) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.setDefaultTimeout(0);
  await page.goto(`${origin}/`);
  return {
    visits: (faults, seed) =>
      page.evaluate(
        async ([each, drawn]) => {
          const [lib, { visit }] = await Promise.all([import('/vitrine/index.js'), import('/faults/visit-page.js')]);
          return Promise.all(each.map((fault) => visit(lib, fault, drawn)));
        },
        [faults, seed],
      ),
    /** @returns how often the next page has what was tracked just before this one was left */
    leave: async (database, product, delay) => {
      await page.evaluate(
        async ([name, id, wait]) => {
          const { createRecommender } = await import('/vitrine/index.js');
          const shop = createRecommender({ database: name, consent: 'granted' });
          await new Promise((resolve) => setTimeout(resolve, wait));
          void shop.then((ready) => ready.track({ name: 'view_item', items: [{ item_id: id }] }));
          await Promise.resolve();
          location.href = `/?next=${id}`;
        },
        [database, product, delay],
      );
      await page.waitForURL(`**/?next=${product}`);
      return page.evaluate(
        async ([name, id]) => {
          const { createRecommender } = await import('/vitrine/index.js');
          const shop = await createRecommender({ database: name, consent: 'granted', deadline: 60_000 });
          const times = async () => (await shop.history()).filter((entry) => entry.product === id).length;
          // What the page before could not store is stored while the first lists are made.
          for (const end = Date.now() + 60_000; Date.now() < end && (await times()) === 0; ) {
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          const found = await times();
          await shop.erase();
          await shop.close();
          return found;
        },
        [database, product],
      );
    },
    burst: (calls) =>
      page.evaluate(async (count) => {
        const { createRecommender } = await import('/vitrine/index.js');
        const options = { database: 'burst', consent: 'granted', deadline: 300_000 };
        const shop = await createRecommender(options);
        let answered = 0;
        const answers = [];
        for (let i = 0; i < count; i++) {
          if (i % 1000 === 999) await new Promise((resolve) => setTimeout(resolve));
          const call = shop.track({ name: 'view_item', items: [{ item_id: `p${i}` }] });
          answers.push(call.then(() => answered++).catch(() => undefined));
        }
        await Promise.all(answers);
        await shop.close();
        const later = await createRecommender(options);
        const history = (await later.history(2 * count)).map(({ product }) => product);
        const stored = new Set(history).size;
        await later.erase();
        await later.close();
        return { calls: count, answered, stored, twice: history.length - stored };
      }, calls),
    close: async () => {
      await context.close();
      return errors;
    },
  };
}
