import { createRecommender } from 'vitrine';
import type { Goods } from '../goods.ts';
import { Shop } from '../shop.ts';
import { type FileProblem, UnusableFile } from './problem.ts';
import type { ReadFiles } from './read-files.ts';

/**
 * Opens a shop from files that the visitor brought: one feed, and an event log if there is one.
 * @throws UnusableFile, with words for the visitor; nothing is open then
 */
export async function openOwnShop(files: readonly File[]): Promise<Shop> {
  const { name, rows, log, pack } = await read(files);
  const database = `own-${fingerprint(rows)}`;
  const recommender = await createRecommender<Goods>({ database, ...(pack ? { pack } : {}) });
  const report = await recommender.setProducts(rows);
  const refused = new Set(report.refusals.map(({ row }) => row));
  const goods = rows.filter((_, row) => !refused.has(row));
  return new Shop({ database, goods, own: { name, report, log } }, recommender);
}

function read(files: readonly File[]): Promise<ReadFiles> {
  const worker = new Worker(new URL('./files.worker.ts', import.meta.url), { type: 'module' });
  const answer = new Promise<ReadFiles>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ReadFiles | FileProblem>) => {
      if ('problem' in data) reject(new UnusableFile(data.problem, data.values));
      else resolve(data);
    });
    worker.addEventListener('error', () => reject(new UnusableFile('ownUnreadable')));
  });
  worker.postMessage(files);
  return answer.finally(() => worker.terminate());
}

/** The same products open the same shop again, with its history; others open another. */
function fingerprint(rows: readonly Goods[]): string {
  let value = 2166136261;
  for (const id of rows.map((row) => row.id).sort()) {
    for (let i = 0; i <= id.length; i++) value = Math.imul(value ^ (id.charCodeAt(i) || 10), 16777619);
  }
  return `${rows.length}-${(value >>> 0).toString(36)}`;
}
