import type { Phases } from '../../src/trainer/describer/refine-describer.ts';
import { writeRecord } from '../../src/trainer/node/record.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import { SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { DESCRIBER_OPTIONS, trainDescriber } from '../../src/trainer/tasks/train-describer.ts';
import { inContext } from '../run-context.ts';
import { helpOf, only, readArguments, required } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { readProductsOf, tell } from './data.ts';
import { RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  texts: { type: 'texts', value: 'FEED', meaning: 'products with a description' },
  out: { type: 'text', value: 'FILE', meaning: 'the describer, such as describer.safetensors' },
  held: {
    type: 'texts',
    value: 'FEED',
    meaning: 'products whose texts tell when to stop; default a tenth of the texts',
  },
  ...DESCRIBER_OPTIONS,
  ...SEED,
  ...RECORD,
  ...WORK,
} as const satisfies Options;

const HELP = `vitrine train-describer --texts FEED --out FILE [options]

Trains the describer, which writes product texts in the shop's own words: a small Transformer that reads what a product's
record says and goes on with a text, and the shop's own texts to be edited. Brand, colour, size and price are slots to it,
filled from the record. Stopped by Ctrl-C or killed, the same command goes on from the last checkpoint.

${helpOf(OPTIONS)}
`;

export const trainDescriberCommand: Command = {
  name: 'train-describer',
  summary: "trains a writer of product texts on the shop's own",
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { seed, work, width, blocks } = values;
    const paths = required('texts', values.texts);
    const out = required('out', values.out);
    const products = await readProductsOf(paths);
    const held = values.held && (await readProductsOf(values.held));
    const { describer, report } = await inContext({ seed, work, given }, (run) =>
      trainDescriber({ products, held }, only(DESCRIBER_OPTIONS, values), run),
    );
    const { texts, metrics, parameters, curve, phases } = report;
    tell(
      `${texts.taught} texts learned from, ${texts.held} held out, ${texts.leftOut} that say too little; ` +
        `${texts.vocabulary} words and phrases`,
    );
    if (phases) tellPhases(phases);
    await writeAtomically(out, describer);
    tell(`${out}: ${describer.length} bytes`);
    if (values.record === undefined) return;
    writeRecord(values.record, {
      command: commandLine('train-describer', args),
      data: paths.join(', '),
      protocol: 'cross-entropy of held-out texts, nats a token',
      model: `decoder-only Transformer, width ${width}, ${blocks} blocks`,
      seed,
      metrics,
      bytes: describer.length,
      parameters,
      curve,
      ...(phases && { phases }),
    });
  },
};

function tellPhases(phases: Phases): void {
  for (const [name, { bleu4, rougeL }] of Object.entries(phases)) {
    tell(`written after ${name}: BLEU-4 ${bleu4.toFixed(4)}, ROUGE-L ${rougeL.toFixed(4)} beside held-out texts`);
  }
}
