// What each part of a shop takes in the engine worker: a shop is opened with one part more each time.
import { openPage } from '../harness/browser.mjs';
import { makeShop } from '../shop/make.mjs';

export const needsPackage = true;

const PRODUCTS = 100_000;
const SECTIONS = ['popular', 'knn', 'attention', 'rules'];
const HISTORY = 10_000;
const CLICKS = 50;
const SEED = 1;

export async function measure({ browser, origin }) {
  const { visit, sections: fileBytes } = await makeShop(origin, PRODUCTS, SEED);
  const inPage = async (name, ...given) => {
    const page = await openPage(browser, origin);
    const answer = await page.evaluate(
      ([name, given]) => import('/build/memory-parts.js').then((module) => module[name](...given)),
      [name, given],
    );
    await page.context().close();
    return answer;
  };
  const shops = [
    ['the engine itself', { feed: false, sections: null }],
    ['the feed', { feed: true, sections: null }],
    ['products', { feed: true, sections: [] }],
    ...SECTIONS.map((name, i) => [name, { feed: true, sections: SECTIONS.slice(0, i + 1) }]),
  ];
  Object.assign(shops.at(-1)[1], { visit: visit.slice(0, CLICKS), history: HISTORY });
  const held = [];
  for (const [part, shop] of shops) {
    console.log(`  ${part} …`);
    const { counted, vectors } = await inPage('run', PRODUCTS, shop);
    const later = [part, `a visit of ${CLICKS} clicks`, `a history of ${HISTORY.toLocaleString('en')} more`];
    held.push(...counted.map((bytes, stage) => ({ part: later[stage], bytes: bytes + vectors })));
  }
  const parts = held.map(({ part, bytes }, i) => ({
    part,
    bytes,
    added: bytes - (held[i - 1]?.bytes ?? 0),
    ...(part in fileBytes && { inFile: fileBytes[part] }),
  }));
  return {
    seed: SEED,
    data: `a simulated shop of ${PRODUCTS.toLocaleString('en')} products (see the click)`,
    protocol:
      'performance.measureUserAgentSpecificMemory(), the engine worker’s part, two seconds after the last list, and the scorer’s WebAssembly memory, which the browser does not count; each line has one part more than the line before',
    parts,
    feed: await inPage('feedBytes', PRODUCTS),
  };
}
