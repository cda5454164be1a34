import { readFileSync } from 'node:fs';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { CatalogueBuilder } from '../../src/catalogue/catalogue-builder.ts';
import { VitrineError } from '../../src/contract/errors.ts';
import { PADDING } from '../../src/contract/product.ts';
import type { SourceName } from '../../src/contract/recommendation.ts';
import { SOURCES } from '../../src/engine/sources/registry.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import type { Pair } from '../../src/trainer/evaluation/link-split.ts';
import { type LogOptions, type ReadLog, readLog } from '../../src/trainer/log/read-log.ts';
import { readRelations } from '../../src/trainer/log/read-relations.ts';
import { readProducts } from '../../src/trainer/recipe/read-products.ts';

/** Standard error: what a person should know beside the result. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Reads a log and tells what was left out of it. */
export async function readLogAloud(path: string, options: LogOptions): Promise<ReadLog> {
  const read = await readLog(path, options);
  const { log, report } = read;
  const { items } = log.sequences;
  tell(
    `${path}: ${items.length} interactions of ${log.shopperIds.length} shoppers with ${log.productIds.length} products`,
  );
  for (const line of report.lines()) tell(`  ${line}`);
  if (items.length > 0) return read;
  throw new VitrineError('bad-options', 'The log has no interactions that count.', {
    remedy: 'Check its columns with --columns, and that its events are views, carts or purchases.',
  });
}

/** Links between shoppers, where a file of them is named. @throws VitrineError `bad-options` where friends are asked and it is not */
export async function linksFor(
  path: string | undefined,
  asked: readonly SourceName[],
  shopperIds: readonly string[],
): Promise<Pair[] | undefined> {
  if (path !== undefined) return readRelationsAloud(path, shopperIds);
  if (!SOURCES.some(({ name, needs }) => needs === 'friends' && asked.includes(name))) return undefined;
  throw new VitrineError('bad-options', 'Nobody is known to be linked.', {
    remedy: 'Name the links: --relations FILE',
  });
}

/** Reads links between the shoppers of a log and tells what was left out. */
export async function readRelationsAloud(path: string, shopperIds: readonly string[]): Promise<Pair[]> {
  const { links, report } = await readRelations(path, shopperIds);
  tell(`${path}: ${links.length} links`);
  for (const line of report.lines()) tell(`  ${line}`);
  return links;
}

/** Reads feeds and tells what was refused. */
export async function readProductsAloud(paths: readonly string[]): Promise<CatalogueBuilder> {
  const builder = await readProducts(paths);
  const { taken, refused, refusals, omitted, omissions } = builder.report();
  const lost = `${refused === 0 ? '' : `, ${refused} rows refused`}${omitted === 0 ? '' : `, ${omitted} fields left out`}`;
  tell(`${paths.join(', ')}: ${taken} products${lost}`);
  for (const { row, message } of [...refusals.slice(0, 5), ...omissions.slice(0, 5)]) tell(`  row ${row}: ${message}`);
  return builder;
}

/** Tells how many of a log's products the feed has: ids of another kind make a pack that says nothing of the shop's products. */
export function tellKnown(productIds: readonly string[], catalogue: Catalogue): void {
  const known = productIds.filter((id) => catalogue.product(catalogue.itemOf(id) ?? PADDING) !== undefined).length;
  tell(`${known} of ${productIds.length} products of the log are in the feed`);
  if (known * 2 < productIds.length) tell('  Are the ids of another kind in one of them (SKU, variant, parent)?');
}

/** @throws VitrineError `bad-options`, `pack-corrupt`, `pack-version` */
export function readPackAt(path: string): { pack: Pack; bytes: Uint8Array<ArrayBuffer> } {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new VitrineError('bad-options', `${path} cannot be read.`, { remedy: 'Check the path of the pack.', cause });
  }
  return { pack: readPack(bytes), bytes };
}
