import { readFileSync } from 'node:fs';
import { VitrineError } from '../../src/contract/errors.ts';
import { type PictureFile, readPictureFile } from '../../src/learning/generators/picture/picture-file.ts';
import { readIdxPictures } from '../../src/trainer/node/read-pictures.ts';
import { writeRecord } from '../../src/trainer/node/record.ts';
import { SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { classifierFor, measurePictures } from '../../src/trainer/pictures/picture-quality.ts';
import { inContext } from '../run-context.ts';
import { helpOf, readArguments, required, wrong } from './arguments.ts';
import { type Command, commandLine } from './command.ts';
import { tell } from './data.ts';
import { WORK } from './file-options.ts';

const OPTIONS = {
  generator: { type: 'texts', value: 'FILE', meaning: 'written by train-pictures; of several, to compare' },
  pictures: { type: 'text', value: 'IDX', meaning: 'what the classifier learns from, with --labels IDX' },
  labels: { type: 'text', value: 'IDX', meaning: 'kinds of --pictures' },
  testPictures: { type: 'text', value: 'IDX', meaning: 'what is compared with, with --test-labels IDX' },
  testLabels: { type: 'text', value: 'IDX', meaning: 'kinds of --test-pictures' },
  ...SEED,
  record: {
    type: 'text',
    value: 'FILE',
    meaning: 'keep the result as JSON; of several generators the first is the result, the others are peers',
  },
  ...WORK,
} as const satisfies Options;

const HELP = `vitrine evaluate-pictures --generator FILE --pictures IDX --labels IDX --test-pictures IDX --test-labels IDX

Measures a picture generator by a classifier that is trained on the same pictures and never saw the generator: how many
made pictures it takes for the kind that was asked for, how far their features lie from those of test pictures (squared
Fréchet distance), and how varied they are within a kind.

${helpOf(OPTIONS)}
`;

export const evaluatePicturesCommand: Command = {
  name: 'evaluate-pictures',
  summary: 'measures a picture generator',
  help: HELP,
  async run(args, given) {
    const values = readArguments(args, OPTIONS);
    const { seed } = values;
    const paths = required('generator', values.generator);
    const source = required('pictures', values.pictures);
    const training = readIdxPictures(source, required('labels', values.labels));
    const test = readIdxPictures(
      required('testPictures', values.testPictures),
      required('testLabels', values.testLabels),
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
    const results = await inContext({ seed, work: values.work, given }, async (run) => {
      const classifier = await classifierFor(training, run);
      const measured = [];
      for (const [i, { generator, bytes }] of files.entries()) {
        const { measures } = await measurePictures(generator, classifier, { test, training }, run);
        measured.push({ generator: paths[i], bytes, metrics: measures });
        tell(`${paths[i]}: ${JSON.stringify(measures)}`);
      }
      return measured;
    });
    if (values.record === undefined) return;
    const [{ metrics, bytes }, ...peers] = results;
    writeRecord(values.record, {
      command: commandLine('evaluate-pictures', args),
      data: source,
      protocol: 'one made picture for each test picture, under its kind',
      model: 'picture generator',
      seed,
      metrics,
      bytes,
      peers,
    });
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
