import { expect, test } from 'vitest';
import { makeCatalogue } from '../catalogue/catalogue.ts';
import { KIND_NAMES } from '../catalogue/departments.ts';
import { COMPANIONS } from './companions.ts';
import { simulateLog, simulateStrangers, toCsv } from './event-log.ts';

const products = makeCatalogue();
const log = simulateLog(products);
const byId = new Map(products.map((product) => [product.id, product]));

test('the log is the same each time, in order of time, and names its shoppers simulated', () => {
  expect(simulateLog(products)).toEqual(log);
  expect(log.every(({ user }) => user.startsWith('simulated-'))).toBe(true);
  expect(log.every(({ ts }, i) => i === 0 || ts >= log[i - 1].ts)).toBe(true);
  expect(toCsv(log.slice(0, 1))).toMatch(/^user,item,event,ts\nsimulated-\d+,[a-z-]+\d+,view,\d+\n$/);
});

test('there is something to learn: what follows a product goes with it far more often than chance', () => {
  const last = new Map<string, string>();
  let pairs = 0;
  let related = 0;
  let sameStyle = 0;
  for (const { user, item, event } of log) {
    if (event !== 'view') continue;
    const before = last.get(user);
    last.set(user, item);
    if (before === undefined || before === item) continue;
    const [a, b] = [byId.get(before)!, byId.get(item)!];
    pairs++;
    if (a.kind === b.kind || COMPANIONS[a.kind].includes(b.kind)) related++;
    if (a.style === b.style) sameStyle++;
  }
  // By chance: 4 of 24 kinds, and 1 of 5 styles.
  expect(related / pairs).toBeGreaterThan(2 * (4 / KIND_NAMES.length));
  expect(sameStyle / pairs).toBeGreaterThan(2 / 5);
});

test('strangers share the shop with the shoppers of the log, and nothing else', () => {
  const strangers = simulateStrangers(products);
  const known = new Set(log.map(({ user }) => user));
  expect(strangers.filter(({ user }) => known.has(user))).toEqual([]);
  const visitsIn = (events: typeof log): Set<string> => {
    const byUser = new Map<string, string[]>();
    for (const { user, item, event } of events) {
      if (event === 'view') byUser.set(user, [...(byUser.get(user) ?? []), item]);
    }
    return new Set([...byUser.values()].filter(({ length }) => length > 5).map((items) => items.join()));
  };
  const seen = visitsIn(log);
  expect([...visitsIn(strangers)].filter((items) => seen.has(items))).toEqual([]);
});
