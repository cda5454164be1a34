import { writeRecord } from '../../src/trainer/node/record.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import { LOG_OPTIONS, SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import type { SynthesisReport } from '../../src/trainer/recipe/behaviour/synthesis-report.ts';
import { SYNTHESIZE_OPTIONS, synthesize } from '../../src/trainer/tasks/synthesize.ts';
import { inContext } from '../run-context.ts';
import { helpOf, only, readArguments, required, wrong } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { hintsOf, readLogAloud, readProductsAloud, tell } from './data.ts';
import { PRODUCTS, RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  events: {
    type: 'text',
    value: 'LOG',
    meaning: 'a table with a header (CSV, TSV), JSON, "user item item …" or "user item" a line',
  },
  out: {
    type: 'text',
    value: 'FILE',
    meaning: 'the log that is written: user,item,event, and ts (Unix seconds) where the log has times',
  },
  ...PRODUCTS,
  ...SYNTHESIZE_OPTIONS,
  ...LOG_OPTIONS,
  ...SEED,
  ...RECORD,
  ...WORK,
} as const satisfies Options;

const HELP = `vitrine synthesize --events LOG --out FILE [options]

Writes a log of shoppers who never were, that a shop can share where its own may not be: a generator is trained on the
log, and makes visits. Sessions are as long, products as popular, and go together as in the log; no line is anybody's. A
tenth of the shoppers is held out of the training, to tell when to stop and how often visits repeat each other by
chance. Stopped by Ctrl-C or killed, the same command goes on from the last checkpoint.

${helpOf(OPTIONS)}
`;

export const synthesizeCommand: Command = {
  name: 'synthesize',
  summary: 'writes a log of shoppers who never were, to be shared',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { temperature, seed, work } = values;
    const events = required('events', values.events);
    const out = required('out', values.out);
    if ((values.products === undefined) !== (values.interest === undefined)) {
      throw wrong('Of --products and --interest one is missing.', 'Give both, or none.');
    }
    const { log } = await readLogAloud(events, hintsOf(values));
    const products = values.products && (await readProductsAloud(values.products));
    const made = await inContext({ seed, work, given }, (run) =>
      synthesize({ log, products }, only(SYNTHESIZE_OPTIONS, values), run),
    );
    await writeAtomically(out, made.csv);
    tell(`${out}: ${made.shoppers} shoppers`);
    tellReport(made.report);
    if (values.record === undefined) return;
    writeRecord(values.record, {
      command: commandLine('synthesize', args),
      data: events,
      protocol: 'synthetic log against the log that taught it',
      model: 'behaviour generator',
      seed,
      temperature,
      shoppers: made.shoppers,
      metrics: metricsOf(made.report),
      ...(made.phases && { phases: made.phases }),
      bytes: made.bytes,
    });
  },
};

function tellReport({ distances, halves, copies }: SynthesisReport): void {
  for (const name of ['lengths', 'popularity', 'transitions'] as const) {
    tell(`  ${name}: ${distances[name].toFixed(3)} from the log (two halves of the log: ${halves[name].toFixed(3)})`);
  }
  const { synthetic, held } = copies;
  tell(
    `  sessions of 5 or more that stand in the log: ${synthetic.copies} of ${synthetic.sessions}; of held-out shoppers: ` +
      `${held.copies} of ${held.sessions}`,
  );
}

function metricsOf({ distances, halves, copies }: SynthesisReport): Record<string, number> {
  const named = (suffix: string, values: object) =>
    Object.entries(values).map(([name, value]) => [`${name}${suffix}`, Number(value.toFixed(4))]);
  return Object.fromEntries([
    ...named('', distances),
    ...named(' of two halves', halves),
    ...named(' of 5 or more, synthetic', copies.synthetic),
    ...named(' of 5 or more, held out', copies.held),
  ]);
}
