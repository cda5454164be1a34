import { renameSync, writeFileSync } from 'node:fs';
import type { Product } from '../../src/contract/product.ts';
import { writeDescriberFile } from '../../src/learning/generators/describer/describer-file.ts';
import { FACT_RULES } from '../../src/learning/generators/describer/fact-words.ts';
import { DESCRIBER_TRAINING, describerData } from '../../src/learning/generators/describer/fit-describer.ts';
import type { Phases } from '../../src/trainer/describer/refine-describer.ts';
import { trainDescriber } from '../../src/trainer/describer/train-describer.ts';
import { record } from '../../src/trainer/recipe/record.ts';
import { createProgress } from '../progress.ts';
import { choice, readArguments, required, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { readProductsAloud, tell } from './data.ts';

const HELP = `vitrine train-describer --texts FEED --out FILE [options]

Trains the describer, which writes product texts in the shop's own words: a small Transformer that reads what a product's
record says and goes on with a text, and the shop's own texts to be edited. Brand, colour, size and price are slots to it,
filled from the record. Stopped by Ctrl-C or killed, the same command goes on from the last checkpoint.

  --texts FEED         products with a description; may be given again
  --out FILE           the describer, such as describer.safetensors
  --held FEED          products whose texts tell when to stop; default a tenth of the texts
  --facts RULE         what a text must not invent. sold-by (default): brand, colour, size, measures and price, so that texts
                       may say "2 pockets" or "synthetic upper" as those of such products do; strict: any number and
                       material too
  --epochs N           at most; default 20
  --width N            numbers in a token's vector, a multiple of 8; default ${DESCRIBER_TRAINING.width}
  --blocks N           attention layers; default ${DESCRIBER_TRAINING.blocks}
  --refine             go on against a discriminator that tells words that came from words drawn; the result is kept only
                       where it writes texts that were kept back better, and both are told
  --seed N             default 1
  --record FILE        keep losses over training as JSON
  --work FOLDER        where checkpoints lie; default .vitrine
`;

export const trainDescriberCommand: Command = {
  name: 'train-describer',
  summary: "trains a writer of product texts on the shop's own",
  help: HELP,
  async run(args) {
    const values = readArguments(args, {
      texts: { type: 'string', multiple: true },
      out: { type: 'string' },
      held: { type: 'string', multiple: true },
      facts: { type: 'string', default: 'sold-by' },
      epochs: { type: 'string', default: '20' },
      width: { type: 'string', default: String(DESCRIBER_TRAINING.width) },
      blocks: { type: 'string', default: String(DESCRIBER_TRAINING.blocks) },
      refine: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      record: { type: 'string' },
      work: { type: 'string', default: '.vitrine' },
    });
    const paths = values.texts ?? [required('texts', undefined)];
    const out = required('out', values.out);
    const epochs = wholeNumber('epochs', values.epochs, 1);
    const seed = wholeNumber('seed', values.seed, 0);
    const width = wholeNumber('width', values.width, 8);
    if (width % 8 !== 0) throw wrong(`--width is ${width}.`, 'Give a multiple of 8.');
    const training = { ...DESCRIBER_TRAINING, width, blocks: wholeNumber('blocks', values.blocks, 1) };
    const facts = choice('facts', values.facts, FACT_RULES);
    const products = await readAll(paths);
    const held = values.held && (await readAll(values.held));
    const data = describerData(products, held, { ...training, facts });
    tell(
      `${data.taught.length} texts to learn from, ${data.held.length} kept back, ${data.shop.leftOut} that say too little; ` +
        `${data.vocabulary.size} words and phrases`,
    );
    const { content, curve, phases } = await trainDescriber(
      data,
      { training, epochs, seed, work: values.work, refine: values.refine },
      createProgress(),
    );
    const best = curve.reduce((least, { held }) => Math.min(least, held), Number.POSITIVE_INFINITY);
    if (phases) tellPhases(phases);
    const metrics: Record<string, number> = Number.isFinite(best) ? { heldLoss: best } : {};
    const bytes = writeDescriberFile(content, metrics);
    // Old or new, never half: a shop may be serving the file that is replaced.
    writeFileSync(`${out}.new`, bytes);
    renameSync(`${out}.new`, out);
    tell(`${out}: ${bytes.length} bytes`);
    if (values.record !== undefined) {
      record(values.record, {
        command: ['vitrine', 'train-describer', ...args].join(' '),
        data: paths.join(', '),
        protocol: 'cross-entropy of texts kept back, nats a token',
        model: `decoder-only Transformer, width ${width}, ${training.blocks} blocks`,
        seed,
        metrics,
        bytes: bytes.length,
        parameters: Object.values(content.weights).reduce((sum, { data }) => sum + data.length, 0),
        curve,
        ...(phases && { phases }),
      });
    }
  },
};

function tellPhases(phases: Phases): void {
  for (const [name, { bleu4, rougeL }] of Object.entries(phases)) {
    tell(`written after ${name}: BLEU-4 ${bleu4.toFixed(4)}, ROUGE-L ${rougeL.toFixed(4)} beside texts kept back`);
  }
}

/** All products of feeds. */
export async function readAll(paths: readonly string[]): Promise<Product[]> {
  const catalogue = (await readProductsAloud(paths)).build([]);
  return Array.from({ length: catalogue.rows - 1 }, (_, i) => catalogue.product(i + 1)).filter(
    (one) => one !== undefined,
  );
}
