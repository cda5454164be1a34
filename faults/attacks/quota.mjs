// Other data of the site fills the quota while a visitor clicks.
import { compare } from '../compare.mjs';
import { drawing } from '../drawing.mjs';
import { openPage } from '../page.mjs';

export const title = 'Other data of the site fills the disk';
export const protocol =
  'A visitor has a history of 800 products. The site’s own cache holds 3 MB, and the browser’s quota is set below what is in use, by a drawn amount. The next page tracks products one by one; then the quota is lifted, and the page after that tells its history.';

const BEFORE = 800;
/** Of the newest interactions, so many stay however full the disk is. */
const FLOOR = 500;
const CLICKS = 8;

/** @param count times that the quota is filled */
export async function attack({ browser, origin, count, progress }) {
  const sum = {
    times: 0,
    acknowledged: 0,
    inMemory: 0,
    fewestLeft: BEFORE,
    lost: [],
    twice: [],
    refused: [],
    durableAgain: 0,
    slowestMs: 0,
  };
  const draw = drawing(1);
  const page = await openPage(browser, origin);
  const protocol = await page.protocol();
  for (let i = 0; i < count; i++) {
    const database = `quota-${i}`;
    await page.call('remember', database, `before-${i}`, BEFORE);
    const usage = await page.call('fillCache', 3_000_000);
    // A new page: the browser keeps what it knew of the room for a while.
    await page.next();
    const quotaSize = Math.max(1, usage - 1_000 - draw(2_500_000));
    await protocol.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
    const { acknowledged, refused, durable, history } = await page.call('clickThrough', database, `click-${i}`, CLICKS);
    if (!durable) sum.inMemory++;
    compare(history, acknowledged, sum);
    await protocol.send('Storage.overrideQuotaForOrigin', { origin });
    const after = await page.call('untilDurable');
    if (Number.isFinite(after)) sum.durableAgain++;
    sum.slowestMs = Math.max(sum.slowestMs, Math.round(after));
    sum.times++;
    sum.acknowledged += acknowledged.length;
    sum.refused.push(...refused);
    await page.next();
    const later = await page.call('historyOf', database);
    compare(later, acknowledged, sum);
    const old = later.filter((product) => product.startsWith('before')).length;
    sum.fewestLeft = Math.min(sum.fewestLeft, old);
    // The newest of before, as far as the floor reaches.
    const newest = Array.from({ length: FLOOR - CLICKS }, (_, k) => `before-${i}-${BEFORE - 1 - k}`);
    compare(later, newest, sum);
    await protocol.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await page.next();
    progress(sum.times, `${sum.fewestLeft} interactions left at least`);
  }
  return { ...sum, errorsOnThePage: await page.close() };
}

export const failures = ({ times, durableAgain, lost, twice, refused, errorsOnThePage }) =>
  times - durableAgain + lost.length + twice.length + refused.length + errorsOnThePage.length;
