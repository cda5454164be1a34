import { expect, test } from 'vitest';
import { makeCatalogue } from './catalogue.ts';
import { DEPARTMENTS, KIND_LABELS, KIND_NAMES } from './departments.ts';
import { drawProduct, formsOf } from './drawing/index.ts';
import { inChinese } from './in-chinese.ts';
import { KINDS } from './kinds/index.ts';

const catalogue = makeCatalogue();

test('at least 1,000 products of every kind and department, each with an id of its own', () => {
  expect(catalogue.length).toBeGreaterThanOrEqual(1000);
  expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
  expect(new Set(catalogue.map(({ kind }) => kind))).toEqual(new Set(KIND_NAMES));
  const categories = new Set(catalogue.map(({ categories: [department] }) => department));
  expect(categories).toEqual(new Set(Object.values(DEPARTMENTS).map(({ name }) => name.en)));
});

test('the same seed gives the same shop, another seed another', () => {
  expect(makeCatalogue()).toEqual(catalogue);
  expect(makeCatalogue(1).map(({ title }) => title)).not.toEqual(catalogue.map(({ title }) => title));
});

test('every product is told in both languages, and some are sold out', () => {
  const chinese = /[\u4e00-\u9fff]/;
  for (const { title, brand, description = '', zh } of catalogue) {
    expect([title, brand, description].filter((text) => chinese.test(text))).toEqual([]);
    expect([zh.title, zh.brand].filter((text) => !chinese.test(text))).toEqual([]);
    expect(chinese.test(zh.description ?? '')).toBe(description !== '');
  }
  const untold = catalogue.filter(({ description }) => description === undefined);
  expect(untold.length).toBeGreaterThan(catalogue.length / 10);
  expect(untold.length).toBeLessThan(catalogue.length / 5);
  const soldOut = catalogue.filter(({ inStock }) => !inStock).length / catalogue.length;
  expect(soldOut).toBeGreaterThan(0.01);
  expect(soldOut).toBeLessThan(0.1);
});

test('within a kind no two products look the same', () => {
  for (const kind of KIND_NAMES) {
    const looks = catalogue
      .filter((product) => product.kind === kind)
      .map(({ look }) => [look.form, look.colour, look.pattern].join());
    expect(new Set(looks).size, kind).toBe(looks.length);
  }
});

test('each kind has a noun for every form that is drawn, and a label', () => {
  for (const kind of KIND_NAMES) {
    expect(KINDS[kind].nouns.length, kind).toBe(formsOf(kind));
    expect(KIND_LABELS[kind].zh).not.toBe('');
  }
});

test('every picture is whole: paints are defined before use, no number is missing, no attribute is set twice', () => {
  for (const { id, kind, look } of catalogue) {
    const svg = drawProduct(kind, look);
    const defined = new Set([...svg.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name));
    const used = [...svg.matchAll(/url\(#([^)]+)\)/g)].map(([, name]) => name);
    expect(
      used.filter((name) => !defined.has(name)),
      id,
    ).toEqual([]);
    expect(svg, id).not.toMatch(/NaN|undefined|Infinity/);
    for (const [tag] of svg.matchAll(/<[a-z][^>]*>/gi)) {
      const names = [...tag.matchAll(/ ([a-z0-9-]+)="/gi)].map(([, name]) => name);
      expect(new Set(names).size, `${id}: ${tag}`).toBe(names.length);
    }
    expect(svg.length, id).toBeLessThan(30_000);
  }
});

test('a product in Chinese is a record in Chinese alone, with its colour and material', () => {
  const [product] = makeCatalogue();
  const { id, title, brand, categories, colour, material, price } = inChinese(product);
  expect({ id, title, brand, categories, price }).toEqual({
    ...{ id: product.id, title: product.zh.title, brand: product.zh.brand },
    ...{ categories: product.zh.categories, price: product.price },
  });
  expect(title).toContain(colour);
  expect(title).toContain(material);
});
