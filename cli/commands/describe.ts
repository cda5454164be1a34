import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { VitrineError } from '../../src/contract/errors.ts';
import type { Product } from '../../src/contract/product.ts';
import type { Describer, DescriberOptions, Description } from '../../src/learning/generators/describer/describer.ts';
import { readDescriberFile } from '../../src/learning/generators/describer/describer-file.ts';
import { measureTexts, type TextFigures, WAYS, type Way } from '../../src/trainer/describer/measure-texts.ts';
import { record } from '../../src/trainer/recipe/record.ts';
import { interruptible } from '../interrupt.ts';
import { createProgress } from '../progress.ts';
import { readArguments, required, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { tell } from './data.ts';
import { readAll } from './train-describer.ts';

const HELP = `vitrine describe --products FEED --model FILE --out FILE
vitrine describe --evaluate --products FEED --texts FEED --model FILE [--record FILE]

Writes a text for each product: one line of JSON each, with its id, its description and where that is from (written,
edited from a similar product's, template). Texts say of brand, colour, size and price only what the product's record says,
and of material and numbers too where the describer was trained with --facts strict. Stopped by Ctrl-C or killed, the same
command goes on after the last product that was written.

With --evaluate it measures the texts beside those that the products have: BLEU-4, ROUGE-L, and words that the record does
not say; so too what its net writes and what is edited, each alone, the text of the most similar product of --texts, copied,
and the best fixed template.

  --products FEED      the products; may be given again
  --model FILE         written by train-describer
  --out FILE           the texts, one JSON object a line
  --texts FEED         the products that were learned from
  --record FILE        keep the figures as JSON
`;

export const describeCommand: Command = {
  name: 'describe',
  summary: 'writes product texts that say only what the record says',
  help: HELP,
  async run(args) {
    const values = readArguments(args, {
      products: { type: 'string', multiple: true },
      model: { type: 'string' },
      out: { type: 'string' },
      evaluate: { type: 'boolean', default: false },
      texts: { type: 'string', multiple: true },
      record: { type: 'string' },
    });
    const paths = values.products ?? [required('products', undefined)];
    const model = required('model', values.model);
    const file = readFile(model);
    const describer = await readDescriberFile(file);
    const products = await readAll(paths);
    if (products.length === 0) throw wrong('There is no product.', 'Check the feed.');
    if (!values.evaluate) {
      await describeAll(describer, products, required('out', values.out));
      return;
    }
    const taught = await readAll(values.texts ?? [required('texts', undefined)]);
    const asked = products.filter(({ description }) => description !== undefined);
    if (asked.length === 0) throw wrong('No product has a text to compare with.', 'Give products with a description.');
    const made: Record<Way, Description[]> = { describer: [], written: [], edited: [] };
    for (const [way, choice] of Object.entries(WAYS) as [Way, Partial<DescriberOptions>][]) {
      const one = await readDescriberFile(file, choice);
      await eachDescribed(one, asked, undefined, (_, description) => void made[way].push(description));
    }
    const { samples, ...measured } = await measureTexts(describer, asked, taught, made);
    tellFigures('describer', measured.describer, measured.texts);
    tellFigures('written alone', measured.written, measured.texts);
    tellFigures('edited alone', measured.edited, measured.texts);
    tellFigures('nearest, copied', measured.nearest, measured.texts);
    tellFigures(`template: ${measured.template.form}`, measured.template, measured.texts);
    if (values.record === undefined) return;
    const { describer: metrics, written, edited, nearest, template, ...rest } = measured;
    record(values.record, {
      command: ['vitrine', 'describe', ...args].join(' '),
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
async function describeAll(describer: Describer, products: readonly Product[], out: string): Promise<void> {
  const part = `${out}.part`;
  const done = new Set(existsSync(part) ? idsIn(part) : []);
  const left = products.filter(({ id }) => !done.has(id));
  if (done.size > 0) tell(`${done.size} products were described before.`);
  const sources = { written: 0, edited: 0, template: 0 };
  await interruptible(part, (signal) =>
    eachDescribed(describer, left, signal, ({ id }, { text, source }) => {
      appendFileSync(part, `${JSON.stringify({ id, description: text, source })}\n`);
      sources[source]++;
    }),
  );
  if (!existsSync(part)) writeFileSync(part, '');
  renameSync(part, out);
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

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function eachDescribed(
  describer: Describer,
  products: readonly Product[],
  signal: AbortSignal | undefined,
  take: (product: Product, description: Description) => void,
): Promise<void> {
  await createProgress().stage('describe', async (step) => {
    for (const [i, product] of products.entries()) {
      await breathe();
      if (signal?.aborted) throw new VitrineError('aborted', 'Describing was interrupted.', { cause: signal.reason });
      take(product, describer.describe(product));
      step(i + 1, products.length);
    }
  });
}
