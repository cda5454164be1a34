import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from './setup/folders.ts';
import { expect, test } from './setup/visit.ts';
import { agreement, Merchant, replay, type Visit } from './setup/vitrine-cli.ts';

const data = resolve(process.env.VITRINE_DATA ?? resolve(root, '../shared/data'), 'online-retail');
/** Of the shop's customers, in the order of their numbers: counting and tuning for all 4,339 takes minutes. */
const CUSTOMERS = Number(process.env.VITRINE_CUSTOMERS ?? 150);
const CUT = '2011-11-01';
const VISITS = 500;
/** Wholesale customers bought thousands of times; a page has no such visitor. */
const LONGEST_HISTORY = 200;

test.describe.configure({ timeout: 1_800_000 });
test.skip(!existsSync(data), 'the gift shop of ../shared/data is not here');

/** Plain fields: the files have no quoted commas but in titles, which stand between the first and the last two. */
function readProducts(csv: string) {
  return csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [id, ...rest] = line.split(',');
      const [price] = rest.splice(-2);
      return { id, title: rest.join(','), currency: 'GBP', ...(price === '' ? {} : { price: Number(price) }) };
    });
}

test('a gift shop: real customers replayed through the packed package get the lists of `vitrine evaluate`', async ({
  page,
  site,
}) => {
  const merchant = new Merchant('gift-shop');
  const products = readProducts(readFileSync(resolve(data, 'items.csv'), 'utf8'));
  writeFileSync(merchant.at('products.json'), JSON.stringify(products));
  const [header, ...lines] = gunzipSync(readFileSync(resolve(data, 'clean.csv.gz')))
    .toString()
    .trim()
    .split('\n');
  const purchases = lines.map((line) => line.split(','));
  const customers = new Set([...new Set(purchases.map(([, customer]) => customer))].toSorted().slice(0, CUSTOMERS));
  const kept = purchases.filter(([, customer]) => customers.has(customer));
  writeFileSync(merchant.at('events.csv'), [header, ...kept.map((fields) => fields.join(','))].join('\n'));

  const columns = ['--columns', 'user=customer,item=item,time=ts,quantity=qty', '--products', 'products.json'];
  const model = ['--model', 'rules+knn+content+popular'];
  merchant.vitrine(
    'train',
    '--events',
    'events.csv',
    ...columns,
    ...model,
    '--min-shoppers',
    '1',
    '--until',
    CUT,
    '--out',
    'gifts.safetensors',
  );
  const question = ['--data', 'events.csv', '--protocol', 'time-split', '--cut', CUT, '--pack', 'gifts.safetensors'];
  merchant.vitrine('evaluate', ...question, ...columns, '--lists', 'lists.jsonl');
  const lists = merchant.readLists('lists.jsonl');

  const histories = new Map<string, string[]>();
  for (const [, customer, item] of kept) {
    const history = histories.get(customer) ?? [];
    // A run of one product is one interest, in logs as in the page.
    if (history.at(-1) !== item) histories.set(customer, [...history, item]);
  }
  const asked = [...histories].filter(([id, items]) => lists.has(id) && items.length <= LONGEST_HISTORY);
  const visits = asked.slice(0, VISITS);
  expect(visits.length).toBeGreaterThan(20);

  await merchant.openShop(page, site, 'gifts.safetensors');
  const replayed = await replay(
    page,
    visits.map(([, items]): Visit => ({ name: 'purchase', products: items.slice(0, -1) })),
  );
  const expected = visits.map(([id]) => lists.get(id));
  const share = agreement(replayed, expected);
  test.info().annotations.push({ type: 'agreement', description: `${share} of ${visits.length} visits` });
  expect(share).toBeGreaterThanOrEqual(0.99);
});
