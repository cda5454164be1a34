import { CatalogueBuilder } from '../../catalogue-builder.ts';
import { feedRows } from '../feed-rows.ts';

/** What a shop that offers this feed would show, and what it would keep back. */
export async function shopOf(feed: string | Uint8Array | object) {
  const text = typeof feed === 'string' || feed instanceof Uint8Array ? feed : JSON.stringify(feed);
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const builder = new CatalogueBuilder();
  async function* pieces() {
    for (let i = 0; i < bytes.length; i += 61) yield bytes.subarray(i, i + 61);
  }
  for await (const rows of feedRows(pieces())) {
    for (const row of rows) {
      if ('broken' in row) builder.refuse('not-an-object', row.broken);
      else builder.add(row.row);
    }
  }
  const report = builder.report();
  const catalogue = builder.build();
  const rows = Array.from({ length: catalogue.rows - 1 }, (_, i) => i + 1);
  const ids = (there: boolean) =>
    rows.filter((row) => catalogue.available.has(row) === there).map((row) => catalogue.idOf(row));
  const product = (id: string) => catalogue.product(catalogue.itemOf(id)!);
  return { report, shown: ids(true), kept: ids(false), product };
}
