import { type Estimated, replay } from '../../src/trainer/evaluation/replay.ts';
import { readRecords } from '../../src/trainer/log/json-records.ts';
import { LogReport } from '../../src/trainer/log/log-report.ts';
import { readLists } from '../../src/trainer/log/read-lists.ts';
import { textIn } from '../../src/trainer/node/open-log.ts';
import { wrong } from './arguments.ts';
import { tell } from './data.ts';

/** What `vitrine evaluate --task replay` tells. */
type ReplayReport = Awaited<ReturnType<typeof evaluateReplay>>;

export async function evaluateReplay(path: string) {
  const report = new LogReport();
  const lists = await readLists(readRecords(textIn(path), path, report), report);
  for (const line of report.lines()) tell(`  ${line}`);
  if (lists.length === 0) {
    throw wrong(`${path} has no list that can be used.`, 'See docs/experiments.md for what a logged list holds.');
  }
  return { task: 'replay', ...replay(lists), leftOut: report.lines() };
}

export function printReplay({ lists, visitors, effectiveLists, ...found }: ReplayReport): void {
  const line = (name: string, { mean, interval }: Estimated): string =>
    `${name.padEnd(28)}${mean.toFixed(4)} ± ${interval.toFixed(4)}\n`;
  const { weight } = found;
  const lines = [
    `${lists} lists of ${visitors} visitors, which tell as much as ${Math.round(effectiveLists)} shown by the other ranking\n`,
    line('the ranking in use, by list', found.logged),
    line('the other: IPS', found.ips),
    line('           self-normalised', found.snips),
    line('           doubly robust', found.doublyRobust),
    line('mean weight', weight),
  ];
  if (Math.abs(weight.mean - 1) > weight.interval) {
    lines.push(
      'The weights do not average 1: propensities are wrong, or the other ranking shows products that were never shown at these places. Do not go by the figures.\n',
    );
  }
  process.stdout.write(lines.join(''));
}
