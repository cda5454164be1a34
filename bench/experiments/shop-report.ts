import { LogReport } from '../../src/trainer/log/log-report.ts';
import { readCollected } from '../../src/trainer/report/collected-events.ts';
import { makeReport } from '../../src/trainer/report/shop-report.ts';
import { collectedEvents, EXPERIMENTS } from './shop.ts';

/** What `vitrine report` says of a simulated shop at the end of some days, as a person who looks every day would read it. */
export function experimentInShop(shop: { visitors: number; days: number; lift: number; seed: number }) {
  const log = new LogReport();
  const events = [...collectedEvents(shop)].flatMap((line) =>
    readCollected(JSON.parse(line), (reason) => log.refuse(reason)),
  );
  const reportUntil = (end: number) =>
    makeReport(
      events.filter(({ at }) => at < end),
      log,
      { experiments: EXPERIMENTS },
    );
  const whole = reportUntil(Number.POSITIVE_INFINITY);
  const days = [...new Set(whole.experiments[0].days.map(({ day }) => day))];
  const firstDayOf = (metric: 'conversion' | 'value'): string | undefined =>
    whole.experiments[0].days.find((day) => day.metric === metric && day.verdict.outcome !== 'open')?.day;
  const at = [2, 7, 14, days.length - 1].map((index) => days[Math.min(index, days.length - 1)]);
  return {
    ...shop,
    events: whole.events,
    firstDecided: { conversion: firstDayOf('conversion'), value: firstDayOf('value') },
    looks: at.map((day) => {
      const { experiments } = reportUntil(Date.parse(day) + 24 * 60 * 60 * 1000);
      return { day, conversion: experiments[0].variants[1]?.verdicts?.conversion.words };
    }),
    shop: whole.shop,
    placements: whole.placements,
    rules: whole.rules,
    interleaving: whole.interleavings[0],
  };
}
