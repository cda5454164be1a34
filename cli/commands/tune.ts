import { writeRecord } from '../../src/trainer/node/record.ts';
import { LOG_OPTIONS, SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { planSearch, TUNE_OPTIONS, type TuneReport, tune } from '../../src/trainer/tasks/tune.ts';
import { inContext } from '../run-context.ts';
import { helpOf, only, readArguments, required } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { readMeasuredLog } from './data.ts';
import { JSON_OUTPUT, RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  data: { type: 'text', value: 'LOG', meaning: 'as for vitrine evaluate' },
  ...TUNE_OPTIONS,
  ...LOG_OPTIONS,
  ...SEED,
  ...WORK,
  ...RECORD,
  ...JSON_OUTPUT,
} as const satisfies Options;

const HELP = `vitrine tune --data LOG --model NAME --space SPACE [options]

Searches a model's options on validation; the test is not looked at. Options are drawn at random; all trials are trained
for a ninth of the epochs, the best third of them for a third, the best third of these to the end. Each training that is
ended is a line of a journal: stopped by Ctrl-C or killed, the same command goes on from there.

${helpOf(OPTIONS)}
`;

export const tuneCommand: Command = {
  name: 'tune',
  summary: 'searches a model’s options on validation',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { seed, work } = values;
    const data = required('data', values.data);
    planSearch(only(TUNE_OPTIONS, values), seed);
    const { measured, protocol } = await readMeasuredLog(data, values);
    const options = { ...only(TUNE_OPTIONS, values), protocol };
    const report = await inContext({ seed, work, given }, (run) => tune(measured, options, run));
    const result = { command: commandLine('tune', args), data, ...report };
    if (values.record !== undefined) writeRecord(values.record, result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else printTrials(report);
  },
};

function printTrials({ best, trials }: TuneReport): void {
  process.stdout.write(`${'ndcg@10'.padStart(9)}${'recall@10'.padStart(11)}${'epochs'.padStart(8)}  settings\n`);
  for (const { 'ndcg@10': ndcg, 'recall@10': recall, epochs, settings } of trials) {
    const figures = [ndcg, recall].map((figure) => (figure === null ? 'diverged' : figure.toFixed(4)));
    process.stdout.write(
      `${figures[0].padStart(9)}${figures[1].padStart(11)}${String(epochs).padStart(8)}  ${settings.join(' ')}\n`,
    );
  }
  process.stdout.write(`\nbest: ${best.map((setting) => `--set ${setting}`).join(' ')}\n`);
}
