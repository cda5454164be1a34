import { violationsOn } from './setup/accessibility.ts';
import { expect, shelfOf, test } from './setup/demo.ts';

for (const [locale, note, language] of [
  ['en-GB', 'Written in your browser', 'en'],
  ['zh-CN', '由您的浏览器撰写', 'zh'],
] as const) {
  test.describe(locale, () => {
    test.use({ locale });
    test('a product without a text gets one, marked as made, that says what its record says', async ({
      page,
      demo,
    }) => {
      const feed = (await (await page.request.get(`${demo.address}products.json`)).json()) as Record<string, never>[];
      const bare = feed.find(({ id }) => id === 'mug-47') as unknown as {
        description?: string;
        tags: string[];
        zh: { tags: string[] };
      };
      expect(bare.description).toBeUndefined();
      await page.goto(`${demo.address}#/p/mug-47`);
      const text = page.locator('.product-text[aria-busy="false"]');
      await expect(text.getByText(note)).toBeVisible();
      const [colour, material] = language === 'zh' ? bare.zh.tags : bare.tags;
      const first = language === 'zh' ? `^${material}[^。]*，${colour}。` : `^${material} .*\\bin ${colour}\\.`;
      await expect(text.locator(`p[lang="${language}"]`)).toContainText(new RegExp(first, 'i'));
      expect(await violationsOn(page, '.product')).toEqual([]);
    });
  });
}

test("the shop's own text stands where there is one, and nothing is fetched for it", async ({ page, demo }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${demo.address}#/p/mug-03`);
  await shelfOf(page, 'related');
  await expect(page.locator('.product-text')).not.toBeEmpty();
  await expect(page.locator('.product-text.is-made')).toHaveCount(0);
  expect(asked.filter((url) => url.includes('describer'))).toEqual([]);
});
