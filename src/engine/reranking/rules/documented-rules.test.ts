import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import { createFallbackChain } from '../../lists/fallback-chain.ts';
import { DEFAULT_QUERY } from '../../lists/resolve-query.ts';
import { prepareRules } from './prepare-rules.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/rules.md'), 'utf8');
const [, shopText] = /```json shop\n([\s\S]*?)```/.exec(page)!;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The page says how long ago a product came, so that its examples stay true. */
const shop: { id: string; added?: string }[] = JSON.parse(shopText).map((product: { added?: string }) => ({
  ...product,
  ...(product.added && { added: new Date(Date.now() - Number.parseInt(product.added, 10) * DAY_MS).toISOString() }),
}));
const builder = new CatalogueBuilder();
for (const product of shop) builder.add(product);
const catalogue = builder.build();
const chain = createFallbackChain(catalogue, {
  sources: [
    {
      name: 'knn',
      retrieve({ allowed }) {
        const items = shop.map(({ id }) => catalogue.itemOf(id) as number).filter((item) => allowed.has(item));
        return {
          items: Int32Array.from(items),
          scores: Float32Array.from(items, (_, i) => shop.length - i),
          because: () => -1,
        };
      },
    },
  ],
  weights: { knn: 1 },
});

const examples = [...page.matchAll(/```json rules\n([\s\S]*?)```\n(?:\n```text\n([\s\S]*?)\n```)?/g)];

test('the page has an example of each kind', () => {
  const kinds = new Set(examples.flatMap(([, rules]) => JSON.parse(rules).map(({ kind }: { kind: string }) => kind)));
  expect([...kinds].sort()).toEqual(['boost', 'bury', 'cap', 'exclude', 'explore', 'floor', 'pin']);
});

test.each(examples.map(([, rules, list]) => [rules, list]))(
  'the example %s gives the list that the page shows',
  async (rules, list) => {
    const asked = { placement: 'home', limit: 12, known: true, random: () => 0.9, attributes: { country: 'CH' } };
    const prepared = prepareRules(JSON.parse(rules), asked);
    if (typeof prepared === 'string') throw new Error(prepared);
    const allowed = catalogue.available.clone();
    const context = { items: new Int32Array(0), names: [], sessionStart: 0, allowed };
    const atWork = prepared(catalogue, context);
    const ranked = await chain.rank(context, DEFAULT_QUERY, atWork);
    expect(atWork.outcomes.flatMap(({ problems }) => problems)).toEqual([]);
    if (list === undefined) return;
    const shown = ranked.map(({ item, rule }) => catalogue.idOf(item) + (rule ? ` (${rule})` : ''));
    expect(shown.join(', ')).toBe(list);
  },
);
