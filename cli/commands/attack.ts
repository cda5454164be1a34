import { writeRecord } from '../../src/trainer/node/record.ts';
import { LOG_OPTIONS, SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { ATTACK_OPTIONS, type AttackReport, attack } from '../../src/trainer/tasks/attack.ts';
import { inContext } from '../run-context.ts';
import { helpOf, only, readArguments, required } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { hintsOf, readLogAloud, readProductsAloud } from './data.ts';
import { JSON_OUTPUT, PRODUCTS, RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  events: { type: 'text', value: 'LOG', meaning: 'the log, as vitrine train reads it' },
  ...PRODUCTS,
  ...LOG_OPTIONS,
  ...ATTACK_OPTIONS,
  ...SEED,
  ...WORK,
  ...RECORD,
  ...JSON_OUTPUT,
} as const satisfies Options;

const HELP = `vitrine attack --events LOG [options]

Tells what a pack of this log would give away. It counts a pack of a random half of the shoppers and attacks it as somebody could
who has the pack and knows what a shopper did: how many runs of three products, one after the other, that only one shopper
followed can be read back; and how well those who are in the log can be told from those who are not, by what the pack
holds of their products, and by the likelihood ratio with shadow packs (Carlini et al., 2022). AUC 0.5 and a rate of
1 % are what guessing gives. Beside it stands how well such a pack of all shoppers ranks.

${helpOf(OPTIONS)}
`;

export const attackCommand: Command = {
  name: 'attack',
  summary: 'tells what a pack of a log would give away of its shoppers, by attacking one',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { seed, work } = values;
    const path = required('events', values.events);
    const { log } = await readLogAloud(path, hintsOf(values));
    const products = values.products && (await readProductsAloud(values.products));
    const report = await inContext({ seed, work, given }, (run) =>
      attack({ log, products }, only(ATTACK_OPTIONS, values), run),
    );
    const result = { command: commandLine('attack', args), data: path, ...report };
    if (values.record !== undefined) writeRecord(values.record, result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else print(report);
  },
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function print({ members, others, reconstruction, membership, accuracy }: AttackReport): void {
  const single = reconstruction['of one shopper'];
  const back = reconstruction['of one shopper, read back'];
  const lines = [
    `A pack of ${members} shoppers, and ${others} others`,
    `runs of three products that one shopper alone followed: ${back} of ${single} read back (${percent(back / Math.max(1, single))})`,
    ...Object.entries(membership).map(
      ([name, found]) =>
        `members told by ${name}: AUC ${found.auc.toFixed(3)}, ${percent(found['tpr at 1 % fpr'])} found at 1 % false alarms`,
    ),
    `NDCG@10 of a pack of all: ${accuracy['ndcg@10'].toFixed(4)} ± ${accuracy.interval.toFixed(4)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
