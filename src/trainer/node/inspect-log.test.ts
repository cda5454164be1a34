import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LogCounts } from '../log/inspect-log.ts';
import type { LogHints } from '../log/understanding.ts';
import { scanLog } from './open-log.ts';

const path = join(mkdtempSync(join(tmpdir(), 'vitrine-inspect-')), 'log');

async function inspect(text: string, hints: LogHints = {}, feed?: readonly string[]) {
  writeFileSync(path, text);
  const counts = new LogCounts(feed && ((product) => feed.includes(product)));
  const scan = await scanLog(path, hints, counts);
  return counts.summary(scan, scan.end(), Date.UTC(2025, 0, 1));
}

test('columns, times, events, shoppers, products, what the feed knows and what was left out', async () => {
  const log =
    'date;Kundennummer;sku;Aktion;note\n' +
    '13.01.2024 08:00;u1;a;angesehen;x\n14.01.2024 09:30;u1;b;gekauft;\n12.01.2024 10:00;u2;a;angesehen;\n;u2;c;angesehen;\n15.01.2024;u2;a;gelacht;\n';
  expect(await inspect(log, {}, ['a'])).toEqual({
    form: 'a table separated by semicolons',
    fields: ['date', 'Kundennummer', 'sku', 'Aktion', 'note'],
    columns: { user: 'Kundennummer', item: 'sku', event: 'Aktion', time: 'date' },
    times: { written: 'dates, the day first', from: '2024-01-12 10:00:00 UTC', to: '2024-01-14 09:30:00 UTC' },
    rows: 5,
    events: { view_item: 2, purchase: 1 },
    shoppers: 2,
    products: 2,
    known: 1,
    leftOut: { 'without a time': 1, 'of an unknown event "gelacht"': 1 },
    guesses: [],
    oddities: [],
  });
});

test('what is odd: a bot, times of the future, a feed of other ids, products that come once', async () => {
  const rows = Array.from({ length: 900 }, (_, i) => `bot,p${i},2030-01-01`);
  const others = Array.from({ length: 60 }, (_, i) => `u${i},q${i},2024-01-01`);
  const { oddities } = await inspect(`user,item,date\n${[...rows, ...others].join('\n')}\n`, {}, ['x']);
  expect(oddities).toEqual([
    expect.stringContaining('One shopper, bot, has 94 % of the rows'),
    expect.stringContaining('in the future, up to 2030-01-01'),
    expect.stringContaining('Most products of the log are not in the feed'),
    expect.stringContaining('Nearly every product comes once'),
  ]);
});

test('lines of products have neither times nor events', async () => {
  expect(await inspect('7 a b a\n8 b\n')).toMatchObject({
    form: 'lines of a shopper and products in order',
    rows: 4,
    shoppers: 2,
    products: 2,
    oddities: ['The log has no times: rows are taken to be in order of time.'],
  });
});

test.each<[string, string, LogHints, object]>([
  ['the shopper', 'wer,sku\na,p\nb,q\n', {}, { about: 'column', column: 'user', fields: ['wer', 'sku'] }],
  [
    'a column that is not there',
    'user,item\na,p\n',
    { columns: { event: 'what' } },
    { about: 'column', column: 'event', fields: ['user', 'item'] },
  ],
  ['words', 'user,item,event\na,p,glimpsed\n', {}, { about: 'eventWords', field: 'event', words: ['glimpsed'] }],
  ['dates', 'user,item,date\na,p,05/12/2024\nb,q,06/12/2024\n', {}, { about: 'dates', field: 'date' }],
])('what only a person can say is a question as data: %s', async (_, text, hints, question) => {
  await expect(inspect(text, hints)).rejects.toMatchObject({ code: 'bad-options', question });
});
