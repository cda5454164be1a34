// Raises N, the operation of a visit that fails, until a whole visit passes untouched; for each kind of failure, once and from N on.
import { openPage } from './page.mjs';

/**
 * @param over what fails: `storage`, `messages`, `fetches` or `worker`
 * @param kinds of failures that there are of it
 * @param hows whether once, from then on, or both
 * @param together visits beside each other, each with a worker and a database of its own
 * @param deadline of their calls, in milliseconds
 * @param count operations to fail, at least: visits in other orders follow until then
 */
export async function sweep(
  { over, kinds, hows = ['once', 'on'], together = 6, deadline },
  { browser, origin, count, progress, kept },
) {
  const page = await openPage(browser, origin);
  const sum = kept.state ?? {
    visits: 0,
    failed: 0,
    acknowledged: 0,
    lost: [],
    late: [],
    untyped: [],
    notDurableAgain: 0,
    sweeps: { whole: 0, longest: 0 },
    restarts: [],
    errorsOnThePage: [],
  };
  const ways = kinds.flatMap((kind) => hows.map((how) => ({ kind, how })));
  while (sum.failed < count || sum.sweeps.whole % ways.length > 0) {
    const seed = 1 + Math.floor(sum.sweeps.whole / ways.length);
    const { kind, how } = ways[sum.sweeps.whole % ways.length];
    for (let from = 1, met = true; met; from += together) {
      const faults = Array.from({ length: together }, (_, i) => ({
        database: `${over}-${seed}-${kind}-${how}-${from + i}`,
        over,
        deadline,
        at: from + i,
        how,
        kind,
      }));
      const reports = await page.call('visits', faults, seed);
      for (const [i, report] of reports.entries()) {
        sum.visits++;
        sum.failed += report.failed;
        sum.acknowledged += report.acknowledged;
        if (!report.recovered) sum.notDurableAgain++;
        sum.restarts.push(...report.restarts);
        for (const what of ['lost', 'late', 'untyped']) {
          sum[what].push(...report[what].map((text) => `${faults[i].database}: ${text}`));
        }
      }
      met = reports.at(-1).met;
      sum.sweeps.longest = Math.max(sum.sweeps.longest, from + together - 1);
      progress(sum.failed, `visit ${sum.visits}`);
    }
    sum.sweeps.whole++;
    sum.errorsOnThePage.push(...page.errors.splice(0));
    kept.save(sum);
  }
  await page.close();
  return sum;
}

export const brokenPromises = ({ lost, late, untyped, notDurableAgain, errorsOnThePage }) =>
  lost.length + late.length + untyped.length + notDurableAgain + errorsOnThePage.length;
