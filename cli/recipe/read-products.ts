import { createReadStream, existsSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { CatalogueBuilder } from '../../src/catalogue/catalogue-builder.ts';
import { feedRows } from '../../src/catalogue/feeds/feed-rows.ts';
import { VitrineError } from '../../src/contract/errors.ts';

/** Reads a product feed from a file, as the page reads one from an address. @throws VitrineError `feed-unreadable` */
export async function readProducts(path: string): Promise<CatalogueBuilder> {
  if (!existsSync(path)) {
    throw new VitrineError('bad-options', `There is no ${path}.`, { remedy: 'Check the path of the product feed.' });
  }
  const builder = new CatalogueBuilder();
  for await (const rows of feedRows(textOf(path))) {
    for (const row of rows) {
      if ('broken' in row) builder.refuse('not-an-object', row.broken);
      else builder.add(row.row);
    }
  }
  return builder;
}

async function* textOf(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const decoder = new TextDecoder();
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
