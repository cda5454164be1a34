// The browser deletes the shop's storage while a visitor clicks.

import { compare } from '../compare.mjs';
import { drawing } from '../drawing.mjs';
import { openPage } from '../page.mjs';

export const title = 'Storage is deleted under a visit';
export const protocol =
  'While a page tracks one product after another, the browser deletes all that the site has stored, at a drawn moment. From then on the page waits until a click is durable again; the next page tells its history.';

/** @param count deletions */
export async function attack({ browser, origin, count, progress }) {
  const sum = {
    deletions: 0,
    resumed: 0,
    withinASecond: 0,
    slowestMs: 0,
    acknowledged: 0,
    lost: [],
    twice: [],
    refused: [],
  };
  const draw = drawing(1);
  const page = await openPage(browser, origin);
  const protocol = await page.protocol();
  for (let i = 0; i < count; i++) {
    const database = `wiped-${i}`;
    await page.call('startClicking', database, `click-${i}`);
    await new Promise((resolve) => setTimeout(resolve, 100 + draw(500)));
    await protocol.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    const { after, acknowledged, refused } = await page.call('durableAgain');
    sum.deletions++;
    if (Number.isFinite(after)) sum.resumed++;
    if (after <= 1_000) sum.withinASecond++;
    sum.slowestMs = Math.max(sum.slowestMs, Math.round(after));
    sum.acknowledged += acknowledged.length;
    sum.refused.push(...refused);
    await page.next();
    compare(await page.call('historyOf', database, acknowledged), acknowledged, sum);
    progress(sum.deletions, `${sum.resumed} resumed`);
  }
  return { ...sum, errorsOnThePage: await page.close() };
}

export const failures = ({ deletions, resumed, lost, twice, refused, errorsOnThePage }) =>
  deletions - resumed + lost.length + twice.length + refused.length + errorsOnThePage.length;
