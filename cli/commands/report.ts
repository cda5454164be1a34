import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExperiments } from '../../src/experiments/experiment.ts';
import { readRecords } from '../../src/trainer/log/json-records.ts';
import { LogReport } from '../../src/trainer/log/log-report.ts';
import { textIn } from '../../src/trainer/node/open-log.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { readCollected, type VisitorsEvent } from '../../src/trainer/report/collected-events.ts';
import type { PlannedExperiment } from '../../src/trainer/report/experiment-report.ts';
import { experimentPicture, placementsPicture } from '../../src/trainer/report/pictures.ts';
import { reportAsCsv, reportAsMarkdown } from '../../src/trainer/report/report-table.ts';
import { makeReport, type ShopReport } from '../../src/trainer/report/shop-report.ts';
import { helpOf, readArguments, required, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { tell } from './data.ts';

const FORMAT_NAMES = ['markdown', 'json', 'csv'] as const;

const OPTIONS = {
  events: {
    type: 'texts',
    value: 'FILE',
    meaning:
      'GA4 events with their visitor and time, as JSON lines or a JSON list, also .gz: events as the page emits them with ' +
      'client_id and timestamp_micros (or visitor and at), bodies of the Measurement Protocol, or rows of the export to ' +
      'BigQuery, in any order',
  },
  experiments: {
    type: 'text',
    value: 'FILE',
    meaning:
      "the shop's experiments, the JSON list that createExperiments takes: tells which variant is the control, and what " +
      'shares the variants should have',
  },
  window: { type: 'whole', least: 1, default: 7, meaning: 'days for which a purchase is put down to a list' },
  currency: { type: 'text', value: 'CODE', meaning: 'values in this one, such as EUR; else that of most purchases' },
  out: {
    type: 'text',
    value: 'FOLDER',
    meaning: 'write report.md with its pictures, report.json and report.csv there',
  },
  format: {
    type: 'choice',
    values: FORMAT_NAMES,
    default: 'markdown',
    meaning: 'what is printed: markdown, json or csv',
  },
} as const satisfies Options;

const HELP = `vitrine report --events FILE [options]

Makes the shop's table of collected events: what lists brought by placement and rule, and which variant of each experiment is
better, in words. Carts and purchases are put down to the list in which the product was last chosen.

${helpOf(OPTIONS)}

The statistics hold whenever they are looked at: make the report every day, and stop when the verdict says so.
`;

const FORMATS: Readonly<Record<(typeof FORMAT_NAMES)[number], (report: ShopReport) => string>> = {
  markdown: (report: ShopReport): string => reportAsMarkdown(report),
  json: (report: ShopReport): string => `${JSON.stringify(report, null, 2)}\n`,
  csv: reportAsCsv,
};

export const reportCommand: Command = {
  name: 'report',
  summary: 'tells what lists brought and which variant is better, from collected events',
  help: HELP,
  async run(args) {
    const values = readArguments(args, OPTIONS);
    const { window, currency } = values;
    const experiments = values.experiments === undefined ? [] : readPlans(values.experiments);
    const log = new LogReport();
    const events: VisitorsEvent[] = [];
    for (const path of required('events', values.events)) {
      for await (const record of readRecords(textIn(path), path, log)) {
        for (const event of readCollected(record, (reason) => log.refuse(reason))) events.push(event);
      }
    }
    if (events.length === 0) {
      throw wrong(
        `No event could be used. ${log.lines().slice(0, 3).join('; ')}`,
        'Give GA4 events with their visitor and time: see --help.',
      );
    }
    const report = makeReport(events, log, { window, experiments, ...(currency === undefined ? {} : { currency }) });
    if (values.out !== undefined) writeReport(values.out, report);
    process.stdout.write(FORMATS[values.format as keyof typeof FORMATS](report));
  },
};

function readPlans(path: string): PlannedExperiment[] {
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw wrong(`${path} cannot be read as JSON.`, 'Give the list that createExperiments takes.', cause);
  }
  const plans = readExperiments(given, (problem) => {
    throw problem;
  });
  return [...plans.values()];
}

/** Pictures are named by their number: an experiment may be called anything. */
function writeReport(folder: string, report: ShopReport): void {
  mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  const write = (file: string, content: string | undefined): string | undefined => {
    if (content === undefined) return undefined;
    writeFileSync(join(folder, file), content);
    written.push(join(folder, file));
    return file;
  };
  const placements = report.placements.length > 0 ? write('placements.svg', placementsPicture(report)) : undefined;
  const experiments = report.experiments.map((experiment, i) =>
    write(`experiment-${i + 1}.svg`, experimentPicture(experiment)),
  );
  write('report.md', reportAsMarkdown(report, { ...(placements && { placements }), experiments }));
  write('report.json', FORMATS.json(report));
  write('report.csv', reportAsCsv(report));
  tell(`Written: ${written.join(', ')}`);
}
