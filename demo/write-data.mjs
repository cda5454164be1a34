// Writes the demo shop's feed, the texts it has, its simulated log, and a log of other simulated shoppers to measure a pack by:
// `node demo/write-data.mjs FOLDER`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const root = resolve(import.meta.dirname, '..');
const load = async (path) => (await runnerImport(resolve(root, path), { root, configFile: false })).module;

const folder = resolve(process.argv[2] ?? '.vitrine/demo');
const { makeCatalogue } = await load('demo/catalogue/catalogue.ts');
const { simulateLog, simulateStrangers, toCsv } = await load('demo/shoppers/event-log.ts');
const products = makeCatalogue();
const log = simulateLog(products);
mkdirSync(folder, { recursive: true });
writeFileSync(resolve(folder, 'products.json'), JSON.stringify(products));
// Whoever wrote the texts knew what of a title is a colour and what a material.
const texts = products
  .filter(({ description }) => description !== undefined)
  .map((product) => ({ ...product, colour: product.tags[0], material: product.tags[1] }));
writeFileSync(resolve(folder, 'texts.json'), JSON.stringify(texts));
writeFileSync(resolve(folder, 'events.csv'), toCsv(log));
writeFileSync(resolve(folder, 'strangers.csv'), toCsv(simulateStrangers(products)));
const shoppers = new Set(log.map(({ user }) => user)).size;
console.log(
  `${products.length} products, ${log.length} simulated events of ${shoppers} simulated shoppers in ${folder}`,
);
