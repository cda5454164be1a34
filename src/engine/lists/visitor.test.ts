import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import { INTERACTION_NAMES, type StoredInteraction } from '../../contract/interaction.ts';
import { DEFAULT_QUERY } from './resolve-query.ts';
import { Visitor } from './visitor.ts';

function catalogueOf(ids: readonly string[]) {
  const builder = new CatalogueBuilder();
  for (const id of ids) builder.add({ id });
  return builder.build();
}

const everything = catalogueOf(['a', 'b', 'c', 'd']);
const without = catalogueOf(['c', 'x', 'a']);

const interaction = fc.record({
  name: fc.constantFrom(...INTERACTION_NAMES),
  product: fc.constantFrom('a', 'b', 'c', 'd'),
  newSession: fc.boolean(),
});

/** All that a visitor's context says, as plain data. */
function contextOf(visitor: Visitor) {
  const context = visitor.context({ ...DEFAULT_QUERY, like: ['a'] });
  const { items, names, sessionStart, allowed } = context;
  return { items: [...items], names: [...names], sessionStart, allowed: [...allowed.words] };
}

test('followed click by click, over catalogues that change, a visitor is the same as one read at once', () => {
  fc.assert(
    fc.property(
      fc.array(interaction, { maxLength: 30 }),
      fc.array(fc.boolean(), { maxLength: 30 }),
      (script, swaps) => {
        let session = 1;
        const history = { entries: [] as StoredInteraction[], generation: 0 };
        const followed = new Visitor();
        script.forEach(({ name, product, newSession }, i) => {
          if (newSession) session++;
          history.entries.push({ name, product, at: i, seq: i + 1, session });
          followed.follow(history, swaps[i] ? without : everything);
        });
        for (const catalogue of [everything, without]) {
          followed.follow(history, catalogue);
          const fresh = new Visitor();
          fresh.follow(history, catalogue);
          expect(contextOf(followed)).toEqual(contextOf(fresh));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('one more click looks up one product, however long the history', () => {
  const history = { entries: [] as StoredInteraction[], generation: 0 };
  for (let seq = 1; seq <= 10_000; seq++) {
    history.entries.push({ name: 'view_item', product: seq % 2 ? 'a' : 'b', at: seq, seq, session: 1 });
  }
  let lookups = 0;
  const counting = new Proxy(everything, {
    get: (catalogue, name) => {
      if (name === 'itemOf') lookups++;
      const value = Reflect.get(catalogue, name, catalogue);
      return typeof value === 'function' ? value.bind(catalogue) : value;
    },
  });
  const visitor = new Visitor();
  visitor.follow(history, counting);
  expect(lookups).toBeGreaterThanOrEqual(10_000);
  lookups = 0;
  history.entries.push({ name: 'view_item', product: 'c', at: 1, seq: 10_001, session: 1 });
  visitor.follow(history, counting);
  expect(lookups).toBe(1);
});
