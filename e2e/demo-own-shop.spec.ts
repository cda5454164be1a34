import { expect, shelfOf, test } from './setup/demo.ts';

const FEED = [
  'id,title,category,price,currency,brand',
  ...Array.from(
    { length: 40 },
    (_, i) =>
      `tea-${i},${i % 2 ? 'Green' : 'Black'} tea no. ${i},Tea > ${i % 2 ? 'Green' : 'Black'},${5 + i},GBP,Leaf ${i % 5}`,
  ),
  'tea-7,A second number seven,Tea,1,GBP,Leaf',
].join('\n');

/** Everyone who took tea 3 went on to tea 30. */
const LOG = [
  'user,item,event,ts',
  ...Array.from({ length: 12 }, (_, user) => [
    `u${user},tea-3,view,${user * 100}`,
    `u${user},tea-30,purchase,${user * 100 + 1}`,
    `u${user},tea-${user},view,${user * 100 + 2}`,
  ]).flat(),
  'u1,coffee-1,view,7',
].join('\n');

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('a feed and a log of the visitor become the shop', async ({ page, demo }) => {
  await page.goto(demo.address);
  await shelfOf(page, 'home');
  await page.locator('#panel-button').click();
  await page.getByLabel('Product feed and event log').setInputFiles([file('my-teas.csv', FEED), file('log.csv', LOG)]);

  await expect(page.getByRole('heading', { level: 1, name: 'my-teas' })).toBeVisible();
  await expect(page.getByText('Products: 40. Rows refused: 1.')).toBeVisible();
  await expect(page.getByText('37 events of 12 shoppers')).toBeVisible();
  await expect(page.getByText('The log names 1 products that the feed does not have.')).toBeVisible();
  const cold = await shelfOf(page, 'home');
  expect(cold.slice(0, 2).sort(), 'what the log chose most').toEqual(['tea-3', 'tea-30']);

  await page.goto(`${demo.address}#/p/tea-3`);
  expect((await shelfOf(page, 'bought-together'))[0], 'what its shoppers went on to').toBe('tea-30');

  await page.getByRole('link', { name: 'my-teas' }).click();
  await page.getByLabel('Name of the shop').fill('Tea & Tea');
  await page.getByLabel('Name of the shop').blur();
  await expect(page.getByRole('heading', { level: 1, name: 'Tea & Tea' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Tea & Tea' }), 'after a reload').toBeVisible();
  await expect(page.getByRole('link', { name: 'Tea & Tea' })).toBeVisible();
  await expect(page.getByText('37 events of 12 shoppers')).toBeVisible();

  await page.getByRole('button', { name: 'Shopper u5, 3 events' }).click();
  await expect(page.getByText('You are shopper u5 now')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Picked for you' })).toBeVisible();
  expect(await shelfOf(page, 'home')).not.toContain('tea-5');

  await page.getByRole('button', { name: 'Back to the demo shop' }).click();
  await expect(page.getByRole('link', { name: 'Osier' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'A first look around' })).toBeVisible();
  await expect(page.locator('#panel')).toBeHidden();
});

test('files may be dropped anywhere on the page', async ({ page, demo }) => {
  await page.goto(demo.address);
  await shelfOf(page, 'home');
  const carried = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.csv'));
    return transfer;
  }, FEED);
  await page.dispatchEvent('main', 'dragover', { dataTransfer: carried });
  await expect(page.getByText('Drop to open your own shop')).toBeVisible();
  await page.dispatchEvent('main', 'drop', { dataTransfer: carried });
  await expect(page.getByRole('heading', { level: 1, name: 'dropped' })).toBeVisible();
  await expect(page.getByText('Drop to open your own shop')).toHaveCount(0);
  expect(await shelfOf(page, 'home')).toHaveLength(8);
});

test('what cannot be a shop is said, and the shop that is open stays', async ({ page, demo }) => {
  await page.goto(demo.address);
  await shelfOf(page, 'home');
  await page.locator('#panel-button').click();
  const choose = page.getByLabel('Product feed and event log');
  const said = page.locator('.toast');
  await choose.setInputFiles([file('broken.json', '[{"id": 1,')]);
  await expect(said).toContainText('The list of products does not end');
  await choose.setInputFiles([file('people.csv', 'name,age\nAda,36')]);
  await expect(said).toContainText('No column is an id');
  await choose.setInputFiles([file('log.csv', LOG)]);
  await expect(said).toContainText('No product feed among these files');
  await choose.setInputFiles([file('feed.csv', FEED), file('feed-2.csv', FEED)]);
  await expect(said).toContainText('Both feed.csv and feed-2.csv look like a feed.');
  await expect(page.getByRole('link', { name: 'Osier' })).toBeVisible();

  await choose.setInputFiles([file('feed.csv', FEED), file('other.csv', 'user,item,event,ts\nu1,nothing,view,1')]);
  await expect(page.getByText('other.csv names none of the products of the feed.')).toBeVisible();
});
