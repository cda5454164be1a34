import { writeRecord } from '../../src/trainer/node/record.ts';
import { LOG_OPTIONS, SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { FEDERATE_OPTIONS, type FederateReport, federate } from '../../src/trainer/tasks/federate.ts';
import { inContext } from '../run-context.ts';
import { helpOf, only, readArguments, required } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { hintsOf, readLogAloud } from './data.ts';
import { JSON_OUTPUT, RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  events: { type: 'text', value: 'LOG', meaning: 'the log, as vitrine train reads it' },
  ...LOG_OPTIONS,
  ...FEDERATE_OPTIONS,
  ...SEED,
  ...WORK,
  ...RECORD,
  ...JSON_OUTPUT,
} as const satisfies Options;

const HELP = `vitrine federate --events LOG [options]

Tells what federated learning would bring a shop, and what it would tell of its shoppers. A pack is trained on some shoppers of the
log; others, virtual ones, make updates of its encoder as browsers do, which are clipped, summed and noised, and a server trains with
the sums. It prints NDCG@10 for each ε, against training on the same histories in one place; plays one round of secure aggregation
with real messages, 30 % of the shoppers dropping out; and attacks the sums of the largest ε as somebody could who has them and knows
what a shopper did. An interrupted run goes on from its last round.

${helpOf(OPTIONS)}
`;

export const federateCommand: Command = {
  name: 'federate',
  summary: 'simulates federated learning with the shoppers of a log, and attacks it',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { seed, work } = values;
    const path = required('events', values.events);
    const { log } = await readLogAloud(path, hintsOf(values));
    const report = await inContext({ seed, work, given }, (run) =>
      federate({ log }, only(FEDERATE_OPTIONS, values), run),
    );
    const result = { command: commandLine('federate', args), data: path, ...report };
    if (values.record !== undefined) writeRecord(values.record, result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else print(report);
  },
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function print({ settings, weights, start, central, curve, aggregation, membership = {} }: FederateReport): void {
  const quality = ({ participants, others }: typeof start): string =>
    `NDCG@10 ${participants.toFixed(4)} of those who took part, ${others.toFixed(4)} of others`;
  const lines = [
    `${settings.shoppers} shoppers, ${settings.rounds} rounds, ${weights} weights`,
    `the pack: ${quality(start)}`,
    `trained in one place: ${quality(central)}`,
    ...curve.map(
      ({ epsilon, noiseMultiplier, quality: reached, 'against central': share }) =>
        `${epsilon === null ? 'without noise' : `ε ${epsilon} (noise ${noiseMultiplier.toFixed(2)})`}: ${quality(reached)}; ` +
        `${percent(share.participants)} and ${percent(share.others)} of that`,
    ),
    `one round of secure aggregation: ${aggregation.droppedOut} of ${aggregation.clients} dropped out, ${aggregation.wrong} numbers ` +
      `of the sum are wrong; a client sends ${(aggregation.sent / 1e3).toFixed(0)} kB`,
    ...Object.entries(membership).map(
      ([name, found]) =>
        `members told by ${name}: AUC ${found.auc.toFixed(3)}, ${percent(found['tpr at 1 % fpr'])} found at 1 % false alarms`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
