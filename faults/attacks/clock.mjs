// A clock that is wrong, and jumps.
import { compare } from '../compare.mjs';
import { openPage } from '../page.mjs';

export const title = 'The clock jumps by up to ten years';
export const protocol =
  'The page’s clock is another one at each reading, by up to ten years before or after the true time. Products are tracked one after another, with a list after each; this page and the next tell the history.';

const CLICKS = 12;

/** @param count visits */
export async function attack({ browser, origin, count, progress }) {
  const sum = { visits: 0, acknowledged: 0, outOfOrder: [], lost: [], twice: [], refused: [] };
  const page = await openPage(browser, origin);
  for (let i = 0; i < count; i++) {
    const database = `clock-${i}`;
    const { acknowledged, refused, history } = await page.call('clickUnderWrongClock', database, i, CLICKS);
    await page.call('untilDurable');
    await page.next();
    const later = await page.call('historyOf', database, acknowledged);
    compare(later, acknowledged, sum);
    if (history.join() !== acknowledged.join() || later.join() !== acknowledged.join()) sum.outOfOrder.push(database);
    sum.visits++;
    sum.acknowledged += acknowledged.length;
    sum.refused.push(...refused);
    progress(sum.visits, `${sum.acknowledged} acknowledged`);
  }
  return { ...sum, errorsOnThePage: await page.close() };
}

export const failures = ({ outOfOrder, lost, twice, refused, errorsOnThePage }) =>
  outOfOrder.length + lost.length + twice.length + refused.length + errorsOnThePage.length;
