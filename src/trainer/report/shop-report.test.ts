import { describe, expect, test } from 'vitest';
import { LogReport } from '../log/log-report.ts';
import { readCollected } from './collected-events.ts';
import { makeReport, type ShopReportOptions } from './shop-report.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-03-02T10:00:00Z');

type Event = { name: string; day?: number; visitor?: string; [more: string]: unknown };
const list = (id: string, placement: string, ...products: (string | object)[]): Event => ({
  name: 'view_item_list',
  item_list_id: id,
  item_list_name: placement,
  items: products.map((product) => (typeof product === 'string' ? { item_id: product } : product)),
});
const click = (id: string, product: string): Event => ({
  name: 'select_item',
  item_list_id: id,
  items: [{ item_id: product }],
});
const cart = (product: string): Event => ({ name: 'add_to_cart', items: [{ item_id: product }] });
const buy = (product: string, price: number, more: object = {}): Event => ({
  name: 'purchase',
  items: [{ item_id: product, price, quantity: 1 }],
  ...more,
});
const on = (day: number, event: Event): Event => ({ ...event, day });
const by = (visitor: string, ...events: Event[]): Event[] => events.map((event) => ({ ...event, visitor }));

/** Events a second apart, of one visitor unless they name another. */
function reportOf(events: readonly Event[], options?: ShopReportOptions) {
  const log = new LogReport();
  const read = events.flatMap(({ day = 0, visitor = 'v1', ...event }, second) =>
    readCollected({ ...event, visitor, at: START + day * DAY + second * 1_000 }, (reason) => log.refuse(reason)),
  );
  return makeReport(read, log, options);
}
const figures = (lists: number, views: number, clicks: number, carts: number, purchases: number, value: number) => ({
  lists,
  views,
  clicks,
  carts,
  purchases,
  value,
  clickRate: clicks / (views || 1),
  purchaseRate: purchases / (clicks || 1),
});

describe('attribution', () => {
  test('carts and purchases go to the list in which the product was last chosen, though they name none themselves', () => {
    const { placements, shop, lists } = reportOf([
      list('l1', 'home', 'p1', 'p2'),
      list('l2', 'related', 'p1'),
      click('l1', 'p1'),
      click('l2', 'p1'),
      cart('p1'),
      buy('p1', 30),
      buy('p2', 5),
    ]);
    expect(placements).toEqual([
      { name: 'related', ...figures(1, 1, 1, 1, 1, 30) },
      { name: 'home', ...figures(1, 2, 1, 0, 0, 0) },
    ]);
    expect(lists).toEqual(figures(2, 3, 2, 1, 1, 30));
    // What was only seen in a list, and not chosen, is not put down to it.
    expect(shop).toEqual({ carts: 1, purchases: 2, value: 35 });
  });

  test('up to seven days later, or as many as are asked for', () => {
    const events = [
      list('l1', 'home', 'p1', 'p2'),
      click('l1', 'p1'),
      click('l1', 'p2'),
      on(6.9, buy('p1', 30)),
      on(7.1, buy('p2', 40)),
    ];
    expect(reportOf(events).lists.value).toBe(30);
    expect(reportOf(events, { window: 8 }).lists.value).toBe(70);
  });

  test('another visitor’s click does not count', () => {
    const events = [...by('a', list('l1', 'home', 'p1'), click('l1', 'p1')), ...by('b', buy('p1', 30))];
    expect(reportOf(events).lists.value).toBe(0);
  });

  test('a view counts once a list, as does a click; a look at the product’s page from a list is a click', () => {
    const seen = list('l1', 'home', 'p1');
    const look = { ...click('l1', 'p1'), name: 'view_item' };
    const { placements } = reportOf([seen, seen, click('l1', 'p1'), look, click('l1', 'p1'), list('l2', 'home', 'p1')]);
    expect(placements).toEqual([{ name: 'home', ...figures(2, 2, 1, 0, 0, 0) }]);
  });

  test('events may come in any order and in several files', () => {
    const events = [list('l1', 'home', 'p1'), click('l1', 'p1'), cart('p1'), buy('p1', 30)].map((event, i) =>
      on(i, event),
    );
    expect(reportOf(events.toReversed()).placements).toEqual(reportOf(events).placements);
  });

  test('products that a rule moved are told by the rule, what of them the click says not', () => {
    const { rules } = reportOf([
      list('l1', 'home', { item_id: 'p1', rule: 'sale' }, { item_id: 'p2', rule: 'sale' }, 'p3'),
      click('l1', 'p1'),
      buy('p1', 12),
      click('l1', 'p3'),
      buy('p3', 99),
    ]);
    expect(rules).toEqual([{ name: 'sale', ...figures(1, 2, 1, 0, 1, 12) }]);
  });

  test('a list that names no placement is told as unnamed', () => {
    expect(reportOf([{ ...list('l1', '', 'p1') }]).placements[0].name).toBe('unnamed');
  });
});

describe('what cannot be counted is told', () => {
  test('an event, and a purchase, that came twice', () => {
    const paid = buy('p1', 30, { transaction_id: 't1' });
    const { shop, remarks } = reportOf([paid, paid]);
    expect(shop).toMatchObject({ purchases: 1, value: 30 });
    expect(remarks).toEqual([expect.stringContaining('a purchase that is there already')]);
    const same = { name: 'purchase', visitor: 'v', at: START, items: [{ item_id: 'p', price: 3 }] };
    const log = new LogReport();
    const twice = [same, same].flatMap((event) => readCollected(event, () => {}));
    expect(makeReport(twice, log).shop.purchases).toBe(1);
    expect(log.lines()).toEqual([expect.stringContaining('came twice')]);
  });

  test('what was paid back, all of it or a product', () => {
    const paid = {
      name: 'purchase',
      transaction_id: 't1',
      items: [
        { item_id: 'p1', price: 10, quantity: 3 },
        { item_id: 'p2', price: 5 },
      ],
    };
    const back = (items: object[], transaction = 't1'): Event => ({
      name: 'refund',
      transaction_id: transaction,
      items,
    });
    expect(reportOf([paid]).shop.value).toBe(35);
    expect(reportOf([paid, back([{ item_id: 'p2' }])]).shop).toMatchObject({ purchases: 1, value: 30 });
    expect(reportOf([paid, back([])]).shop).toMatchObject({ purchases: 0, value: 0 });
    expect(reportOf([paid, back([], 't9')]).remarks).toEqual([expect.stringContaining('whose purchase is not there')]);
  });

  test('other currencies, and purchases without a price', () => {
    const events = [
      buy('p1', 10, { currency: 'EUR' }),
      buy('p2', 20, { currency: 'EUR' }),
      buy('p3', 99, { currency: 'USD' }),
      { name: 'purchase', currency: 'EUR', items: [{ item_id: 'p4' }] },
    ];
    const report = reportOf(events);
    expect(report).toMatchObject({ currency: 'EUR', shop: { purchases: 3, value: 30 } });
    expect(report.remarks).toEqual([
      expect.stringContaining('a purchase in USD, not EUR'),
      expect.stringContaining('1 of 3 products bought have no price'),
    ]);
    expect(reportOf(events, { currency: 'USD' })).toMatchObject({ currency: 'USD', shop: { purchases: 1, value: 99 } });
  });
});

describe('experiments', () => {
  const exposed = (variant: string): Event => ({
    name: 'experiment_viewed',
    experiment_id: 'e',
    variation_id: variant,
  });
  /** Visitors of each variant, of whom so many buy something for ten. */
  const arms = (...all: [variant: string, visitors: number, buyers: number][]): Event[] =>
    all.flatMap(([variant, visitors, buyers]) =>
      Array.from({ length: visitors }, (_, i) => [
        ...by(`${variant}-${i}`, exposed(variant), ...(i < buyers ? [buy('p1', 10)] : [])),
      ]).flat(),
    );

  test('each visitor counts for the variant that they saw, from when they saw it', () => {
    const [experiment] = reportOf([
      ...arms(['control', 150, 30], ['b', 150, 90]),
      ...by('early', buy('p1', 500), exposed('b')),
    ]).experiments;
    expect(experiment).toMatchObject({ name: 'e', control: 'control', mixed: 0, warnings: [] });
    const [control, b] = experiment.variants;
    expect(control).toEqual({ name: 'control', visitors: 150, conversion: 0.2, value: 2 });
    expect(b).toMatchObject({ name: 'b', visitors: 151, conversion: 90 / 151, value: 900 / 151 });
    expect(b.verdicts!.conversion.outcome).toBe('better');
    expect(b.verdicts!.conversion.words).toMatch(/^b is better than control: conversion \+200/);
  });

  test('a list that carries its variant is an exposure, too', () => {
    const seen = { ...list('l1', 'home', 'p1'), experiment: 'e', variant: 'b' };
    const [experiment] = reportOf([seen, click('l1', 'p1'), buy('p1', 10)]).experiments;
    expect(experiment.variants).toEqual([{ name: 'b', visitors: 1, conversion: 1, value: 10 }]);
    expect(experiment.warnings).toEqual([expect.stringContaining('Only b was seen')]);
  });

  test('who saw two variants counts for neither, and that is said', () => {
    const [experiment] = reportOf([
      ...arms(['control', 3, 1], ['b', 3, 1]),
      ...by('both', exposed('b'), exposed('control')),
    ]).experiments;
    expect(experiment.mixed).toBe(1);
    expect(experiment.variants.map(({ visitors }) => visitors)).toEqual([3, 3]);
    expect(experiment.warnings).toEqual([expect.stringContaining('1 of 7 visitors saw more than one variant')]);
  });

  test('a split that is not as planned is warned of', () => {
    const warnings = (planned?: [number, number]): readonly string[] => {
      const variants = ['control', 'b'].map((name, i) => ({ name, ...(planned ? { weight: planned[i] } : {}) }));
      return reportOf(arms(['control', 900, 0], ['b', 2_100, 0]), { experiments: [{ name: 'e', variants }] })
        .experiments[0].warnings;
    };
    expect(warnings()[0]).toContain('30.0 % of the visitors saw control, where 50.0 % should have');
    expect(warnings([0.3, 0.7])).toEqual([]);
  });

  test('the control is the first that was planned, else the one that is called so', () => {
    const events = arms(['a', 2, 0], ['control', 2, 0], ['z', 2, 0]);
    const variants = ['z', 'control', 'a'].map((name) => ({ name }));
    expect(reportOf(events).experiments[0].control).toBe('control');
    expect(reportOf(events, { experiments: [{ name: 'e', variants }] }).experiments[0].control).toBe('z');
  });

  test('what visitors bought before takes its part out of the noise', () => {
    const visit = (variant: string, i: number): Event[] => {
      const spends = 10 * (i % 7);
      return by(
        `${variant}-${i}`,
        on(0, buy('p1', spends)),
        on(1, exposed(variant)),
        on(2, buy('p2', spends + (i % 2))),
      );
    };
    const events = Array.from({ length: 150 }, (_, i) => [...visit('control', i), ...visit('b', i)]).flat();
    const { value } = reportOf(events).experiments[0].variants[1].verdicts!;
    expect(value!.reduction).toBeGreaterThan(0.95);
  });

  test('each day tells what was known at its end, and nothing of later days', () => {
    const { days } = reportOf([
      ...arms(['control', 150, 15], ['b', 150, 15]),
      ...Array.from({ length: 150 }, (_, i) => by(`late-${i}`, on(3, exposed('b')), on(3, buy('p1', 10)))).flat(),
    ]).experiments[0];
    const conversion = days.filter(({ metric }) => metric === 'conversion');
    expect(conversion.map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05']);
    expect(conversion.map(({ verdict }) => verdict.difference)).toEqual([0, 0, 0, expect.closeTo(0.45)]);
  });

  test('clicks on interleaved lists are credited to teams, by visitor', () => {
    const events = Array.from({ length: 200 }, (_, i) => {
      const seen = {
        ...list(`l${i}`, 'cart', { item_id: 'p1', team: 'a' }, { item_id: 'p2', team: 'b' }),
        experiment: 'ranking',
      };
      return by(`v${i}`, seen, click(`l${i}`, i % 4 === 0 ? 'p1' : 'p2'));
    }).flat();
    const [interleaving] = reportOf(events).interleavings;
    expect(interleaving).toMatchObject({
      name: 'ranking',
      teams: [
        { name: 'a', clicks: 50 },
        { name: 'b', clicks: 150 },
      ],
      verdict: { outcome: 'better', visitors: 200 },
    });
    expect(reportOf(events).experiments).toEqual([]);
  });
});
