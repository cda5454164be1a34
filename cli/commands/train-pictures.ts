import { renameSync, statSync, writeFileSync } from 'node:fs';
import { Gallery } from '../../src/learning/generators/picture/gallery.ts';
import { writePictureFile } from '../../src/learning/generators/picture/picture-file.ts';
import { PICTURE_TRAINING } from '../../src/learning/generators/picture/picture-generator.ts';
import type { PictureSet } from '../../src/learning/generators/picture/picture-set.ts';
import { readIdxPictures, readProductPictures } from '../../src/trainer/pictures/read-pictures.ts';
import { tastesOf } from '../../src/trainer/pictures/tastes.ts';
import { trainGenerator } from '../../src/trainer/pictures/train-generator.ts';
import { record } from '../../src/trainer/recipe/record.ts';
import { createProgress } from '../progress.ts';
import { choice, readArguments, required, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { readPackAt, readProductsAloud, tell } from './data.ts';

const HELP = `vitrine train-pictures --pictures SOURCE --out FILE [options]

Trains the picture generator that a page imagines with: two nets against each other, one that makes pictures of a kind,
in a colour, to a taste, and one that tells them from the shop's own. Stopped by Ctrl-C or killed, the same command goes
on from the last checkpoint.

  --pictures SOURCE    a folder of pictures named after their products' ids (ID.jpg, ID.png), with --products; or an
                       IDX file, with --labels
  --out FILE           the generator, such as imagine.safetensors
  --products FEED      the products that the pictures show: their narrowest category is their kind
  --labels FILE        an IDX file with the kind of each picture
  --pack FILE          a pack of the same shop: its item vectors tell tastes
  --size N             pixels a side, a multiple of 4 from 8 to 64; default 32 (IDX files keep theirs)
  --steps N            steps of each net at most; default 6000
  --stabiliser NAME    spectral (default): normalised discriminator, averaged generator; or none, to compare
  --seed N             default 1
  --sheets FOLDER      sample pictures as training goes
  --record FILE        keep losses and quality over training as JSON
  --work FOLDER        where checkpoints lie; default .vitrine
`;

export const trainPicturesCommand: Command = {
  name: 'train-pictures',
  summary: 'trains a picture generator from product pictures',
  help: HELP,
  async run(args) {
    const values = readArguments(args, {
      pictures: { type: 'string' },
      out: { type: 'string' },
      products: { type: 'string', multiple: true },
      labels: { type: 'string' },
      pack: { type: 'string' },
      size: { type: 'string', default: '32' },
      steps: { type: 'string', default: '6000' },
      stabiliser: { type: 'string', default: PICTURE_TRAINING.stabiliser },
      seed: { type: 'string', default: '1' },
      sheets: { type: 'string' },
      record: { type: 'string' },
      work: { type: 'string', default: '.vitrine' },
    });
    const source = required('pictures', values.pictures);
    const out = required('out', values.out);
    const steps = wholeNumber('steps', values.steps, 1);
    const seed = wholeNumber('seed', values.seed, 0);
    const size = wholeNumber('size', values.size, 8);
    const stabiliser = choice('stabiliser', values.stabiliser, ['spectral', 'none']);
    const set = await readSet(source, { ...values, size });
    tell(`${source}: ${set.kindOf.length} pictures of ${set.kinds.length} kinds`);

    const { generator, curve } = await trainGenerator(
      set,
      { training: { ...PICTURE_TRAINING, stabiliser }, steps, seed, work: values.work, sheets: values.sheets },
      createProgress(),
    );
    const kept = curve.filter(({ collapsed }) => !collapsed).sort((a, b) => a.distance - b.distance)[0];
    const metrics: Record<string, number> = kept
      ? { distance: kept.distance, diversity: kept.diversity, coverage: kept.coverage }
      : {};
    const bytes = writePictureFile({ generator, gallery: Gallery.of(set) }, metrics);
    // Old or new, never half: a shop may be serving the file that is replaced.
    writeFileSync(`${out}.new`, bytes);
    renameSync(`${out}.new`, out);
    if (kept?.rollbacks) tell(`It diverged or collapsed ${kept.rollbacks} times and went back to the last good state.`);
    tell(`${out}: ${bytes.length} bytes`);
    if (values.record !== undefined) {
      record(values.record, {
        command: ['vitrine', 'train-pictures', ...args].join(' '),
        data: source,
        protocol: 'quality beside pictures kept from training',
        model: `picture generator, stabiliser ${stabiliser}`,
        seed,
        metrics,
        bytes: bytes.length,
        pictures: set.kindOf.length,
        curve,
      });
    }
  },
};

interface SourceOptions {
  products?: string[];
  labels?: string;
  pack?: string;
  size: number;
}

async function readSet(source: string, { products, labels, pack, size }: SourceOptions): Promise<PictureSet> {
  if (statSync(source, { throwIfNoEntry: false })?.isFile()) return readIdxPictures(source, required('labels', labels));
  if (products === undefined) throw wrong('--products is missing.', 'Give the feed of the products that are shown.');
  const catalogue = (await readProductsAloud(products)).build([]);
  const all = Array.from({ length: catalogue.rows - 1 }, (_, i) => catalogue.product(i + 1)).filter(
    (p) => p !== undefined,
  );
  const { set, leftOut } = readProductPictures(source, all, size);
  for (const line of leftOut) tell(`  ${line}`);
  if (pack === undefined) return set;
  return { ...set, taste: tastesOf(readPackAt(pack).pack, set.products ?? []) };
}
