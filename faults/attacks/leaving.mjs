// A visitor who leaves the page right after a click, while the engine still starts.
import { openPage } from '../page.mjs';

export const title = 'The page is left right after a click';
export const protocol =
  'A page starts the recommender, tracks one product after 0 to 800 ms, and goes to the next page at once; nothing is waited for. The next page tells its history.';

const LONGEST_MS = 800;

/** @param count pages left */
export async function attack({ browser, origin, count, progress }) {
  const sum = { pages: 0, kept: 0, lost: [], twice: [] };
  const page = await openPage(browser, origin);
  for (let i = 0; i < count; i++) {
    const delay = Math.round((i * LONGEST_MS) / Math.max(1, count - 1));
    const database = `leaving-${i}`;
    const times = await page.leave(database, `left-${i}`, delay);
    sum.pages++;
    if (times === 1) sum.kept++;
    if (times === 0) sum.lost.push(`after ${delay} ms`);
    if (times > 1) sum.twice.push(`after ${delay} ms: ${times} times`);
    progress(sum.pages, `${sum.kept} kept`);
  }
  return { ...sum, errorsOnThePage: await page.close() };
}

export const failures = ({ lost, twice, errorsOnThePage }) => lost.length + twice.length + errorsOnThePage.length;
