// Storage that fails in the Nth operation of a visit, once or from then on, for every N until a whole visit passes untouched.
import { openPage } from '../page.mjs';

export const title = 'Storage fails under a visit';
export const protocol =
  'The built package in Chromium. Each visit (clicks, carts, searches, lists, in a drawn order) has its Nth operation on IndexedDB fail: it throws, its transaction is aborted, or it never answers; once, or from then on. N is raised until a visit passes untouched. Then storage works again, and the next visit is read.';

const KINDS = ['throws', 'aborts', 'hangs'];
/** Visits beside each other, each with a worker and a database of its own. */
const TOGETHER = 6;

/** @param count operations to fail, at least */
export async function attack({ browser, origin, count, progress }) {
  const page = await openPage(browser, origin);
  const sum = { visits: 0, failed: 0, acknowledged: 0, lost: [], late: [], untyped: [], notDurableAgain: 0 };
  const sweeps = { whole: 0, longest: 0 };
  for (let seed = 1; sum.failed < count; seed++) {
    for (const kind of KINDS) {
      for (const how of ['once', 'on']) {
        for (let from = 1, met = true; met; from += TOGETHER) {
          const faults = Array.from({ length: TOGETHER }, (_, i) => ({
            database: `visit-${seed}-${kind}-${how}-${from + i}`,
            at: from + i,
            how,
            kind,
          }));
          const reports = await page.visits(faults, seed);
          for (const [i, report] of reports.entries()) {
            sum.visits++;
            sum.failed += report.failed;
            sum.acknowledged += report.acknowledged;
            if (!report.recovered) sum.notDurableAgain++;
            for (const what of ['lost', 'late', 'untyped']) {
              sum[what].push(...report[what].map((text) => `${faults[i].database}: ${text}`));
            }
          }
          met = reports.at(-1).met;
          sweeps.longest = Math.max(sweeps.longest, from + TOGETHER - 1);
          progress(sum.failed, `visit ${sum.visits}`);
        }
        sweeps.whole++;
      }
    }
  }
  const errors = await page.close();
  return { ...sum, sweeps, errorsOnThePage: errors };
}

export const failures = ({ lost, late, untyped, notDurableAgain, errorsOnThePage }) =>
  lost.length + late.length + untyped.length + notDurableAgain + errorsOnThePage.length;
