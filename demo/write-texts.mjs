// The demo shop's products in Chinese, to learn its texts from and to measure a describer by: `node demo/write-texts.mjs FOLDER`.
//   taught.json   four of five products that have a text
//   asked.json    the fifth of them, never learned from
//   others.json   products with a text of a range that is drawn from another seed
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const root = resolve(import.meta.dirname, '..');
const load = async (path) => (await runnerImport(resolve(root, path), { root, configFile: false })).module;
const { makeCatalogue } = await load('demo/catalogue/catalogue.ts');
const { inChinese } = await load('demo/catalogue/in-chinese.ts');

const OTHER_SEED = 7;
const folder = resolve(process.argv[2] ?? '.vitrine/texts');
const told = (products) => products.map(inChinese).filter(({ description }) => description !== undefined);
const own = told(makeCatalogue());
const titles = new Set(own.map(({ title }) => title));
const files = {
  taught: own.filter((_, i) => i % 5 !== 4),
  asked: own.filter((_, i) => i % 5 === 4),
  others: told(makeCatalogue(OTHER_SEED)).filter(({ title }) => !titles.has(title)),
};
mkdirSync(folder, { recursive: true });
for (const [name, products] of Object.entries(files)) {
  writeFileSync(resolve(folder, `${name}.json`), JSON.stringify(products));
  console.log(`${products.length} products in ${resolve(folder, name)}.json`);
}
