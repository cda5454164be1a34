// A product feed with categories and brands, of a research set's attributes (`{"item": [attribute, …], …}`) and short names:
//   node bench/gaps/feed.mjs ../shared/data/seq-s3rec/Beauty .vitrine/beauty-products.json
// The sets number brands and categories alike. What stands first in some product's list and later in none is a brand; the
// rest of a list is the path of categories, from broad to narrow.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [set, out] = process.argv.slice(2);
const attributes = JSON.parse(readFileSync(`${set}_item2attributes.json`, 'utf8'));
const lines = readFileSync(`${set}_item_names.tsv`, 'utf8').trimEnd().split('\n').slice(1);
const names = new Map(
  lines.map((line) => {
    const [id, , name] = line.split('\t');
    return [id, name];
  }),
);

const later = new Set(Object.values(attributes).flatMap((list) => list.slice(1)));
const products = Object.entries(attributes).map(([id, [first, ...rest]]) => {
  const [brand, path] = later.has(first) ? [undefined, [first, ...rest]] : [`brand ${first}`, rest];
  return { id, title: names.get(id), brand, categories: path.map((name) => `category ${name}`) };
});
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, JSON.stringify(products));
