// Words typed → products found, beside the search libraries that run in a page. `SEARCH_PRODUCTS=FEED.csv` adds a real catalogue.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { openPage } from '../harness/browser.mjs';

export const peers = ['minisearch', 'zbsearch', '@orama/orama', 'flexsearch'];
const CONTENDERS = ['vitrine', 'minisearch', 'zbsearch', 'orama', 'flexsearch'];
const SIZES = [10_000, 100_000];
const SEED = 1;
const QUERIES = 400;

export async function measure({ browser, origin }) {
  const real = process.env.SEARCH_PRODUCTS;
  const catalogues = [
    ...(real ? [{ name: basename(real), titles: titlesOf(real) }] : []),
    ...SIZES.map((products) => ({ name: `${products.toLocaleString('en')} made titles`, titles: products })),
  ];
  const measured = [];
  for (const { name, titles } of catalogues) {
    const contenders = [];
    for (const contender of CONTENDERS) {
      console.log(`  ${name}: ${contender} …`);
      const page = await openPage(browser, origin);
      const result = await page.evaluate(
        ([contender, options]) => import('/build/search.js').then(({ run }) => run(contender, options)),
        [contender, { titles, seed: SEED, queries: QUERIES }],
      );
      contenders.push(result);
      await page.context().close();
    }
    measured.push({ catalogue: name, products: typeof titles === 'number' ? titles : titles.length, contenders });
  }
  return {
    seed: SEED,
    data: 'titles of four to nine words of syllables, as unevenly common as Zipf’s law has it, a product code in every fifth; where a real catalogue is named, its titles alone',
    protocol: `each library in a page of its own, over titles alone, with typing errors allowed; ${QUERIES} queries each of two and of three words of a title at random, as they are and with one of them mistyped; found: a product of that title is among the first ten`,
    catalogues: measured,
  };
}

/** The column `title` of a table separated by commas. */
function titlesOf(path) {
  const [header, ...rows] = readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      Array.from(line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g), ([, cell]) =>
        cell.replace(/^"|"$/g, '').replaceAll('""', '"'),
      ),
    );
  return rows.map((cells) => cells[header.indexOf('title')]);
}
