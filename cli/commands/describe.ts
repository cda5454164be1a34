import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { DescriptionStyle } from '../../src/contract/description.ts';
import type { Product } from '../../src/contract/product.ts';
import { TextTable } from '../../src/kernels/compact/text-table.ts';
import type {
  Describer,
  DescriberOptions,
  Manner,
  SourcedText,
} from '../../src/learning/generators/describer/describer.ts';
import { readDescriberFile } from '../../src/learning/generators/describer/describer-file.ts';
import { measureOrder } from '../../src/trainer/describer/measure-order.ts';
import { checkOf, measureTexts, type TextFigures, WAYS, type Way } from '../../src/trainer/describer/measure-texts.ts';
import { writeRecord } from '../../src/trainer/node/record.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { type RunContext, runStep } from '../../src/trainer/run-context.ts';
import { inContext } from '../run-context.ts';
import { helpOf, readArguments, required, wrong } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { readLogAloud, readProductsAloud, readProductsOf, tell } from './data.ts';
import { RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  products: { type: 'texts', value: 'FEED', meaning: 'the products' },
  model: { type: 'text', value: 'FILE', meaning: 'written by train-describer' },
  out: { type: 'text', value: 'FILE', meaning: 'the texts, one JSON object a line' },
  style: {
    type: 'choice',
    values: ['paragraph', 'line', 'search-title'],
    default: 'paragraph',
    meaning: 'all that there is to say, its first sentence, or a title for search of at most 60 columns',
  },
  evaluate: { type: 'flag', default: false, meaning: 'measure the texts beside those that the products have' },
  texts: { type: 'texts', value: 'FEED', meaning: 'evaluate: the products that were learned from' },
  visitors: {
    type: 'text',
    value: 'LOG',
    meaning: 'evaluate: an event log, to measure instead whether the fact comes first that each visitor shares most',
  },
  ...RECORD,
} as const satisfies Options;

const HELP = `vitrine describe --products FEED --model FILE --out FILE
vitrine describe --evaluate --products FEED --texts FEED --model FILE [--record FILE]
vitrine describe --evaluate --products FEED --visitors LOG --model FILE [--record FILE]

Writes a text for each product: one line of JSON each, with its id, its description and where that is from (written,
edited from a similar product's, template). Texts say of brand, colour, size and price only what the product's record says,
and of material and numbers too where the describer was trained with --facts strict. A line of a text by template says why,
and each line has the facts for which a text was refused; in the end it tells how many of each there were, with examples.
Stopped by Ctrl-C or killed, the same command goes on after the last product that was written.

With --evaluate it measures the texts beside those that the products have: BLEU-4, ROUGE-L, and words that the record does
not say; so too what its net writes and what is edited, each alone, the text of the most similar product of --texts, copied,
and the best fixed template. With --visitors it describes to each visitor the last product that they turned to, by what they
did before it.

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
    if (values.evaluate && values.visitors !== undefined) {
      await evaluateOrder(describer, { paths, log: values.visitors, record: values.record, args }, given);
      return;
    }
    const products = await readProductsOf(paths);
    if (products.length === 0) throw wrong('There is no product.', 'Check the feed.');
    if (!values.evaluate) {
      await describeAll(describer, products, { out: required('out', values.out), style: values.style }, given);
      return;
    }
    const taught = await readProductsOf(required('texts', values.texts));
    const asked = products.filter(({ description }) => description !== undefined);
    if (asked.length === 0) throw wrong('No product has a text to compare with.', 'Give products with a description.');
    const made: Record<Way, SourcedText[]> = { describer: [], written: [], edited: [] };
    await inContext({ ...NOTHING_KEPT, given }, async (run) => {
      for (const [way, choice] of Object.entries(WAYS) as [Way, Partial<DescriberOptions>][]) {
        const one = await readDescriberFile(file, choice);
        await eachDescribed(one, asked, {}, run, (_, description) => void made[way].push(description));
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

/** Measures whether texts to the visitors of a log begin with what they share most. */
async function evaluateOrder(
  describer: Describer,
  { paths, log, record, args }: { paths: readonly string[]; log: string; record: string | undefined; args: string[] },
  given: Partial<RunContext> | undefined,
): Promise<void> {
  const catalogue = new Catalogue(await readProductsAloud(paths), TextTable.of([]));
  const products = Array.from(catalogue.order, (row) => catalogue.product(row)).filter((one) => one !== undefined);
  const { log: visits } = await readLogAloud(log, {});
  const figures = await inContext({ ...NOTHING_KEPT, given }, (run) =>
    runStep(run, 'describe', (step) => measureOrder(describer, catalogue, visits, checkOf(describer, products), step)),
  );
  const { visitors, textsThatInvent, ...metrics } = figures;
  tell(
    `the fact that a visitor shares most comes first: ${metrics.sharedMostFirst.toFixed(4)} of ${visitors} visitors ` +
      `(of texts to everybody ${metrics.sharedMostFirstForEverybody.toFixed(4)}), ${textsThatInvent} texts invent something`,
  );
  if (record === undefined) return;
  writeRecord(record, {
    command: commandLine('describe', args),
    data: [...paths, log].join(', '),
    protocol:
      'the last product of each visitor described by the profile of what they did before; share of texts that state first ' +
      'what most of the history has, of brand, narrowest category and tags',
    model: 'describer',
    metrics,
    visitors,
    textsThatInvent,
  });
}

/** A line of the file of texts. */
interface DescribedLine extends Pick<SourcedText, 'source' | 'reason'> {
  id: string;
  description: string;
  /** Facts for which a text was refused. */
  refused?: readonly { kind: string; value: string }[];
}

/** Writes texts beside the file that they end in, and moves them there when all are written. */
async function describeAll(
  describer: Describer,
  products: readonly Product[],
  { out, style }: { out: string; style: DescriptionStyle },
  given: Partial<RunContext> | undefined,
): Promise<void> {
  const part = `${out}.part`;
  const done = new Set((existsSync(part) ? linesIn(part) : []).map(({ id }) => id));
  const left = products.filter(({ id }) => !done.has(id));
  if (done.size > 0) tell(`${done.size} products were described before.`);
  await inContext({ seed: 0, work: part, given }, (run) =>
    eachDescribed(describer, left, { style }, run, ({ id }, { text, source, reason, refused }) => {
      const facts = refused?.flatMap(({ invented }) => invented);
      const line: DescribedLine = {
        ...{ id, description: text, source },
        ...(reason && { reason }),
        ...(facts && { refused: facts }),
      };
      appendFileSync(part, `${JSON.stringify(line)}\n`);
    }),
  );
  const lines = existsSync(part) ? linesIn(part) : [];
  await writeAtomically(out, existsSync(part) ? readFileSync(part) : '');
  rmSync(part, { force: true });
  tellLines(out, lines);
}

/** Examples of each reason. */
const EXAMPLES = 3;

/** Tells where the texts are from, why those by template are, and for which facts texts were refused. */
function tellLines(out: string, lines: readonly DescribedLine[]): void {
  const from = (source: SourcedText['source']): number => lines.filter((line) => line.source === source).length;
  tell(`${out}: ${from('written')} written, ${from('edited')} edited, ${from('template')} by template`);
  const told = new Map<string, string[]>();
  const note = (why: string, example: string): void => void told.set(why, [...(told.get(why) ?? []), example]);
  for (const { id, reason, refused } of lines) {
    if (reason) note(`by template, ${WHY[reason]}`, id);
    for (const { kind, value } of refused ?? [])
      note(`texts refused for a ${kind} that the record lacks`, `${id}: ${value}`);
  }
  for (const [why, examples] of told) {
    const more = examples.length > EXAMPLES ? ', …' : '';
    tell(`  ${examples.length} ${why} (${examples.slice(0, EXAMPLES).join(', ')}${more})`);
  }
}

const WHY: Record<NonNullable<SourcedText['reason']>, string> = {
  'no-facts': 'since the record says nothing',
  'nothing-similar': 'since no product like it has a text',
  'all-refused': 'since every text stated what the record lacks',
};

/** The whole lines; one that broke off is cut away. */
function linesIn(part: string): DescribedLine[] {
  const text = readFileSync(part, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) writeFileSync(part, whole);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as DescribedLine);
}

async function eachDescribed(
  describer: Describer,
  products: readonly Product[],
  manner: Manner,
  run: RunContext,
  take: (product: Product, description: SourcedText) => void,
): Promise<void> {
  await runStep(run, 'describe', async (step) => {
    for (const [i, product] of products.entries()) {
      take(product, describer.describe(product, manner));
      await step(i + 1, products.length);
    }
  });
}
