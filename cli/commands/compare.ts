import { readFileSync } from 'node:fs';
import { type PairedDifference, pairedDifference } from '../../src/trainer/evaluation/difference.ts';
import { roundedDifference } from '../../src/trainer/figures.ts';
import { writeRecord } from '../../src/trainer/node/record.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { helpOf, readArguments, required, wrong } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { JSON_OUTPUT, RECORD } from './file-options.ts';
import { differenceInWords } from './print-evaluation.ts';

const OPTIONS = {
  ours: { type: 'text', value: 'FILE', meaning: 'lists of the run that should be better' },
  theirs: { type: 'text', value: 'FILE', meaning: 'lists of the other' },
  ...RECORD,
  ...JSON_OUTPUT,
} as const satisfies Options;

const HELP = `vitrine compare --ours LISTS --theirs LISTS [options]

Tells whether one run ranks better than another, by the lists that both wrote with vitrine evaluate --lists: the
difference of each metric with its 95 % interval, paired by shopper. Nothing is trained or asked again.

${helpOf(OPTIONS)}
`;

interface AskedQuestion {
  user: string;
  metrics: Record<string, number>;
}

export const compareCommand: Command = {
  name: 'compare',
  summary: 'tells whether one evaluation ranks better than another, paired by shopper',
  help: HELP,
  async run(args) {
    const values = readArguments(args, OPTIONS);
    const ours = readLists(required('ours', values.ours));
    const theirs = readLists(required('theirs', values.theirs));
    if (ours.length !== theirs.length || ours.some(({ user }, i) => user !== theirs[i].user)) {
      throw wrong('The two runs did not ask the same questions.', 'Give lists of one log and one protocol.');
    }
    const numbers = new Map<string, number>();
    const shoppers = ours.map(({ user }) => numbers.get(user) ?? numbers.set(user, numbers.size).size - 1);
    const metricsOfBoth = Object.keys(ours[0].metrics).filter((metric) => metric in theirs[0].metrics);
    const differences: Record<string, PairedDifference> = Object.fromEntries(
      metricsOfBoth.map((metric) => {
        const valuesOf = (lists: readonly AskedQuestion[]): number[] => lists.map(({ metrics }) => metrics[metric]);
        return [metric, roundedDifference(pairedDifference(valuesOf(ours), valuesOf(theirs), shoppers))];
      }),
    );
    const result = { command: commandLine('compare', args), cases: ours.length, differences };
    if (values.record !== undefined) writeRecord(values.record, result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else {
      for (const [metric, difference] of Object.entries(differences)) {
        const { ours, theirs } = difference;
        const means = `${ours.toFixed(4)} − ${theirs.toFixed(4)}`;
        process.stdout.write(`${metric.padEnd(12)}${means}  ${differenceInWords(difference)}\n`);
      }
    }
  },
};

function readLists(path: string): AskedQuestion[] {
  try {
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const lists: AskedQuestion[] = lines.map((line) => JSON.parse(line));
    if (lists.length > 0 && lists.every(({ user, metrics }) => typeof user === 'string' && metrics)) return lists;
  } catch (cause) {
    throw wrong(`${path} cannot be read as lists.`, 'Write it with vitrine evaluate --lists.', cause);
  }
  throw wrong(`${path} holds no lists with metrics.`, 'Write it with vitrine evaluate --lists.');
}
