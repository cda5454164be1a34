import { expect, shelfOf, test } from './setup/demo.ts';

test('a rule is written, shown before and after, followed by the shelves, and taken back', async ({ page, demo }) => {
  await page.goto(demo.address);
  const without = await shelfOf(page, 'home');
  await page.getByRole('link', { name: /^The shop’s rules/ }).click();
  const [before, after] = ['Without rules', 'With rules'].map((name) =>
    page.getByRole('list', { name }).locator('[data-product]'),
  );
  await expect(before).toHaveCount(10);
  await expect(after).toHaveCount(10);

  await page.getByLabel('What to do').selectOption({ label: 'Pin at a place' });
  await page.getByLabel('Product (its id)').fill('lamp-01');
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect(after.first()).toHaveAttribute('data-product', 'lamp-01');
  await expect(after.first()).toContainText('pin-1');
  await expect(before.first()).not.toHaveAttribute('data-product', 'lamp-01');

  await page.getByRole('link', { name: 'Osier' }).click();
  expect((await shelfOf(page, 'home'))[0]).toBe('lamp-01');
  await page.reload();
  expect((await shelfOf(page, 'home'))[0]).toBe('lamp-01');

  await page.getByRole('link', { name: /^The shop’s rules/ }).click();
  await page.getByRole('button', { name: /^Remove/ }).click();
  await expect(page.getByText('No rules: the recommender decides alone.')).toBeVisible();
  await page.getByRole('link', { name: 'Osier' }).click();
  expect(await shelfOf(page, 'home')).toEqual(without);
});

test('a rule that does nothing says why, and one that cannot be read is not kept', async ({ page, demo }) => {
  await page.goto(`${demo.address}#/rules`);
  await page.getByText('As JSON').click();
  const json = page.getByRole('textbox', { name: 'As JSON' });
  const use = page.getByRole('button', { name: 'Use these rules' });
  const ended = { kind: 'boost', id: 'spring', where: {}, factor: 2, when: { until: '2020-05-01' } };
  await json.fill(JSON.stringify([ended]));
  await use.click();
  await expect(page.getByText('Its time is over.')).toBeVisible();
  await json.fill(JSON.stringify([ended, { kind: 'boost', id: 'summer', where: {}, factor: 0 }]));
  await use.click();
  await expect(page.getByRole('alert').filter({ hasText: 'rules.1 (summer).factor' })).toBeVisible();
  await expect(page.getByText('Its time is over.')).toBeVisible();
  await json.fill('[');
  await use.click();
  await expect(page.getByRole('alert').filter({ hasText: 'JSON' })).toBeVisible();
});
