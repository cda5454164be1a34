import { readFileSync } from 'node:fs';
import { VitrineError } from '../../src/contract/errors.ts';
import { type PictureFile, readPictureFile } from '../../src/learning/generators/picture/picture-file.ts';
import { classifierFor, measurePictures } from '../../src/trainer/pictures/picture-quality.ts';
import { readIdxPictures } from '../../src/trainer/pictures/read-pictures.ts';
import { record } from '../../src/trainer/recipe/record.ts';
import { openTensorRuntime } from '../../src/trainer/tensor-runtime.ts';
import { createProgress } from '../progress.ts';
import { readArguments, required, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { tell } from './data.ts';

const HELP = `vitrine evaluate-pictures --generator FILE --pictures IDX --labels IDX --test-pictures IDX --test-labels IDX

Measures a picture generator by a classifier that is trained on the same pictures and never saw the generator: how many
made pictures it takes for the kind that was asked for, how far their features lie from those of test pictures (squared
Fréchet distance), and how varied they are within a kind.

  --generator FILE     written by train-pictures; may be given again, to compare
  --pictures IDX       what the classifier learns from, with --labels IDX
  --test-pictures IDX  what is compared with, with --test-labels IDX
  --seed N             of the noise that pictures are made from; default 1
  --record FILE        keep the result as JSON; of several generators the first is the result, the others are peers
  --work FOLDER        where the classifier is kept; default .vitrine
`;

export const evaluatePicturesCommand: Command = {
  name: 'evaluate-pictures',
  summary: 'measures a picture generator',
  help: HELP,
  async run(args) {
    const values = readArguments(args, {
      generator: { type: 'string', multiple: true },
      pictures: { type: 'string' },
      labels: { type: 'string' },
      'test-pictures': { type: 'string' },
      'test-labels': { type: 'string' },
      seed: { type: 'string', default: '1' },
      record: { type: 'string' },
      work: { type: 'string', default: '.vitrine' },
    });
    const paths = values.generator ?? [];
    if (paths.length === 0) throw wrong('--generator is missing.', 'See --help for the options.');
    const source = required('pictures', values.pictures);
    const seed = wholeNumber('seed', values.seed, 0);
    const training = readIdxPictures(source, required('labels', values.labels));
    const test = readIdxPictures(
      required('test-pictures', values['test-pictures']),
      required('test-labels', values['test-labels']),
    );
    const files = paths.map(read);
    for (const [i, { generator }] of files.entries()) {
      const { shape, conditions } = generator;
      if (
        shape.size !== test.size ||
        shape.channels !== test.channels ||
        conditions.kinds.length !== test.kinds.length
      ) {
        throw wrong(`${paths[i]} makes other pictures.`, 'Give the pictures that it was trained on.');
      }
    }
    const compute = await openTensorRuntime();
    try {
      const classifier = await classifierFor(training, values.work, createProgress());
      const results = [];
      for (const [i, { generator, bytes }] of files.entries()) {
        const { measures } = await measurePictures(generator, classifier, test, training, seed);
        results.push({ generator: paths[i], bytes, metrics: measures });
        tell(`${paths[i]}: ${JSON.stringify(measures)}`);
      }
      if (values.record === undefined) return;
      const [{ metrics, bytes }, ...peers] = results;
      record(values.record, {
        command: ['vitrine', 'evaluate-pictures', ...args].join(' '),
        data: source,
        protocol: 'one made picture for each test picture, under its kind',
        model: 'picture generator',
        seed,
        metrics,
        bytes,
        peers,
      });
    } finally {
      compute.close();
    }
  },
};

function read(path: string): PictureFile & { bytes: number } {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new VitrineError('bad-options', `${path} cannot be read.`, { remedy: 'Check the path.', cause });
  }
  return { ...readPictureFile(bytes), bytes: bytes.length };
}
