import { type CatalogueReport, createRecommender } from 'vitrine';
import type { Goods } from '../goods.ts';
import { fill, messages } from '../language.ts';
import { Shop } from '../shop.ts';
import { type EventLog, looksLikeLog, readEventLog } from './event-log.ts';
import { looksLikeFeed, toGoods } from './feed.ts';
import { FileProblem } from './problem.ts';
import { type Row, readTable } from './table.ts';

/** What became of the files that a visitor's shop was opened from. */
export interface OwnFiles {
  /** Of the feed's file, without its ending. */
  name: string;
  report: CatalogueReport;
  log: EventLog | undefined;
}

/**
 * Opens a shop from files that the visitor brought: one feed, and an event log if there is one.
 * @throws FileProblem in words for the visitor; nothing is open then
 */
export async function openOwnShop(files: readonly File[]): Promise<Shop> {
  const tables = await Promise.all(files.map(async (file) => ({ name: file.name, rows: await readTable(file) })));
  const feed = tables.find(({ rows }) => looksLikeFeed(rows));
  if (!feed) throw new FileProblem(whyNoFeed(tables));
  const rows = feed.rows.map(toGoods);
  const known = new Set(rows.map(({ id }) => id));
  const logFile = tables.find(({ rows }) => looksLikeLog(rows));
  const log = logFile && readEventLog(logFile.rows, (item) => known.has(item));
  if (log && log.events === 0) throw new FileProblem(fill(messages().ownBadLog, { name: logFile.name }));

  const database = `own-${fingerprint([...known])}`;
  const recommender = await createRecommender<Goods>({ database });
  const report = await recommender.setProducts(rows);
  const refused = new Set(report.refusals.map(({ row }) => row));
  const goods = rows.filter((_, row) => !refused.has(row));
  return new Shop({ database, goods, own: { name: feed.name.replace(/\.\w+$/, ''), report, log } }, recommender);
}

function whyNoFeed(tables: readonly { name: string; rows: readonly Row[] }[]): string {
  const [only] = tables;
  const columns = Object.keys(only?.rows[0] ?? {});
  if (tables.length !== 1 || columns.length === 0 || looksLikeLog(only.rows)) return messages().ownNoFeed;
  return fill(messages().ownBadCsv, { name: only.name, columns: columns.join(', ') });
}

/** The same products open the same shop again, with its history; others open another. */
function fingerprint(ids: readonly string[]): string {
  let value = 2166136261;
  for (const id of [...ids].sort())
    for (let i = 0; i <= id.length; i++) value = Math.imul(value ^ (id.charCodeAt(i) || 10), 16777619);
  return `${ids.length}-${(value >>> 0).toString(36)}`;
}
