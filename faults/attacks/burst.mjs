// A script of the shop that calls track() a hundred thousand times at once.
import { openPage } from '../page.mjs';

export const title = 'A burst of calls';
export const protocol =
  'The page calls `track()` that often in turns of 1,000, without waiting for any answer; then all answers are counted, and the history is read by the next visit.';

/** @param count calls */
export async function attack({ browser, origin, count, progress }) {
  const page = await openPage(browser, origin);
  const result = await page.call('burst', count);
  progress(count, `${result.stored} stored`);
  return { ...result, errorsOnThePage: await page.close() };
}

export const failures = ({ calls, answered, stored, twice, outOfOrder, errorsOnThePage }) =>
  calls - answered + (calls - stored) + twice + outOfOrder + errorsOnThePage.length;
