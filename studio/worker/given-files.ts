import { CatalogueBuilder } from '../../src/catalogue/catalogue-builder.ts';
import { feedRows } from '../../src/catalogue/feeds/feed-rows.ts';
import { VitrineError } from '../../src/contract/errors.ts';
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

/** Files, told apart by their content. */
export interface GivenFiles {
  feed?: File;
  log?: File;
}

/**
 * Tells a feed from a log by what the files hold.
 * @throws VitrineError `bad-options` where two of them are of one kind
 */
export async function tellApart(files: readonly File[]): Promise<GivenFiles> {
  const given: GivenFiles = {};
  for (const file of files) {
    const kind = (await isLog(file)) ? 'log' : 'feed';
    const other = given[kind];
    if (other !== undefined) {
      throw new VitrineError('bad-options', `Both ${other.name} and ${file.name} look like a ${kind}.`, {
        remedy: 'Give one feed of products and one log of events.',
      });
    }
    given[kind] = file;
  }
  return given;
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
