import { existsSync, readFileSync } from 'node:fs';
import { readAllPictures } from '../../src/trainer/node/read-pictures.ts';
import { writeRecord } from '../../src/trainer/node/record.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import { SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import {
  encoderWithWeights,
  PICTURE_ENCODER_OPTIONS,
  trainPictureEncoder,
} from '../../src/trainer/tasks/train-picture-encoder.ts';
import { inContext } from '../run-context.ts';
import { helpOf, only, readArguments, required, wrong } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { readProductsOf, tell } from './data.ts';
import { RECORD, WORK } from './file-options.ts';

const OPTIONS = {
  pictures: {
    type: 'text',
    value: 'FOLDER',
    meaning: "pictures named after their products' ids (ID.jpg, ID.png)",
  },
  products: { type: 'texts', value: 'FEED', meaning: 'the products: their narrowest category is what a picture shows' },
  out: { type: 'text', value: 'FILE', meaning: 'the encoder with the products, such as lookalikes.safetensors' },
  ...PICTURE_ENCODER_OPTIONS,
  weights: {
    type: 'text',
    value: 'FILE',
    meaning:
      'weights that bench/pictures/train_encoder.py trained from the same pictures. Default: they are trained here',
  },
  ...SEED,
  ...RECORD,
  ...WORK,
} as const satisfies Options;

const HELP = `vitrine train-encoder --pictures FOLDER --products FEED --out FILE [options]

Trains what a page searches by a picture with: a small net that learns from the shop's own pictures which kinds of things
they show, their colours, and what stays the same when a picture is cropped, relit, blurred or compressed again. Its file has
the net and a vector for each product that has a picture. Stopped by Ctrl-C or killed, the same command goes on from the
last checkpoint.

${helpOf(OPTIONS)}
`;

export const trainEncoderCommand: Command = {
  name: 'train-encoder',
  summary: 'trains the search by a picture from product pictures',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { seed, work } = values;
    const folder = required('pictures', values.pictures);
    const out = required('out', values.out);
    const products = await readProductsOf(required('products', values.products));
    const { set, leftOut } = readAllPictures(folder, products);
    for (const line of leftOut) tell(`  ${line}`);
    tell(`${folder}: ${set.kindOf.length} pictures of ${set.kinds.length} kinds`);
    const weights = values.weights === undefined ? undefined : weightsIn(values.weights);
    const options = only(PICTURE_ENCODER_OPTIONS, values);
    const { file, bytes, pictures, curve } = await inContext({ seed, work, given }, (run) =>
      weights === undefined ? trainPictureEncoder(set, options, run) : encoderWithWeights(set, weights, options, run),
    );
    await writeAtomically(out, file);
    tell(`${out}: ${file.length} bytes, of which the encoder has ${bytes}`);
    if (values.record === undefined) return;
    writeRecord(values.record, {
      command: commandLine('train-encoder', args),
      data: folder,
      protocol:
        weights === undefined
          ? 'share of pictures kept from training whose nearest one is of another kind'
          : 'weights that bench/pictures/train_encoder.py trained, with the mean loss of each epoch',
      model: 'picture encoder',
      seed,
      ...(weights === undefined && { metrics: { errors: Math.min(...curve.map(({ errors = 1 }) => errors)) } }),
      bytes,
      fileBytes: file.length,
      pictures,
      curve,
    });
  },
};

/** @throws VitrineError `bad-options` */
function weightsIn(path: string): Uint8Array {
  if (!existsSync(path))
    throw wrong(`There is no file ${path}.`, 'Train weights with bench/pictures/train_encoder.py.');
  return new Uint8Array(readFileSync(path));
}
