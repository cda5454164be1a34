import { expect, test } from 'vitest';
import { Catalogue } from '../../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import { TextTable } from '../../../kernels/compact/text-table.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { Contexts, everyRow } from '../ranker/ranker.ts';
import { transitionGraph } from './transition-graph.ts';

/** Rows 1…6 are products a…f; a, c and f are alike. */
const CATEGORIES = { a: 'lamp', b: 'rug', c: 'lamp', d: 'mug', e: 'bowl', f: 'lamp' };
const ids = Object.keys(CATEGORIES);
const builder = new CatalogueBuilder();
for (const [id, category] of Object.entries(CATEGORIES)) builder.add({ id, title: category, categories: [category] });
const { features } = new Catalogue(builder.feed(), TextTable.of(ids));

function logOf(...sequences: string[]): InteractionLog {
  const items = Int32Array.from(sequences.join(''), (id) => 1 + ids.indexOf(id));
  const offsets = Int32Array.from({ length: sequences.length + 1 }, (_, i) => sequences.slice(0, i).join('').length);
  return { productIds: ids, sequences: { items, offsets } } as unknown as InteractionLog;
}

async function listed(log: InteractionLog, history: string, limit = 10): Promise<string> {
  const rank = transitionGraph(log, features, new Contexts(everyRow(ids.length), 'exclude'));
  const items = Int32Array.from(history, (id) => 1 + ids.indexOf(id));
  const names = Array.from(history, () => 'view_item' as const);
  const list = await rank({ items, names, unknown: new Int32Array(0), sessionStart: 0 }, limit);
  expect(Array.from(list.scores)).toEqual(Array.from(list.scores).sort((x, y) => y - x));
  return Array.from(list.items, (row) => ids[row - 1]).join('');
}

test('what came next is in order of likeness and of how often it came', async () => {
  expect(await listed(logOf('ab', 'ac', 'ad'), 'a'), 'the like one first, those as often by their rows').toBe('cbd');
  expect(await listed(logOf('ab', 'ad', 'ad', 'ad'), 'a')).toBe('db');
});

test('two steps come after one step, those of the latest item before those of the one before it', async () => {
  expect(await listed(logOf('ab', 'bc'), 'a')).toBe('bc');
  expect(await listed(logOf('ab', 'de'), 'da')).toBe('be');
});

test('nothing that was met, and nothing beyond the list’s end', async () => {
  expect(await listed(logOf('ab', 'ac'), 'ba')).toBe('c');
  expect(await listed(logOf('ab', 'ac', 'ad'), 'a', 2)).toBe('cb');
  expect(await listed(logOf('ab'), 'e'), 'an item that nothing followed').toBe('');
});
