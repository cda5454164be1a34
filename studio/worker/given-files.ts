import { CatalogueBuilder } from '../../src/catalogue/catalogue-builder.ts';
import { feedRows } from '../../src/catalogue/feeds/feed-rows.ts';
import { VitrineError } from '../../src/contract/errors.ts';
import { SafetensorsReader } from '../../src/pack/safetensors.ts';
import { logIn, streamed } from '../../src/trainer/browser/given-file.ts';
import { scanLogFile } from '../../src/trainer/log/log-file.ts';
import { LogQuestionError } from '../../src/trainer/log/log-question.ts';

/** Reads a product feed of any form. @throws VitrineError `feed-unreadable`, also where no row of it is a product */
export async function readFeed(file: File): Promise<CatalogueBuilder> {
  const builder = new CatalogueBuilder();
  for await (const rows of feedRows(streamed(file.stream()))) {
    for (const row of rows) {
      if ('broken' in row) builder.refuse('not-an-object', row.broken);
      else builder.add(row.row);
    }
  }
  const { taken, refused, refusals } = builder.report();
  if (taken > 0) return builder;
  const why = refusals.length === 0 ? 'It has no rows.' : `Row 1: ${refusals[0].message}`;
  throw new VitrineError('feed-unreadable', `${file.name} names no product; ${refused} rows were refused. ${why}`, {
    remedy: 'Give each row an id, and best a title, a price and a category.',
  });
}

/** What a file can be of which one lies on the bench. */
export type GivenKind = 'feed' | 'log' | 'pack' | 'generator' | 'describer';

/** Files, told apart by their content. */
export type GivenFiles = Partial<Record<GivenKind, File>>;

const IN_WORDS: Record<GivenKind, string> = {
  feed: 'feed',
  log: 'log',
  pack: 'pack',
  generator: 'generator of pictures',
  describer: 'describer',
};

/**
 * Tells by what the files hold what each of them is.
 * @throws VitrineError `bad-options` where two of them are of one kind, or one is of no use here; `pack-corrupt`
 */
export async function tellApart(files: readonly File[]): Promise<GivenFiles> {
  const given: GivenFiles = {};
  for (const file of files) {
    const kind = (await kindOfTensors(file)) ?? ((await isLog(file)) ? 'log' : 'feed');
    const other = given[kind];
    if (other !== undefined) {
      throw new VitrineError('bad-options', `Both ${other.name} and ${file.name} look like a ${IN_WORDS[kind]}.`, {
        remedy: `Give one ${IN_WORDS[kind]}.`,
      });
    }
    given[kind] = file;
  }
  return given;
}

const OF_GENERATORS: Readonly<Record<string, GivenKind>> = {
  picture: 'generator',
  'latent-picture': 'generator',
  describer: 'describer',
};

/** What a file of tensors is; undefined where it is none: its first eight bytes count those of a header in JSON. */
async function kindOfTensors(file: File): Promise<GivenKind | undefined> {
  const head = new DataView(await file.slice(0, 9).arrayBuffer());
  if (head.byteLength < 9 || head.getUint8(8) !== 0x7b) return undefined;
  const length = Number(head.getBigUint64(0, true));
  if (length > file.size - 8) return undefined;
  const reader = new SafetensorsReader();
  reader.push(new Uint8Array(await file.slice(0, 8 + length).arrayBuffer()));
  const { vitrine, 'vitrine-generator': generator } = reader.metadata ?? {};
  if (vitrine !== undefined) return 'pack';
  const kind = OF_GENERATORS[generator === undefined ? '' : kindIn(generator)];
  if (kind !== undefined) return kind;
  throw new VitrineError('bad-options', `${file.name} holds tensors that the studio has no use for.`, {
    remedy: 'Give a pack, a generator of pictures or a describer that this version of `vitrine` wrote.',
  });
}

function kindIn(manifest: string): string {
  try {
    return String(JSON.parse(manifest)?.kind);
  } catch {
    return '';
  }
}

/** A log names who did something; a feed names nobody. */
async function isLog(file: File): Promise<boolean> {
  try {
    const scan = await scanLogFile(logIn(file), {}, { event: () => undefined }, ({ understanding }) => !!understanding);
    if (scan.understanding === undefined) scan.end();
    return true;
  } catch (thrown) {
    if (!(thrown instanceof LogQuestionError)) return false;
    const { question } = thrown;
    return question.about !== 'column' || question.column !== 'user';
  }
}
