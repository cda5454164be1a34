// Whole visits of visitors who have not allowed anything.
import { openPage } from '../page.mjs';

export const title = 'Nothing is allowed yet';
export const protocol =
  'Each visitor makes a whole visit (clicks, lists, a search, a profile) in a fresh browser profile where consent is pending, or denied, or where the browser sends Global Privacy Control and the shop says nothing; then the next page of the shop is opened, which reads what the first left behind. Counted is all that the site has stored in this browser on each of both pages: databases and their records, entries of localStorage, sessionStorage and Cache storage, cookies, and the bytes that the browser says are in use.';

const WAYS = ['pending', 'denied', 'none'];

/** @param count visitors */
export async function attack({ browser, origin, count, progress }) {
  const sum = { visitors: 0, stored: [], errorsOnThePage: [] };
  for (let visitor = 0; visitor < count; visitor++) {
    const way = WAYS[visitor % WAYS.length];
    const context = await browser.newContext();
    if (way === 'none')
      await context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
    const page = await openPage(browser, origin, context);
    for (const step of ['first', 'next']) {
      await page.call('browse', 'unasked', way);
      for (const [where, found] of Object.entries(await page.call('storedHere')))
        sum.stored.push(`${way}, ${step} page: ${where} ${found}`);
      await page.next();
    }
    sum.errorsOnThePage.push(...page.errors);
    await context.close();
    sum.visitors++;
    progress(sum.visitors, `${sum.stored.length} things stored`);
  }
  return sum;
}

export const failures = ({ stored, errorsOnThePage }) => stored.length + errorsOnThePage.length;
