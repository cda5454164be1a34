import { existsSync } from 'node:fs';
import { nameOf, type Pair } from '../evaluation/link-split.ts';
import { LogReport, unreadableLog } from '../log/log-report.ts';
import { linesOf } from '../log/read-text-log.ts';
import { textIn } from './open-log.ts';

/** Links between shoppers, each once, as indices into the log's `shopperIds`. */
export interface Relations {
  links: Pair[];
  report: LogReport;
}

/**
 * Reads links between shoppers, `user user` a line; in which direction a link was made counts for nothing.
 * @throws VitrineError `bad-options`
 */
export async function readRelations(path: string, shopperIds: readonly string[]): Promise<Relations> {
  if (!existsSync(path)) throw unreadableLog(`There is no ${path}.`, 'Check the path of the relations.');
  const shopperOf = new Map(shopperIds.map((id, shopper) => [id, shopper]));
  const report = new LogReport();
  const links = new Map<number, Pair>();
  for (const line of await linesOf(textIn(path))) {
    report.rows++;
    const [one, other] = line.split(/[\s,;]+/);
    const [a, b] = [shopperOf.get(one), shopperOf.get(other)];
    if (a === undefined || b === undefined) report.refuse('of a shopper who is not in the log');
    else if (a === b) report.refuse('of a shopper with themselves');
    else links.set(nameOf([a, b], shopperIds.length), [a, b]);
  }
  if (links.size > 0) return { links: [...links.values()], report };
  throw unreadableLog(`${path} links no shoppers of the log.`, 'Give lines of two users, named as the log names them.');
}
