// Writes the feeds by which the search is measured in English and in Chinese: `node bench/search/make.mjs PRODUCTS.json FOLDER`,
// where PRODUCTS.json are AdventureWorks' products with their descriptions by language.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const [source, folder = '.vitrine/search'] = process.argv.slice(2);
if (source === undefined) throw new Error('Name the file of AdventureWorks’ products.');
const { makeCatalogue } = (
  await runnerImport(resolve(root, 'demo/catalogue/catalogue.ts'), { root, configFile: false })
).module;

const demo = makeCatalogue();
const bikes = JSON.parse(readFileSync(source, 'utf8'));
const given = (...values) => values.filter((value) => value !== null);
const feeds = {
  'demo.json': demo,
  'demo-chinese.json': demo.map(({ id, zh: { title, description }, price }) => ({ id, title, description, price })),
  'adventureworks.json': bikes.map(({ id, name, number, category, subcategory, price, colour, descriptions }) => ({
    id,
    title: name,
    sku: number,
    categories: given(category, subcategory),
    price,
    tags: given(colour),
    description: descriptions.en ?? '',
  })),
  'adventureworks-chinese.json': bikes.flatMap(({ id, name, descriptions }) => {
    const description = descriptions['zh-cht'];
    return description === undefined ? [] : [{ id, title: name, description }];
  }),
};
mkdirSync(folder, { recursive: true });
for (const [name, products] of Object.entries(feeds)) {
  writeFileSync(resolve(folder, name), JSON.stringify(products));
  console.log(`${name}: ${products.length} products`);
}
