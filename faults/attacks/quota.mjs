// Other data of the site fills the quota while a visitor clicks.
import { compare } from '../compare.mjs';
import { drawing } from '../drawing.mjs';
import { openPage } from '../page.mjs';

export const title = 'Other data of the site fills the disk';
export const protocol =
  'A visitor has a history of 800 products. The site’s own cache holds 3 MB, and the browser’s quota is set below what is in use, by a drawn amount of up to 2.5 MB. After the time for which the browser remembers how much room there was, the next page tracks products one by one; then the quota is lifted, and the page after that tells its history.';

const BEFORE = 800;
/** Of the newest interactions, so many stay however full the disk is. */
const FLOOR = 500;
const CLICKS = 8;
const DATABASE = 'quota';

/** The browser goes by what it knew of the room for so long. */
const REMEMBERED_MS = 40_000;
/** Visitors beside each other, each with a browser profile of their own. */
const TOGETHER = 10;

/** @param count visitors */
export async function attack({ browser, origin, count, progress }) {
  const sum = {
    visitors: 0,
    acknowledged: 0,
    inMemory: 0,
    fewestLeft: BEFORE,
    lost: [],
    twice: [],
    refused: [],
    durableAgain: 0,
    slowestMs: 0,
    errorsOnThePage: [],
  };
  const draw = drawing(1);
  while (sum.visitors < count) {
    const wave = Array.from({ length: Math.min(TOGETHER, count - sum.visitors) }, () => draw(2_500_000));
    await Promise.all(wave.map((missing) => visitor(browser, origin, missing, sum)));
    progress(sum.visitors, `${sum.inMemory} had no room, ${sum.fewestLeft} interactions left at least`);
  }
  return sum;
}

/** @param missing bytes by which the quota is below what is in use */
async function visitor(browser, origin, missing, sum) {
  const page = await openPage(browser, origin);
  const protocol = await page.protocol();
  await page.call('remember', DATABASE, 'before', BEFORE);
  const usage = await page.call('fillCache', 3_000_000);
  await protocol.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: Math.max(1, usage - missing) });
  await new Promise((resolve) => setTimeout(resolve, REMEMBERED_MS));
  await page.next();
  const { acknowledged, refused, durable, history } = await page.call('clickThrough', DATABASE, 'click', CLICKS);
  if (!durable) sum.inMemory++;
  compare(history, acknowledged, sum);
  await protocol.send('Storage.overrideQuotaForOrigin', { origin });
  const after = await page.call('untilDurable');
  if (Number.isFinite(after)) sum.durableAgain++;
  sum.slowestMs = Math.max(sum.slowestMs, Math.round(after));
  sum.visitors++;
  sum.acknowledged += acknowledged.length;
  sum.refused.push(...refused);
  await page.next();
  const later = await page.call('historyOf', DATABASE, acknowledged);
  const old = later.filter((product) => product.startsWith('before')).length;
  sum.fewestLeft = Math.min(sum.fewestLeft, old);
  // What must be there: all clicks, and of before the newest as far as the floor reaches.
  const newest = Array.from({ length: FLOOR - CLICKS }, (_, i) => `before-${BEFORE - 1 - i}`);
  compare(later, [...acknowledged, ...newest], sum);
  sum.errorsOnThePage.push(...(await page.close()));
}

export const failures = ({ visitors, durableAgain, lost, twice, refused, errorsOnThePage }) =>
  visitors - durableAgain + lost.length + twice.length + refused.length + errorsOnThePage.length;
