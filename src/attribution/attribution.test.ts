import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReportedEvent } from '../contract/list-report.ts';
import { Attribution, type Outcome, UNNAMED } from './attribution.ts';
import type { CollectedEvent, CollectedItem } from './collected-event.ts';
import { inOrder } from './list-table.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** What came of events, and the same events with the lists that they were credited to. */
function attributed(events: readonly CollectedEvent[], window = WEEK) {
  const refused: string[] = [];
  const attribution = new Attribution(window, (reason) => refused.push(reason));
  const told = events.map((event) => {
    const credited = attribution.take(event);
    const items = event.items.map((item, i) => {
      const origin = credited[i];
      if (origin?.placement !== UNNAMED) return { ...item, ...origin };
      const { placement: _, ...rest } = origin;
      return { ...item, ...rest };
    });
    return { ...event, items };
  });
  return { outcomes: attribution.outcomes, told, refused };
}

const event = (name: ReportedEvent, at: number, ...items: Partial<CollectedItem>[]): CollectedEvent => ({
  name,
  at,
  items: (items.length > 0 ? items : [{}]).map((item) => ({ product: 'p', quantity: 1, ...item })),
});
const listsOf = (outcomes: readonly Outcome[], kind: Outcome['kind']) =>
  outcomes.flatMap((outcome) => (outcome.kind === kind && 'origin' in outcome ? (outcome.origin?.list ?? 'none') : []));

test('the last choice counts, for seven days and no longer, however often the cart repeats its list', () => {
  const choice = [event('view_item_list', 0, { list: 'l' }), event('select_item', HOUR, { list: 'l' })];
  const at = (time: number): string[] =>
    listsOf(
      attributed([...choice, event('add_to_cart', 3 * DAY, { list: 'l' }), event('purchase', time)]).outcomes,
      'order',
    );
  expect(at(HOUR + WEEK)).toEqual(['l']);
  expect(at(HOUR + WEEK + 1)).toEqual([]);
});

test('a list that is chosen from again is the last one again', () => {
  const { outcomes } = attributed([
    event('select_item', 1, { list: 'first' }),
    event('select_item', 2, { list: 'second' }),
    event('select_item', 3, { list: 'first' }),
    event('purchase', 4),
  ]);
  expect(listsOf(outcomes, 'click')).toEqual(['first', 'second']);
  expect(listsOf(outcomes, 'order')).toEqual(['first']);
});

const some = fc.constantFrom('a', 'b', 'c');
const thing = { product: some, quantity: fc.integer({ min: 1, max: 3 }) };
const item = fc.oneof(
  fc.record({ ...thing, price: fc.integer({ min: 0, max: 9 }) }, { requiredKeys: ['product', 'quantity'] }),
  // What is said of a list, and of a product on it, is said in many events or few, but always the same.
  fc
    .record({ ...thing, list: some, marks: fc.subarray(['placement', 'experiment', 'variant', 'rule', 'team']) })
    .map(({ marks, ...one }) => ({
      ...one,
      ...Object.fromEntries(marks.map((mark) => [mark, `${mark} of ${one.list}`])),
    })),
);
const NAMES: ReportedEvent[] = ['view_item_list', 'select_item', 'view_item', 'add_to_cart', 'purchase', 'refund'];
const visit = fc.array(
  fc.record(
    {
      name: fc.constantFrom(...NAMES),
      at: fc.integer({ min: 0, max: 20 }).map((days) => days * DAY),
      items: fc.array(item, { minLength: 1, maxLength: 3 }),
      transaction: some,
    },
    { requiredKeys: ['name', 'at', 'items'] },
  ),
  { maxLength: 30 },
);

test('events that say to which lists they are put down come out as those that do not', () => {
  fc.assert(
    fc.property(visit, (given) => {
      const plain = attributed(inOrder(given));
      const again = attributed(plain.told);
      expect(again.outcomes).toEqual(plain.outcomes);
      expect(again.refused).toEqual(plain.refused);
    }),
    { numRuns: 2_000 },
  );
});
