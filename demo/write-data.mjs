// Writes the demo shop's feed, the texts it has, its simulated log, and a log of other simulated shoppers to measure a pack by:
// `node demo/write-data.mjs FOLDER`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const root = resolve(import.meta.dirname, '..');
const load = async (path) => (await runnerImport(resolve(root, path), { root, configFile: false })).module;

const folder = resolve(process.argv[2] ?? '.vitrine/demo');
const { makeCatalogue } = await load('demo/catalogue/catalogue.ts');
const { inChinese } = await load('demo/catalogue/in-chinese.ts');
const { simulateLog, simulateStrangers, toCsv } = await load('demo/shoppers/event-log.ts');
const products = makeCatalogue();
const log = simulateLog(products);
mkdirSync(folder, { recursive: true });
writeFileSync(resolve(folder, 'products.json'), JSON.stringify(products));
// Whoever wrote the texts knew what of a title is a colour and what a material. Each is there in English and in Chinese.
const texts = products
  .filter(({ description }) => description !== undefined)
  .flatMap((product) => {
    const [colour, material] = product.tags;
    const { zh: _, ...english } = { ...product, colour, material };
    return [english, { ...inChinese(product), id: `${product.id}-zh` }];
  });
writeFileSync(resolve(folder, 'texts.json'), JSON.stringify(texts));
writeFileSync(resolve(folder, 'events.csv'), toCsv(log));
writeFileSync(resolve(folder, 'strangers.csv'), toCsv(simulateStrangers(products)));
const shoppers = new Set(log.map(({ user }) => user)).size;
console.log(
  `${products.length} products, ${log.length} simulated events of ${shoppers} simulated shoppers in ${folder}`,
);
