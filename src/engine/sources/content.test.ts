import { expect, test } from 'vitest';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import type { Product } from '../../contract/product.ts';
import type { VisitorContext } from './candidate-source.ts';
import { createContent } from './content.ts';
import { wholeAnswer } from './testing/whole-answer.ts';

function shopOf(products: readonly Product[]) {
  const builder = new CatalogueBuilder();
  for (const product of products) builder.add(product);
  const catalogue = builder.build();
  const content = createContent(catalogue.features);
  const context = (ids: readonly string[]): VisitorContext => ({
    items: Int32Array.from(ids, (id) => catalogue.itemOf(id)!),
    names: ids.map(() => 'view_item'),
    sessionStart: 0,
    allowed: catalogue.available,
  });
  const neighbours = (ids: readonly string[], limit = 10) =>
    Array.from(content.retrieve(context(ids), limit).items, (item) => catalogue.idOf(item));
  return { catalogue, content, context, neighbours };
}

const FILMS: Product[] = [
  { id: 'alien', title: 'Alien', categories: ['Film', 'Science fiction', 'Horror'], brand: 'Scott', price: 9 },
  { id: 'aliens', title: 'Aliens', categories: ['Film', 'Science fiction', 'Action'], brand: 'Cameron', price: 9 },
  { id: 'blade', title: 'Blade Runner', categories: ['Film', 'Science fiction'], brand: 'Scott', price: 12 },
  { id: 'heat', title: 'Heat', categories: ['Film', 'Crime'], brand: 'Mann', price: 8 },
  { id: 'ran', title: '乱', categories: ['Film', 'Drama'], brand: '黒澤', price: 30 },
  { id: 'samurai', title: '七人の侍', categories: ['Film', 'Action', 'Drama'], brand: '黒澤', price: 31 },
];

test('neighbours share what is rare: maker and genre before what all have', () => {
  const { neighbours } = shopOf(FILMS);
  expect(neighbours(['alien']).slice(0, 2).sort()).toEqual(['aliens', 'blade']);
  expect(neighbours(['ran'])[0]).toBe('samurai');
  expect(neighbours(['aliens'])[0]).toBe('alien');
});

test('several interests: each gives as much to its neighbours, the latest more; the reason is the loudest', () => {
  const { catalogue, content, context } = shopOf(FILMS);
  const asked = context(['heat', 'ran', 'alien']);
  const { items, scores, because } = content.retrieve(asked, 10);
  const reasonFor = (id: string) => asked.items[because(items.indexOf(catalogue.itemOf(id)!))];
  expect(reasonFor('samurai')).toBe(catalogue.itemOf('ran'));
  expect(reasonFor('blade')).toBe(catalogue.itemOf('alien'));
  expect([...scores]).toEqual([...scores].sort((a, b) => b - a));
  expect(scores.every((score) => score > 0 && Number.isFinite(score))).toBe(true);
});

test('Chinese titles that share a compound are neighbours', () => {
  const { neighbours } = shopOf([
    { id: '1', title: '新款碎花连衣裙' },
    { id: '2', title: '复古衣裙' },
    { id: '3', title: '便携保温杯' },
    { id: '4', title: '大容量保温壶' },
    { id: '5', title: '主动降噪耳机' },
  ]);
  expect(neighbours(['1'])).toEqual(['2']);
  expect(neighbours(['3'])).toEqual(['4']);
  expect(neighbours(['5'])).toEqual([]);
});

test('nothing is known: no history, no features, rows that are not allowed', () => {
  const { neighbours, content, context, catalogue } = shopOf([...FILMS, { id: 'bare' }]);
  expect(neighbours([])).toEqual([]);
  expect(neighbours(['bare'])).toEqual([]);
  const allowed = catalogue.available.clone();
  allowed.delete(catalogue.itemOf('blade')!);
  const { items } = content.retrieve({ ...context(['alien']), allowed }, 10);
  expect([...items]).not.toContain(catalogue.itemOf('blade'));
});

test('the same context gives the same answer, and one visitor leaves nothing behind for the next', () => {
  const { content, context } = shopOf(FILMS);
  const first = wholeAnswer(content, context(['alien', 'ran']), 10);
  content.retrieve(context(['heat', 'samurai', 'blade']), 2);
  expect(wholeAnswer(content, context(['alien', 'ran']), 10)).toEqual(first);
});

test('what is kept of earlier lists changes no answer, whoever may be shown now', () => {
  const many = Array.from({ length: 30 }, (_, i): Product => {
    return { id: `p${i}`, title: `Thing ${i % 7}`, categories: [`Kind ${i % 4}`], brand: `Brand ${i % 5}` };
  });
  const { catalogue, content, context } = shopOf(many);
  // More than are kept, and back again.
  for (const last of [...many.keys(), ...many.keys()]) {
    const asked = context(many.slice(Math.max(0, last - 4), last + 1).map(({ id }) => id));
    const allowed = asked.allowed.clone();
    allowed.delete((last % many.length) + 1);
    const narrow = { ...asked, allowed };
    expect(wholeAnswer(content, narrow, 20)).toEqual(wholeAnswer(createContent(catalogue.features), narrow, 20));
  }
});
