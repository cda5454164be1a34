import { readFileSync } from 'node:fs';
import { Catalogue, type Feed } from '../../src/catalogue/catalogue.ts';
import { VitrineError } from '../../src/contract/errors.ts';
import { PADDING, type Product } from '../../src/contract/product.ts';
import type { SourceName } from '../../src/contract/recommendation.ts';
import { SOURCES } from '../../src/engine/sources/registry.ts';
import { TextTable } from '../../src/kernels/compact/text-table.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import type { Pair } from '../../src/trainer/evaluation/link-split.ts';
import type { LogOptions, ReadLog } from '../../src/trainer/log/read-text-log.ts';
import type { LogHints } from '../../src/trainer/log/understanding.ts';
import { readLog } from '../../src/trainer/node/read-log.ts';
import { readProducts } from '../../src/trainer/node/read-products.ts';
import { readRelations } from '../../src/trainer/node/read-relations.ts';
import type { LOG_OPTIONS } from '../../src/trainer/options/common-options.ts';
import type { Resolved } from '../../src/trainer/options/option.ts';
import {
  type MeasuredLog,
  type PROTOCOL_OPTIONS,
  type Protocol,
  protocolFor,
} from '../../src/trainer/tasks/protocol.ts';

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

/** What a person says of a log. */
export function hintsOf({ columns, dates, eventWords }: Resolved<typeof LOG_OPTIONS>): LogHints {
  return { ...(columns && { columns }), ...(dates && { dates }), ...(eventWords && { eventWords }) };
}

/** What a log is read by to be measured. */
type MeasuredValues = Resolved<typeof PROTOCOL_OPTIONS & typeof LOG_OPTIONS>;

/** Reads a log for the protocol that is asked for, or that it is measured by. @throws VitrineError `bad-options` */
export async function readMeasuredLog(
  path: string,
  values: MeasuredValues,
): Promise<{ measured: MeasuredLog; protocol: Protocol }> {
  const { validation } = values;
  const sessions = values.protocol === 'session';
  const measured = await readLogAloud(path, { ...hintsOf(values), sessions, validation });
  return { measured, protocol: protocolFor(measured, values) };
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
export async function readProductsAloud(paths: readonly string[]): Promise<Feed> {
  const builder = await readProducts(paths);
  const { taken, refused, refusals, omitted, omissions } = builder.report();
  const lost = `${refused === 0 ? '' : `, ${refused} rows refused`}${omitted === 0 ? '' : `, ${omitted} fields left out`}`;
  tell(`${paths.join(', ')}: ${taken} products${lost}`);
  for (const { row, message } of [...refusals.slice(0, 5), ...omissions.slice(0, 5)]) tell(`  row ${row}: ${message}`);
  return builder.feed();
}

/** All products of feeds; reports the rows that were refused. */
export async function readProductsOf(paths: readonly string[]): Promise<Product[]> {
  return recordsOf(await readProductsAloud(paths));
}

/** The records of all products of a feed, in its order. */
export function recordsOf(products: Feed): Product[] {
  const catalogue = new Catalogue(products, TextTable.of([]));
  return Array.from({ length: catalogue.rows - 1 }, (_, i) => catalogue.product(i + 1)).filter(
    (one) => one !== undefined,
  );
}

/** Tells how many of a log's products the feed has: ids of another kind make a pack that says nothing of the shop's products. */
export function tellKnown(productIds: readonly string[], products: Feed): void {
  const catalogue = new Catalogue(products, TextTable.of([]));
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
