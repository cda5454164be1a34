import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { PictureSet, Pixels } from '../../src/learning/generators/picture/picture-set.ts';
import { contactSheet } from '../../src/trainer/node/contact-sheet.ts';
import { readIdxPictures, readProductPictures } from '../../src/trainer/node/read-pictures.ts';
import { writeRecord } from '../../src/trainer/node/record.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import { SEED } from '../../src/trainer/options/common-options.ts';
import type { Options, Resolved } from '../../src/trainer/options/option.ts';
import { tastesOf } from '../../src/trainer/pictures/tastes.ts';
import { PICTURES_OPTIONS, trainPictures } from '../../src/trainer/tasks/train-pictures.ts';
import { inContext } from '../run-context.ts';
import { helpOf, only, readArguments, required } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { readPackAt, readProductsOf, tell } from './data.ts';
import { RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  pictures: {
    type: 'text',
    value: 'SOURCE',
    meaning:
      "a folder of pictures named after their products' ids (ID.jpg, ID.png), with --products; or an IDX file, with --labels",
  },
  out: { type: 'text', value: 'FILE', meaning: 'the generator, such as imagine.safetensors' },
  products: {
    type: 'texts',
    value: 'FEED',
    meaning: 'the products that the pictures show: their narrowest category is their kind',
  },
  labels: { type: 'text', value: 'FILE', meaning: 'an IDX file with the kind of each picture' },
  pack: { type: 'text', value: 'FILE', meaning: 'a pack of the same shop: its item vectors tell tastes' },
  size: {
    type: 'whole',
    least: 8,
    most: 64,
    default: 32,
    meaning: 'pixels a side, a multiple of 4 from 8 to 64; IDX files keep theirs',
  },
  ...PICTURES_OPTIONS,
  ...SEED,
  sheets: { type: 'text', value: 'FOLDER', meaning: 'sample pictures as training goes' },
  ...RECORD,
  ...WORK,
} as const satisfies Options;

const HELP = `vitrine train-pictures --pictures SOURCE --out FILE [options]

Trains the picture generator that a page imagines with: two nets against each other, one that makes pictures of a kind,
in a colour, to a taste, and one that tells them from the shop's own. Stopped by Ctrl-C or killed, the same command goes
on from the last checkpoint.

${helpOf(OPTIONS)}
`;

export const trainPicturesCommand: Command = {
  name: 'train-pictures',
  summary: 'trains a picture generator from product pictures',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { seed, work, stabiliser, sheets } = values;
    const source = required('pictures', values.pictures);
    const out = required('out', values.out);
    const pictures = await readSet(source, values);
    tell(`${source}: ${pictures.kindOf.length} pictures of ${pictures.kinds.length} kinds`);
    const input = { pictures, ...(sheets !== undefined && { onSamples: sheetsIn(sheets) }) };
    const { generator, metrics, rollbacks, curve, diverged } = await inContext({ seed, work, given }, (run) =>
      trainPictures(input, only(PICTURES_OPTIONS, values), run),
    );
    await writeAtomically(out, generator);
    if (rollbacks > 0) tell(`It diverged or collapsed ${rollbacks} times and went back to the last good state.`);
    if (diverged) tell(`It diverged at the end, and has the best weights before that. ${diverged.message}`);
    tell(`${out}: ${generator.length} bytes`);
    if (values.record === undefined) return;
    writeRecord(values.record, {
      command: commandLine('train-pictures', args),
      data: source,
      protocol: 'quality beside pictures kept from training',
      model: `picture generator, stabiliser ${stabiliser}`,
      seed,
      metrics,
      bytes: generator.length,
      pictures: pictures.kindOf.length,
      curve,
    });
  },
};

const SHEET_COLUMNS = 8;

/** Writes each examination's sample pictures as a sheet. */
function sheetsIn(folder: string) {
  return (samples: Pixels, { step }: { step: number }): Promise<void> =>
    writeAtomically(join(folder, `step-${String(step).padStart(6, '0')}.png`), contactSheet(samples, SHEET_COLUMNS));
}

async function readSet(source: string, values: Resolved<typeof OPTIONS>): Promise<PictureSet> {
  const { labels, pack, size } = values;
  if (statSync(source, { throwIfNoEntry: false })?.isFile()) return readIdxPictures(source, required('labels', labels));
  const products = await readProductsOf(required('products', values.products));
  const { set, leftOut } = readProductPictures(source, products, size);
  for (const line of leftOut) tell(`  ${line}`);
  if (pack === undefined) return set;
  return { ...set, taste: tastesOf(readPackAt(pack).pack, set.products ?? []) };
}
