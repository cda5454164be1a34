import { expect, test } from 'vitest';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import type { Synonym } from '../../contract/search.ts';
import { indexCatalogue } from './catalogue-index.ts';
import { CatalogueSearch } from './catalogue-search.ts';
import { Synonyms } from './synonyms.ts';

const PRODUCTS = [
  { id: 'sofa', title: 'Velvet sofa', categories: ['Sofas'] },
  { id: 'settee', title: 'Small settee', categories: ['Seats'] },
  { id: 'trainer', title: 'Grey trainers' },
  { id: 'runner', title: 'Running shoes, white' },
  { id: 'shoe', title: 'White shoes' },
  { id: 'phone', title: '手机壳 黑色' },
  { id: 'mobile', title: '移动电话 银色' },
  { id: 'hide', title: 'Nappa wallet' },
  { id: 'canvas', title: 'Canvas wallet' },
];

function finder(rules: readonly Synonym[]) {
  const builder = new CatalogueBuilder();
  for (const product of PRODUCTS) builder.add(product);
  const catalogue = builder.build();
  const steps = indexCatalogue(catalogue);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const search = new CatalogueSearch(catalogue, step.value, new Synonyms(rules));
  return (text: string) => {
    const found = search.find({ text, limit: 10, allowed: catalogue.available, prefix: false, understand: true });
    return { ...found, ids: Array.from(found.whole.items, (item) => catalogue.idOf(item)) };
  };
}

const RULES: Synonym[] = [
  ['sofa', 'couch', '沙发'],
  { from: 'sneakers', to: ['trainers', 'running shoes'] },
  ['手机', '移动电话'],
  { from: 'leather', to: ['nappa'] },
];

test.each<[string, string[]]>([
  ['couch', ['sofa']],
  ['velvet couches', ['sofa']],
  ['沙发', ['sofa']],
  ['sneaker', ['runner', 'trainer']],
  ['white sneakers', ['runner']],
  ['trainers', ['trainer']],
  ['running shoes', ['runner']],
  ['手机', ['mobile', 'phone']],
  ['黑色手机', ['phone']],
  ['银色 手机', ['mobile']],
  ['wallet without leather', ['canvas']],
])('%s finds %j by the words of the shop', (text, wanted) => {
  expect(finder(RULES)(text).ids.toSorted()).toEqual(wanted);
});

test('a word that the shop gives for a name is understood as the name, and what matched is told', () => {
  const { understood } = finder(RULES)('couch');
  expect(understood).toEqual([{ kind: 'category', name: 'Sofas', exclude: false, range: [0, 5] }]);
  expect(finder(RULES)('white sneakers').terms.has('running')).toBe(true);
  expect(finder([])('couch').found).toBe(0);
});

test('one rule beside another adds to it', () => {
  const find = finder([
    ['bench', 'settee'],
    ['bench', 'sofa'],
  ]);
  expect(find('bench').ids.toSorted()).toEqual(['settee', 'sofa']);
  expect(find('sofa').ids).toEqual(['sofa']);
});

test.each<[string, unknown, string]>([
  ['no list', { sofa: 'couch' }, 'synonyms must be a list'],
  ['a text', ['sofa'], 'synonyms.0 must be an object'],
  ['a word alone', [['sofa']], 'synonyms.0 has 1 entries, and not 2 to 64'],
  ['a number', [['sofa', 7]], 'synonyms.0.1 must be a text'],
  ['an empty word', [['sofa', ' ']], 'synonyms.0.1 must be a text with a letter or a number'],
  ['a rule without an end', [{ from: 'sofa' }], 'synonyms.0.to must be a list'],
  ['a misspelt name', [{ form: 'sofa', to: ['couch'] }], 'synonyms.0.form is not known; the nearest name is from'],
])('%s is refused, and named', (_, rules, remedy) => {
  let refused: unknown;
  try {
    new Synonyms(rules as Synonym[]);
  } catch (error) {
    refused = error;
  }
  expect(refused).toMatchObject({ code: 'bad-options', remedy: expect.stringContaining(remedy) });
});
