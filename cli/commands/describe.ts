import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Product } from '../../src/contract/product.ts';
import type { Describer, DescriberOptions, SourcedText } from '../../src/learning/generators/describer/describer.ts';
import { readDescriberFile } from '../../src/learning/generators/describer/describer-file.ts';
import { measureTexts, type TextFigures, WAYS, type Way } from '../../src/trainer/describer/measure-texts.ts';
import { writeRecord } from '../../src/trainer/node/record.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { type RunContext, runStep } from '../../src/trainer/run-context.ts';
import { inContext } from '../run-context.ts';
import { helpOf, readArguments, required, wrong } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { readProductsOf, tell } from './data.ts';
import { RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  products: { type: 'texts', value: 'FEED', meaning: 'the products' },
  model: { type: 'text', value: 'FILE', meaning: 'written by train-describer' },
  out: { type: 'text', value: 'FILE', meaning: 'the texts, one JSON object a line' },
  evaluate: { type: 'flag', default: false, meaning: 'measure the texts beside those that the products have' },
  texts: { type: 'texts', value: 'FEED', meaning: 'evaluate: the products that were learned from' },
  ...RECORD,
} as const satisfies Options;

const HELP = `vitrine describe --products FEED --model FILE --out FILE
vitrine describe --evaluate --products FEED --texts FEED --model FILE [--record FILE]

Writes a text for each product: one line of JSON each, with its id, its description and where that is from (written,
edited from a similar product's, template). Texts say of brand, colour, size and price only what the product's record says,
and of material and numbers too where the describer was trained with --facts strict. Stopped by Ctrl-C or killed, the same
command goes on after the last product that was written.

With --evaluate it measures the texts beside those that the products have: BLEU-4, ROUGE-L, and words that the record does
not say; so too what its net writes and what is edited, each alone, the text of the most similar product of --texts, copied,
and the best fixed template.

${helpOf(OPTIONS)}
`;

export const describeCommand: Command = {
  name: 'describe',
  summary: 'writes product texts that say only what the record says',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const paths = required('products', values.products);
    const model = required('model', values.model);
    const file = readFile(model);
    const describer = await readDescriberFile(file);
    const products = await readProductsOf(paths);
    if (products.length === 0) throw wrong('There is no product.', 'Check the feed.');
    if (!values.evaluate) {
      await describeAll(describer, products, required('out', values.out), given);
      return;
    }
    const taught = await readProductsOf(required('texts', values.texts));
    const asked = products.filter(({ description }) => description !== undefined);
    if (asked.length === 0) throw wrong('No product has a text to compare with.', 'Give products with a description.');
    const made: Record<Way, SourcedText[]> = { describer: [], written: [], edited: [] };
    await inContext({ ...NOTHING_KEPT, given }, async (run) => {
      for (const [way, choice] of Object.entries(WAYS) as [Way, Partial<DescriberOptions>][]) {
        const one = await readDescriberFile(file, choice);
        await eachDescribed(one, asked, run, (_, description) => void made[way].push(description));
      }
    });
    const { samples, ...measured } = await measureTexts(describer, asked, taught, made);
    tellFigures('describer', measured.describer, measured.texts);
    tellFigures('written alone', measured.written, measured.texts);
    tellFigures('edited alone', measured.edited, measured.texts);
    tellFigures('nearest, copied', measured.nearest, measured.texts);
    tellFigures(`template: ${measured.template.form}`, measured.template, measured.texts);
    if (values.record === undefined) return;
    const { describer: metrics, written, edited, nearest, template, ...rest } = measured;
    writeRecord(values.record, {
      command: commandLine('describe', args),
      data: paths.join(', '),
      protocol: 'BLEU-4 (Papineni 2002) and ROUGE-L (Lin 2004) beside the shop’s own texts, lower case',
      model: 'describer',
      metrics,
      alone: { written, edited },
      baselines: { nearest, template },
      bytes: file.length,
      ...rest,
      samples,
    });
  },
};

/** Describing draws nothing at random and keeps nothing on the way. */
const NOTHING_KEPT = { seed: 0, work: WORK.work.default };

function tellFigures(name: string, { bleu4, rougeL, textsThatInvent }: TextFigures, texts: number): void {
  tell(
    `${name}: BLEU-4 ${bleu4.toFixed(4)}, ROUGE-L ${rougeL.toFixed(4)}, ${textsThatInvent} of ${texts} texts invent something`,
  );
}

function readFile(path: string): Uint8Array<ArrayBuffer> {
  if (!existsSync(path)) throw wrong(`There is no ${path}.`, 'Train one with vitrine train-describer.');
  return new Uint8Array(readFileSync(path));
}

/** Writes texts beside the file that they end in, and moves them there when all are written. */
async function describeAll(
  describer: Describer,
  products: readonly Product[],
  out: string,
  given: Partial<RunContext> | undefined,
): Promise<void> {
  const part = `${out}.part`;
  const done = new Set(existsSync(part) ? idsIn(part) : []);
  const left = products.filter(({ id }) => !done.has(id));
  if (done.size > 0) tell(`${done.size} products were described before.`);
  const sources = { written: 0, edited: 0, template: 0 };
  await inContext({ seed: 0, work: part, given }, (run) =>
    eachDescribed(describer, left, run, ({ id }, { text, source }) => {
      appendFileSync(part, `${JSON.stringify({ id, description: text, source })}\n`);
      sources[source]++;
    }),
  );
  await writeAtomically(out, existsSync(part) ? readFileSync(part) : '');
  rmSync(part, { force: true });
  tell(`${out}: ${sources.written} written, ${sources.edited} edited, ${sources.template} by template`);
}

/** The products of whole lines; a line that broke off is cut away. */
function idsIn(part: string): string[] {
  const text = readFileSync(part, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) writeFileSync(part, whole);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { id: string }).id);
}

async function eachDescribed(
  describer: Describer,
  products: readonly Product[],
  run: RunContext,
  take: (product: Product, description: SourcedText) => void,
): Promise<void> {
  await runStep(run, 'describe', async (step) => {
    for (const [i, product] of products.entries()) {
      take(product, describer.describe(product));
      await step(i + 1, products.length);
    }
  });
}
