import type { PictureSet } from '../../src/learning/generators/picture/picture-set.ts';
import { readIdxPictures, readProductPictures } from '../../src/trainer/node/read-pictures.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import type { Options, Resolved } from '../../src/trainer/options/option.ts';
import { framed } from '../../src/trainer/pictures/framed.ts';
import { writePictureSet } from '../../src/trainer/pictures/picture-set-file.ts';
import { tastesOf } from '../../src/trainer/pictures/tastes.ts';
import { helpOf, readArguments, required } from './arguments.ts';
import type { Command } from './command.ts';
import { readPackAt, readProductsOf, tell } from './data.ts';
import { PRODUCTS } from './file-options.ts';

const OPTIONS = {
  pictures: {
    type: 'text',
    value: 'SOURCE',
    meaning: "a folder of pictures named after their products' ids (ID.jpg, ID.png), or an IDX file, with --labels",
  },
  labels: { type: 'text', value: 'IDX', meaning: 'kinds of --pictures, where they are an IDX file' },
  out: { type: 'text', value: 'FILE', meaning: 'such as pictures.safetensors' },
  ...PRODUCTS,
  pack: { type: 'text', value: 'FILE', meaning: 'a pack of the same shop: its item vectors tell tastes' },
  size: { type: 'whole', least: 8, most: 64, default: 64, meaning: 'pixels a side, a multiple of 4' },
  leaveOut: {
    type: 'whole',
    least: 0,
    most: 50,
    default: 10,
    meaning: 'percent of the products whose pictures are kept from training, to measure by',
  },
} as const satisfies Options;

const HELP = `vitrine write-pictures --pictures FOLDER --products FEED --out FILE [options]
       vitrine write-pictures --pictures IDX --labels IDX --out FILE

Writes the shop's pictures, with their kinds, colours and tastes, as one file for the training in PyTorch.

${helpOf(OPTIONS)}
`;

export const writePicturesCommand: Command = {
  name: 'write-pictures',
  summary: 'writes product pictures for the training in PyTorch',
  help: HELP,
  async run(args) {
    const values = readArguments(args, OPTIONS);
    const source = required('pictures', values.pictures);
    const out = required('out', values.out);
    const set = values.labels === undefined ? await ofProducts(source, values) : ofIdx(source, values.labels);
    const bytes = writePictureSet(set, values.leaveOut);
    await writeAtomically(out, bytes);
    tell(`${out}: ${set.kindOf.length} pictures of ${set.kinds.length} kinds`);
  },
};

async function ofProducts(folder: string, values: Resolved<typeof OPTIONS>): Promise<PictureSet> {
  const products = await readProductsOf(required('products', values.products));
  const { set, leftOut } = readProductPictures(folder, products, values.size);
  for (const line of leftOut) tell(`  ${line}`);
  const taste = values.pack === undefined ? undefined : tastesOf(readPackAt(values.pack).pack, set.products ?? []);
  return { ...set, ...(taste && { taste }) };
}

function ofIdx(pictures: string, labels: string): PictureSet {
  const set = readIdxPictures(pictures, labels);
  return { ...set, ...framed(set) };
}
