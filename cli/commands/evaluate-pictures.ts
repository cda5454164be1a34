import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { VitrineError } from '../../src/contract/errors.ts';
import { type MakerFile, readMakerFile } from '../../src/learning/generators/picture/maker-file.ts';
import {
  countOf,
  type PictureSet,
  type Pixels,
  picturesAt,
} from '../../src/learning/generators/picture/picture-set.ts';
import { contactSheet } from '../../src/trainer/node/contact-sheet.ts';
import { readIdxPictures, readProductPictures } from '../../src/trainer/node/read-pictures.ts';
import { writeRecord } from '../../src/trainer/node/record.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import { LOG_OPTIONS, SEED } from '../../src/trainer/options/common-options.ts';
import type { Options, Resolved } from '../../src/trainer/options/option.ts';
import { framed } from '../../src/trainer/pictures/framed.ts';
import { isLeftOut } from '../../src/trainer/pictures/leave-out.ts';
import { classifierFor, measurePictures } from '../../src/trainer/pictures/picture-quality.ts';
import { measureProductPictures } from '../../src/trainer/pictures/product-picture-quality.ts';
import { type Choice, measureTaste } from '../../src/trainer/pictures/taste-quality.ts';
import { tastesOf } from '../../src/trainer/pictures/tastes.ts';
import type { RunContext } from '../../src/trainer/run-context.ts';
import { inContext } from '../run-context.ts';
import { helpOf, readArguments, required, wrong } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { hintsOf, readLogAloud, readPackAt, readProductsOf, tell } from './data.ts';
import { PRODUCTS, WORK } from './file-options.ts';

const OPTIONS = {
  generator: { type: 'texts', value: 'FILE', meaning: 'of a picture generator; of several, to compare' },
  pictures: {
    type: 'text',
    value: 'SOURCE',
    meaning: 'what the classifier learns from: a folder, with --products FEED; or an IDX file, with --labels IDX',
  },
  ...PRODUCTS,
  pack: { type: 'text', value: 'FILE', meaning: 'a pack of the same shop: its item vectors tell tastes' },
  size: { type: 'whole', least: 8, most: 64, default: 64, meaning: 'pixels a side at which products are measured' },
  leaveOut: {
    type: 'whole',
    least: 1,
    most: 50,
    default: 10,
    meaning: 'percent of the products whose pictures are compared with, as they were left out of training',
  },
  events: {
    type: 'text',
    value: 'LOG',
    meaning: 'of shoppers whose last product tells whether pictures made for them are to their taste',
  },
  ...LOG_OPTIONS,
  labels: { type: 'text', value: 'IDX', meaning: 'kinds of --pictures' },
  testPictures: { type: 'text', value: 'IDX', meaning: 'what is compared with, with --test-labels IDX' },
  testLabels: { type: 'text', value: 'IDX', meaning: 'kinds of --test-pictures' },
  ...SEED,
  sheets: {
    type: 'text',
    value: 'FOLDER',
    meaning: 'pictures of products and what was made beside them, a PNG for each generator',
  },
  record: {
    type: 'text',
    value: 'FILE',
    meaning: 'keep the result as JSON; of several generators the first is the result, the others are peers',
  },
  ...WORK,
} as const satisfies Options;

const HELP = `vitrine evaluate-pictures --generator FILE --pictures FOLDER --products FEED
       vitrine evaluate-pictures --generator FILE --pictures IDX --labels IDX --test-pictures IDX --test-labels IDX

Measures a picture generator beside pictures that were kept from training, by a classifier that is trained on the other
pictures and never saw the generator: how many made pictures it takes for the kind that was asked for, how far their
features lie from those of real pictures (squared Fréchet distance), and how varied they are within a kind. Of products it
also tells whether colours are those that were asked for, how sharp pictures are, whether they are copies and, with a log,
whether pictures made for a shopper are nearer to what that shopper chose next than to what another one did.

${helpOf(OPTIONS)}
`;

type Values = Resolved<typeof OPTIONS>;
type ReadFile = MakerFile & { path: string; bytes: number };

/** What was measured of one generator. */
interface Measured {
  generator: string;
  bytes: number;
  metrics: object;
}

export const evaluatePicturesCommand: Command = {
  name: 'evaluate-pictures',
  summary: 'measures a picture generator',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const files = required('generator', values.generator).map(read);
    const source = required('pictures', values.pictures);
    const ofProducts = statSync(source, { throwIfNoEntry: false })?.isDirectory() === true;
    const measure = ofProducts ? await productMeasure(source, values) : idxMeasure(source, values);
    const results = await inContext({ seed: values.seed, work: values.work, given }, (run) => measure(files, run));
    for (const { generator, metrics } of results) tell(`${generator}: ${JSON.stringify(metrics)}`);
    if (values.record === undefined) return;
    const [{ metrics, bytes }, ...peers] = results;
    writeRecord(values.record, {
      command: commandLine('evaluate-pictures', args),
      data: source,
      protocol: ofProducts
        ? `made under the conditions of products kept from training, at ${values.size} × ${values.size} pixels`
        : 'one made picture for each test picture, under its kind',
      model: 'picture generator',
      seed: values.seed,
      metrics: metrics as Record<string, number>,
      bytes,
      peers,
    });
  },
};

type Measure = (files: readonly ReadFile[], run: RunContext) => Promise<Measured[]>;

function idxMeasure(source: string, values: Values): Measure {
  const training = readIdxPictures(source, required('labels', values.labels));
  const test = readIdxPictures(
    required('testPictures', values.testPictures),
    required('testLabels', values.testLabels),
  );
  return async (files, run) => {
    for (const { path, generator } of files) {
      const { size, channels, conditions } = generator;
      const shown = [test, framed(test)].some((as) => as.size === size && as.channels === channels);
      if (!shown || conditions.kinds.length !== test.kinds.length) {
        throw wrong(`${path} makes other pictures.`, 'Give the pictures that it was trained on.');
      }
    }
    const classifier = await classifierFor(training, run);
    const measured: Measured[] = [];
    for (const { path, bytes, generator } of files) {
      const { measures } = await measurePictures(generator, classifier, { test, training }, run);
      measured.push({ generator: path, bytes, metrics: measures });
    }
    return measured;
  };
}

async function productMeasure(source: string, values: Values): Promise<Measure> {
  const products = await readProductsOf(required('products', values.products));
  const { set, leftOut } = readProductPictures(source, products, values.size);
  for (const line of leftOut) tell(`  ${line}`);
  const taste = values.pack === undefined ? undefined : tastesOf(readPackAt(values.pack).pack, set.products ?? []);
  const [held, training] = [true, false].map((wanted) =>
    picturesWhere(set, taste, (id) => isLeftOut(id, values.leaveOut) === wanted),
  );
  const choices = values.events === undefined ? undefined : await choicesIn(values.events, values);
  tell(`${source}: ${countOf(held)} pictures that were kept from training, ${countOf(training)} others`);
  return async (files, run) => {
    for (const { path, generator } of files) {
      const { kinds, tasteWidth } = generator.conditions;
      if (generator.channels !== 3 || kinds.join('\n') !== set.kinds.join('\n')) {
        throw wrong(`${path} makes pictures of other kinds.`, 'Give the feed that it was trained with.');
      }
      if (tasteWidth !== (taste?.width ?? 0))
        throw wrong(`${path} has tastes.`, 'Give the pack that they come from: --pack FILE');
    }
    const classifier = await classifierFor(training, run);
    const measured: Measured[] = [];
    for (const file of files) {
      const { measures, made, rebuilt } = await measureProductPictures(file, classifier, { held, training }, run);
      const tasteMeasures = choices && (await measureTaste(file, { ...set, ...(taste && { taste }) }, choices, run));
      measured.push({ generator: file.path, bytes: file.bytes, metrics: { ...measures, ...tasteMeasures } });
      if (values.sheets === undefined) continue;
      const name = file.path.replace(/^.*[\\/]|\.[^.]*$/g, '');
      await writeAtomically(join(values.sheets, `${name}.png`), sheetOf(held, made, rebuilt));
    }
    return measured;
  };
}

/** What each shopper of a log chose last, and before. */
async function choicesIn(path: string, values: Values): Promise<Choice[]> {
  const { log } = await readLogAloud(path, hintsOf(values));
  const { items, offsets } = log.sequences;
  return Array.from({ length: offsets.length - 1 }, (_, i) => {
    const products = Array.from(
      items.subarray(offsets[i], offsets[i + 1]),
      (item) => log.productIds[item - 1],
    ).reverse();
    const [next, ...before] = products;
    return { next, before: [...new Set(before)].filter((product) => product !== next) };
  }).filter(({ before }) => before.length > 0);
}

function picturesWhere(
  set: PictureSet,
  taste: PictureSet['taste'],
  isWanted: (product: string) => boolean,
): PictureSet {
  const rows = Int32Array.from(set.products!.keys()).filter((row) => isWanted(set.products![row]));
  const some = picturesAt(set, rows);
  if (taste === undefined) return some;
  const { width, vectors } = taste;
  const own = new Float32Array(rows.length * width);
  rows.forEach((row, i) => void own.set(vectors.subarray(row * width, (row + 1) * width), i * width));
  return { ...some, taste: { width, vectors: own } };
}

const SHEET_COLUMNS = 12;
const SHEET_ROWS = 3;

/** Rows of held-out pictures, below each what was made of its own codes where there are any, and what was made under its conditions. */
function sheetOf(held: PictureSet, made: Pixels, rebuilt: Pixels | undefined): Buffer {
  const { size, channels } = held;
  const each = size * size * channels * SHEET_COLUMNS;
  const sources = [held, rebuilt, made].filter((pictures) => pictures !== undefined);
  const rows = Array.from({ length: SHEET_ROWS }, (_, row) =>
    sources.map(({ pixels }) => pixels.subarray(row * each, (row + 1) * each)),
  ).flat();
  const pixels = new Uint8Array(rows.length * each);
  rows.forEach((row, i) => void pixels.set(row, i * each));
  return contactSheet({ size, channels, pixels }, SHEET_COLUMNS, 1);
}

function read(path: string): ReadFile {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new VitrineError('bad-options', `${path} cannot be read.`, { remedy: 'Check the path.', cause });
  }
  return { ...readMakerFile(bytes), path, bytes: bytes.length };
}
