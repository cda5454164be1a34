import { Catalogue } from '../../src/catalogue/catalogue.ts';
import { TextTable } from '../../src/kernels/compact/text-table.ts';
import { readVectors } from '../../src/trainer/node/read-vectors.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { idsOf } from '../../src/trainer/recipe/gaps/log-in-rows.ts';
import { IMPORT_OPTIONS, importVectors } from '../../src/trainer/vectors/import-vectors.ts';
import { helpOf, only, readArguments, required } from './arguments.ts';
import type { Command } from './command.ts';
import { readPackAt, readProductsAloud, tell } from './data.ts';

const { vectors: precision, ...SECTION_OPTIONS } = IMPORT_OPTIONS;

const OPTIONS = {
  vectors: {
    type: 'text',
    value: 'FILE',
    meaning: 'Parquet with a column of ids and one of lists, an array of numpy (.npy), or safetensors with one matrix',
  },
  ids: {
    type: 'text',
    value: 'FILE',
    meaning:
      'the ids of the rows, one a line or a JSON list; of a Parquet file that numbers its products, as MLlib does, line ' +
      'i (from 0) names number i',
  },
  columns: {
    type: 'pairs',
    names: ['id', 'vector'],
    meaning: 'what the columns of a Parquet file are called, where that is not usual',
  },
  out: { type: 'text', value: 'FILE', meaning: 'the pack, such as shop.safetensors' },
  into: { type: 'text', value: 'PACK', meaning: 'add the section to this pack; default: a pack of its own' },
  products: { type: 'texts', value: 'FEED', meaning: "the shop's products: a pack of its own is made of these alone" },
  ...SECTION_OPTIONS,
  precision,
} as const satisfies Options;

const HELP = `vitrine import --vectors FILE --out FILE [options]

Makes a section of a pack from vectors of products that were made elsewhere: factors of Spark's ALS, two towers, encoders of
text or pictures. Ids are matched with those of the pack or the feed, and what does not fit is told.

${helpOf(OPTIONS)}
`;

export const importCommand: Command = {
  name: 'import',
  summary: "makes a section of a pack from anybody's vectors",
  help: HELP,
  async run(args) {
    const values = readArguments(args, OPTIONS);
    const path = required('vectors', values.vectors);
    const out = required('out', values.out);
    const into = values.into === undefined ? undefined : readPackAt(values.into).pack;
    const feed = values.products && (await readProductsAloud(values.products));
    const known = feed && new Set(idsOf(new Catalogue(feed, TextTable.of([]))));
    const given = await readVectors(path, values.ids, values.columns ?? {});
    tell(`${path}: ${given.rows} vectors of ${given.width} numbers`);
    const chosen = { ...only(SECTION_OPTIONS, values), vectors: values.precision };
    const { pack, products, report } = importVectors(given, chosen, { into, known });
    for (const line of report.lines()) tell(`  ${line}`);
    await writeAtomically(out, pack);
    tell(`${out}: ${pack.length} bytes, ${products} products with a vector, section ${values.section}`);
  },
};
