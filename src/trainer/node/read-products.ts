import { createReadStream, existsSync } from 'node:fs';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import { feedRows } from '../../catalogue/feeds/feed-rows.ts';
import { VitrineError } from '../../contract/errors.ts';
import { textOf } from '../../reading/encoded-text.ts';

/**
 * Reads product feeds from files, as the page reads one from an address. Of several, a later one adds to the products
 * of an earlier one what it has no field for yet; tags are joined. A file of attributes alone, as research sets have
 * them (`{"item": [attribute, …], …}`), gives tags.
 * @throws VitrineError `bad-options`, `feed-unreadable`
 */
export async function readProducts(paths: readonly string[]): Promise<CatalogueBuilder> {
  const builder = new CatalogueBuilder();
  const merged = new Map<unknown, unknown>();
  for (const path of paths) {
    if (!existsSync(path)) {
      throw new VitrineError('bad-options', `There is no ${path}.`, { remedy: 'Check the path of the product feed.' });
    }
    const attributes = path.endsWith('.json') ? await readAttributes(path) : undefined;
    for await (const rows of attributes ?? feedRows(createReadStream(path))) {
      for (const row of rows) {
        if ('broken' in row) builder.refuse('not-an-object', row.broken);
        else if (paths.length === 1) builder.add(row.row);
        else merge(merged, row.row);
      }
    }
  }
  for (const row of merged.values()) builder.add(row);
  return builder;
}

/** Begins a map of items to numbered attributes; a feed's first value is an object or text. */
const ATTRIBUTES = /^\s*\{\s*"[^"]*"\s*:\s*\[\s*[\d\]]/;

/** @returns rows with tags, or undefined where the file is no map of items to attributes. */
async function readAttributes(path: string): Promise<{ row: unknown }[][] | undefined> {
  let text = '';
  for await (const piece of textOf(createReadStream(path))) {
    text += piece;
    if (!ATTRIBUTES.test(text)) return undefined;
  }
  const entries = Object.entries(JSON.parse(text) as Record<string, number[]>);
  return [entries.map(([id, attributes]) => ({ row: { id, tags: attributes.map((name) => `attribute${name}`) } }))];
}

function merge(merged: Map<unknown, unknown>, row: unknown): void {
  const id = (row as { id?: unknown } | null)?.id ?? Symbol('a row without an id');
  const known = merged.get(id) as Record<string, unknown> | undefined;
  if (known === undefined) {
    merged.set(id, row);
    return;
  }
  const tags = [...((known.tags as unknown[]) ?? []), ...(((row as Record<string, unknown>).tags as unknown[]) ?? [])];
  const added = Object.entries(row as Record<string, unknown>).filter(([name]) => known[name] === undefined);
  merged.set(id, { ...known, ...Object.fromEntries(added), ...(tags.length > 0 ? { tags } : {}) });
}
