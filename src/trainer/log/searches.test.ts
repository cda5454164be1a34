import { expect, test } from 'vitest';
import { readTextLog } from './read-text-log.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString();
const rows = [
  ['u1', 'view_item', 'early', '', at(0)],
  ['u1', 'search', '', 'red dress', at(1)],
  ['u1', 'view_item', 'a', '', at(2)],
  ['u1', 'view_item', 'b', '', at(3)],
  ['u1', 'view_item', 'a', '', at(4)],
  ['u1', 'search', '', 'nothing found', at(5)],
  ['u1', 'search', '', '靴子', at(6)],
  ['u1', 'add_to_cart', 'boot', '', at(7)],
  ['u1', 'view_item', 'dismissed', '', at(8)],
  ['u1', 'dismiss', 'dismissed', '', at(9)],
  ['u1', 'view_item', 'later', '', at(59)],
  ['u2', 'search', '', 'x'.repeat(600), at(1)],
  ['u2', 'view_item', 'a', '', at(2)],
  ['u3', 'search', '', 'only searched', at(1)],
];
const table = (columns: string) => [columns, ...rows.map((row) => row.join(','))].join('\n');

test('the products that a shopper turned to after a search are told with its words', async () => {
  const { log, searches, report } = await readTextLog(() => [table('user_id,event_name,item_id,search_term,time')]);
  expect(searches).toEqual([
    { shopper: 'u1', words: 'red dress', at: Date.parse(at(1)), chosen: ['a', 'b'] },
    { shopper: 'u1', words: '靴子', at: Date.parse(at(6)), chosen: ['boot'] },
  ]);
  expect(log.shopperIds).toEqual(['u1', 'u2']);
  expect(report.lines()).toEqual(['1 of 14 rows left out: of a list that was seen, or a search']);
});

test('searches whose words no column has are left out, and counted, as before', async () => {
  const { searches, report } = await readTextLog(() => [table('user_id,event_name,item_id,remark,time')]);
  expect(searches).toEqual([]);
  expect(report.lines()).toEqual(['5 of 14 rows left out: of a list that was seen, or a search']);
});

test('nested records tell the words of their searches', async () => {
  const records = [
    { user_pseudo_id: 'u', event_name: 'search', event_params: { search_term: 'lamp' }, event_timestamp: at(1) },
    { user_pseudo_id: 'u', event_name: 'view_item', items: [{ item_id: 'l1' }], event_timestamp: at(2) },
  ];
  const { searches } = await readTextLog(() => [records.map((one) => JSON.stringify(one)).join('\n')]);
  expect(searches).toMatchObject([{ shopper: 'u', words: 'lamp', chosen: ['l1'] }]);
});
