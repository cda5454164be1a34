import { existsSync, readFileSync } from 'node:fs';
import { readEncoderFile } from '../../src/learning/encoders/picture/encoder-file.ts';
import { Random } from '../../src/learning/training/random.ts';
import { decodePicture } from '../../src/trainer/node/decode.ts';
import { MobileNet } from '../../src/trainer/node/mobilenet.ts';
import { pathOfPicture } from '../../src/trainer/node/read-pictures.ts';
import { writeRecord } from '../../src/trainer/node/record.ts';
import { remakePicture } from '../../src/trainer/node/remake-picture.ts';
import { SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { isLeftOut } from '../../src/trainer/pictures/leave-out.ts';
import { evaluatePictureEncoder, type HeldPicture } from '../../src/trainer/tasks/evaluate-picture-encoder.ts';
import { inContext } from '../run-context.ts';
import { helpOf, readArguments, required, wrong } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { readProductsOf, tell } from './data.ts';
import { JSON_OUTPUT, RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  encoder: { type: 'text', value: 'FILE', meaning: 'written by train-encoder with --leave-out' },
  pictures: { type: 'text', value: 'FOLDER', meaning: 'the pictures that it was trained from' },
  products: { type: 'texts', value: 'FEED', meaning: 'the products that it was trained with' },
  mobilenet: {
    type: 'text',
    value: 'FOLDER',
    meaning: 'MobileNet v1 as a Keras layers model (model.json), to compare with. Default: nothing is compared',
  },
  ...SEED,
  ...RECORD,
  ...JSON_OUTPUT,
  ...WORK,
} as const satisfies Options;

/** Of 108 pictures of ten kinds of this catalogue's, the share whose nearest one is of the same kind; which ten is not told. */
const MOBILENET_PUBLISHED = 0.935;

const HELP = `vitrine evaluate-encoder --encoder FILE --pictures FOLDER --products FEED [options]

Measures the search by a picture on pictures that were kept from training: how many of a picture's nearest ones are of its
kind, and whether a copy of it that was cropped, put in another light and compressed again finds its own product first.

${helpOf(OPTIONS)}
`;

export const evaluateEncoderCommand: Command = {
  name: 'evaluate-encoder',
  summary: 'measures the search by a picture',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { seed, work } = values;
    const path = required('encoder', values.encoder);
    const folder = required('pictures', values.pictures);
    if (!existsSync(path)) throw wrong(`There is no file ${path}.`, 'Train one with vitrine train-encoder.');
    const bytes = new Uint8Array(readFileSync(path));
    const file = readEncoderFile(bytes);
    const known = new Set(file.gallery.products);
    const random = new Random(seed);
    const held: HeldPicture[] = [];
    for (const { id, categories = [] } of await readProductsOf(required('products', values.products))) {
      const at = known.has(id) && isLeftOut(id, file.leftOut) ? pathOfPicture(folder, id) : undefined;
      if (at === undefined) continue;
      const picture = decodePicture(readFileSync(at));
      held.push({ product: id, categories, picture, remade: remakePicture(picture, random) });
    }
    tell(`${folder}: ${held.length} pictures were kept from training`);
    const net = values.mobilenet === undefined ? undefined : new MobileNet(values.mobilenet);
    const peers = net
      ? [{ name: 'MobileNet v1', bytes: net.bytes, encode: net.encode.bind(net), published: MOBILENET_PUBLISHED }]
      : [];
    const found = await inContext({ seed, work, given }, (run) => evaluatePictureEncoder({ file, held, peers }, run));
    const result = {
      command: commandLine('evaluate-encoder', args),
      data: folder,
      protocol: `${file.leftOut} % of the products, chosen by their ids, were kept from training`,
      seed,
      fileBytes: bytes.length,
      products: known.size,
      ...found,
    };
    if (values.record !== undefined) writeRecord(values.record, result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else
      for (const { name, ...quality } of [found.encoder, ...found.peers]) tell(`${name}: ${JSON.stringify(quality)}`);
  },
};
