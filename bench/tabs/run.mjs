// A visitor with several tabs open: what a click costs, and when a list in another tab knows of it.
import { openPage } from '../harness/browser.mjs';
import { timingOf } from '../harness/order-statistics.mjs';
import { makeShop } from '../shop/make.mjs';

export const needsPackage = true;

const PRODUCTS = 10_000;
const TABS = [1, 2, 4, 8];
const ROUNDS = { warmUp: 5, counted: 30 };
const SEED = 1;

export async function measure({ browser, origin }) {
  const { visit } = await makeShop(origin, PRODUCTS, SEED);
  const first = await openPage(browser, origin);
  const tabs = [];
  const results = [];
  for (const count of TABS) {
    while (tabs.length < count) tabs.push(await openTab(tabs.length === 0 ? first : await another(first, origin)));
    results.push({ tabs: count, ...(await clicks(tabs, visit, results.length)) });
  }
  await first.context().close();
  return {
    seed: SEED,
    data: `a simulated shop of ${PRODUCTS.toLocaleString('en')} products (see the click)`,
    protocol: `all tabs of one visitor; a click in one tab after another, while the tab opened last asks for lists without pause; ${ROUNDS.warmUp} clicks warm up and ${ROUNDS.counted} count`,
    results,
  };
}

async function another(first, origin) {
  const page = await first.context().newPage();
  page.setDefaultTimeout(0);
  await page.goto(`${origin}/`);
  return page;
}

const openTab = (page) =>
  page.evaluateHandle((products) => import('/build/tabs.js').then(({ Tab }) => Tab.open(products)), PRODUCTS);

async function clicks(tabs, visit, turn) {
  const own = [];
  const other = [];
  const total = ROUNDS.warmUp + ROUNDS.counted;
  for (let round = 0; round < total; round++) {
    const id = `sku-${visit[(turn * total + round) % visit.length]}`;
    const last = tabs.length - 1;
    const learning = last > 0 && tabs[last].evaluate((tab, id) => tab.learns(id), id);
    const { clicked, listed } = await tabs[last > 0 ? round % last : 0].evaluate((tab, id) => tab.click(id), id);
    const learned = await learning;
    if (round < ROUNDS.warmUp) continue;
    own.push(listed - clicked);
    if (learned) other.push(learned - clicked);
  }
  const statuses = await Promise.all(tabs.map((tab) => tab.evaluate((tab) => tab.status())));
  const agree = statuses.every((status) => JSON.stringify(status) === JSON.stringify(statuses[0]));
  if (!agree) throw new Error(`tabs disagree: ${JSON.stringify(statuses)}`);
  return { own: timingOf(own), ...(other.length > 0 && { other: timingOf(other) }) };
}
