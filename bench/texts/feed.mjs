// AdventureWorks' products, their records in English with their texts in Chinese, to learn from and to measure by:
//   node bench/texts/feed.mjs ../shared/data/catalogue-adventureworks/products.json .vitrine/adventureworks
// Products share texts: every fifth text is asked for, and no product of `taught.json` has it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [path, folder] = process.argv.slice(2);
const CHINESE = /^zh/;
const products = JSON.parse(readFileSync(path, 'utf8')).flatMap(
  ({ id, name, colour, category, subcategory, descriptions }) => {
    const description = Object.entries(descriptions).find(([language]) => CHINESE.test(language))?.[1];
    if (description === undefined) return [];
    return [
      { id, title: name, ...(colour && { colour }), categories: [category, subcategory].filter(Boolean), description },
    ];
  },
);
const texts = [...new Set(products.map(({ description }) => description))];
const isAsked = ({ description }) => texts.indexOf(description) % 5 === 4;
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/asked.json`, JSON.stringify(products.filter(isAsked)));
writeFileSync(`${folder}/taught.json`, JSON.stringify(products.filter((product) => !isAsked(product))));
console.log(
  `${products.length} products with ${texts.length} texts, ${products.filter(isAsked).length} of them asked for`,
);
