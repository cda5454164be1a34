// A tab with an old version of the shop holds the database, and does not let go.
import { compare } from '../compare.mjs';
import { openPage } from '../page.mjs';

export const title = 'An old tab blocks the upgrade of the database';
export const protocol =
  'A page holds version 1 of the database open and hears no request to close it. A second page tracks products and asks for lists; then the first one lets go. Each call has to be answered, and what was held in memory stored once.';

const CLICKS = 5;

/** @param count databases */
export async function attack({ browser, origin, count, progress }) {
  const sum = {
    databases: 0,
    acknowledged: 0,
    slowestVisitMs: 0,
    durableAgain: 0,
    slowestMs: 0,
    lost: [],
    twice: [],
    refused: [],
    errorsOnThePage: [],
  };
  const context = await browser.newContext();
  const [old, young] = [await openPage(browser, origin, context), await openPage(browser, origin, context)];
  for (let i = 0; i < count; i++) {
    const database = `blocked-${i}`;
    await old.page.evaluate(
      (name) =>
        new Promise((resolve, reject) => {
          const request = indexedDB.open(name, 1);
          request.onupgradeneeded = () => {
            request.result.createObjectStore('interactions', { keyPath: 'seq', autoIncrement: true });
            request.result.createObjectStore('weights', { keyPath: 'generation', autoIncrement: true });
            request.result.createObjectStore('pointers');
          };
          request.onsuccess = () => {
            window.held = request.result;
            resolve();
          };
          request.onerror = () => reject(request.error);
        }),
      database,
    );
    const { acknowledged, refused, after } = await young.call('clickThrough', database, `click-${i}`, CLICKS);
    await old.page.evaluate(() => window.held.close());
    const durable = await young.call('untilDurable');
    if (Number.isFinite(durable)) sum.durableAgain++;
    sum.databases++;
    sum.acknowledged += acknowledged.length;
    sum.refused.push(...refused);
    sum.slowestVisitMs = Math.max(sum.slowestVisitMs, Math.round(after));
    sum.slowestMs = Math.max(sum.slowestMs, Math.round(durable));
    await young.next();
    compare(await young.call('historyOf', database, acknowledged), acknowledged, sum);
    progress(sum.databases, `${sum.durableAgain} durable again`);
  }
  sum.errorsOnThePage.push(...old.errors, ...young.errors);
  await context.close();
  return sum;
}

export const failures = ({ databases, durableAgain, lost, twice, refused, errorsOnThePage }) =>
  databases - durableAgain + lost.length + twice.length + refused.length + errorsOnThePage.length;
