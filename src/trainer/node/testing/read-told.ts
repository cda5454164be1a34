import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShopperEvents } from '../../log/event-log.ts';
import { LogReport } from '../../log/log-report.ts';
import type { LogHints } from '../../log/understanding.ts';
import { readEvents } from '../read-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-logs-'));
let files = 0;

/** What the trainer reads of a log of this text, and what it reports. */
export async function read(log: string | Uint8Array, hints: LogHints = {}) {
  const path = join(folder, `log-${files++}`);
  writeFileSync(path, log);
  const report = new LogReport();
  return { ...(await readEvents(path, hints, report)), report };
}

/** `shopper: product name seconds, …` of each shopper, in order of time. */
export function told({ shopperIds, events, timed }: ShopperEvents): string[] {
  return shopperIds.map((id, i) => {
    const own = events[i].toSorted((a, b) => a.at - b.at);
    return `${id}: ${own.map(({ product, name, at }) => `${product} ${name}${timed ? ` ${at / 1000}` : ''}`).join(', ')}`;
  });
}
