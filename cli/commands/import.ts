import { Catalogue } from '../../src/catalogue/catalogue.ts';
import { TextTable } from '../../src/kernels/compact/text-table.ts';
import { readVectors } from '../../src/trainer/node/read-vectors.ts';
import { writeAtomically } from '../../src/trainer/node/write-atomically.ts';
import { SEED } from '../../src/trainer/options/common-options.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { idsOf } from '../../src/trainer/recipe/gaps/log-in-rows.ts';
import { IMPORT_OPTIONS, importVectors } from '../../src/trainer/vectors/import-vectors.ts';
import { importWords } from '../../src/trainer/vectors/import-words.ts';
import { helpOf, only, readArguments, required } from './arguments.ts';
import type { Command } from './command.ts';
import { readPackAt, readProductsAloud, tell } from './data.ts';

const { vectors: precision, section, ...SECTION_OPTIONS } = IMPORT_OPTIONS;
const WORDS = 'search-words';

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
      'the ids of the rows, or their words, one a line or a JSON list; of a Parquet file that numbers its products, as MLlib does, line ' +
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
  section: {
    ...section,
    values: [...section.values, WORDS],
    meaning: `${section.meaning}; ${WORDS}: vectors of words, by which the search knows what words mean, with --into and --products`,
  },
  ...SECTION_OPTIONS,
  precision,
  ...SEED,
} as const satisfies Options;

const HELP = `vitrine import --vectors FILE --out FILE [options]

Makes a section of a pack from vectors of products that were made elsewhere: factors of Spark's ALS, two towers, encoders of
text or pictures. Ids are matched with those of the pack or the feed, and what does not fit is told. Or of vectors of words: fastText,
GloVe, word2vec, or a table of embeddings.

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
    const given = await readVectors(path, values.ids, values.columns ?? {});
    tell(`${path}: ${given.rows} vectors of ${given.width} numbers`);
    if (values.section === WORDS) {
      const input = { into: required('into', into), products: required('products', feed), seed: values.seed };
      const { pack, words, held, recall, report } = importWords(given, input);
      for (const line of report.lines()) tell(`  ${line}`);
      await writeAtomically(out, pack);
      const found = recall && `; recall@10 ${recall.without.toFixed(3)} by words, ${recall.with.toFixed(3)} with them`;
      tell(`${out}: ${pack.length} bytes, ${words} words, ${held} of them the shop's own${found ?? ''}`);
      return;
    }
    const known = feed && new Set(idsOf(new Catalogue(feed, TextTable.of([]))));
    const chosen = { ...only(SECTION_OPTIONS, values), section: values.section, vectors: values.precision };
    const { pack, products, report } = importVectors(given, chosen, { into, known });
    for (const line of report.lines()) tell(`  ${line}`);
    await writeAtomically(out, pack);
    tell(`${out}: ${pack.length} bytes, ${products} products with a vector, section ${values.section}`);
  },
};
