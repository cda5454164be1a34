import { readFileSync } from 'node:fs';
import { VitrineError } from '../../src/contract/errors.ts';
import * as plain from '../../src/contract/validation/plain-data.ts';
import { type AskedHistory, makeLists } from '../../src/trainer/make-lists.ts';
import type { Options } from '../../src/trainer/options/option.ts';
import { helpOf, readArguments, required, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { readPackAt } from './data.ts';

const OPTIONS = {
  pack: { type: 'text', value: 'FILE', meaning: 'the pack' },
  products: { type: 'text', value: 'FEED', meaning: "the shop's products, a JSON list of product records" },
  histories: {
    type: 'text',
    value: 'FILE',
    meaning:
      'a JSON list of what visitors did and what they are asked with: ' +
      '{"name", "interactions": [{"name", "product", "at"}], "queries": [{"limit": 6}]}',
  },
} as const satisfies Options;

const HELP = `vitrine rank --pack FILE --products FEED --histories FILE

Prints the lists that a pack gives, made by the page's engine, as JSON, one list a line. The golden packs are recorded so
(docs/pack.md): another trainer tests its packs by it.

${helpOf(OPTIONS)}
`;

const Rows = plain.list(plain.anything);
const Histories = plain.list(
  plain.fields({ name: plain.anyText, interactions: Rows, queries: plain.list(plain.record(plain.anything), 1) }),
);

export const rankCommand: Command = {
  name: 'rank',
  summary: 'prints the lists that a pack gives',
  help: HELP,
  async run(args) {
    const values = readArguments(args, OPTIONS);
    const { bytes } = readPackAt(required('pack', values.pack));
    const products = readJson(required('products', values.products), Rows);
    const histories = readJson(required('histories', values.histories), Histories) as unknown as AskedHistory[];
    const lists = await makeLists(bytes, products, histories);
    process.stdout.write(`[\n${lists.map((list) => JSON.stringify(list)).join(',\n')}\n]\n`);
  },
};

function readJson<TValue>(path: string, reader: plain.Reader<TValue>): TValue {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw wrong(`${path} cannot be read.`, 'Give the path of a JSON file.', cause);
  }
  const refuse = (what: string): VitrineError =>
    new VitrineError('bad-options', `${path} cannot be used.`, { remedy: `${what}.` });
  return plain.read(reader, value, refuse);
}
