import type { Goods } from '../goods.ts';
import { countPack } from './counted-pack.ts';
import { type EventLog, looksLikeLog, readEventLog } from './event-log.ts';
import { looksLikeFeed, toGoods } from './feed.ts';
import { UnusableFile } from './problem.ts';
import { readTable, type Table } from './table.ts';

/** What a visitor's files hold. */
export interface ReadFiles {
  /** Of the feed's file, without its ending. */
  name: string;
  rows: readonly Goods[];
  log: EventLog | undefined;
  /** Counted from the log; absent without one. */
  pack: ArrayBuffer | undefined;
}

/** @throws UnusableFile */
export async function readFiles(files: readonly File[]): Promise<ReadFiles> {
  const tables = await Promise.all(files.map(readTable));
  const feed = tables.find(({ rows }) => looksLikeFeed(rows));
  if (!feed) throw whyNoFeed(tables);
  const rows = feed.rows.map(toGoods);
  const ids = [...new Set(rows.map(({ id }) => id))].filter((id) => id !== '' && id.length <= 512);
  const known = new Set(ids);
  const logTable = tables.find((table) => table !== feed && looksLikeLog(table.rows));
  const log = logTable && readEventLog(logTable.rows, (item) => known.has(item));
  if (log && log.events === 0) throw new UnusableFile('ownBadLog', { name: logTable.name });
  return { name: feed.name.replace(/\.\w+$/, ''), rows, log, pack: log && countPack(ids, log.shoppers) };
}

function whyNoFeed(tables: readonly Table[]): UnusableFile {
  const [only] = tables;
  const columns = Object.keys(only?.rows[0] ?? {});
  if (tables.length !== 1 || columns.length === 0 || looksLikeLog(only.rows)) return new UnusableFile('ownNoFeed');
  return new UnusableFile('ownBadCsv', { name: only.name, columns: columns.slice(0, 12).join(', ') });
}
