import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { readPack } from '../pack/pack-file.ts';
import { GOLDEN_NOW, type GoldenList, makeLists } from './testing/golden-lists.ts';

const golden = join(import.meta.dirname, '../pack/golden');
const json = (path: string) => JSON.parse(readFileSync(join(golden, path), 'utf8'));
const packs = readdirSync(golden, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.safetensors'))
  .map((path) => path.replace(/\.safetensors$/, ''))
  .sort();
const bytesOf = (pack: string) => new Uint8Array(readFileSync(join(golden, `${pack}.safetensors`)));

afterEach(() => {
  vi.restoreAllMocks();
});

/** Within this of the recorded number: sums are added up in another order by other code and other machines. */
const TOLERANCE = 1e-5;

/** The list with each number that is near to the recorded one put in its place: what is then unequal is a difference. */
function nearTo(made: unknown, recorded: unknown): unknown {
  if (typeof made === 'number' && typeof recorded === 'number') {
    return Math.abs(made - recorded) <= TOLERANCE * Math.max(Math.abs(recorded), TOLERANCE) ? recorded : made;
  }
  if (Array.isArray(made) && Array.isArray(recorded)) return made.map((one, i) => nearTo(one, recorded[i]));
  if (typeof made !== 'object' || made === null || typeof recorded !== 'object' || recorded === null) return made;
  return Object.fromEntries(Object.entries(made).map(([key, one]) => [key, nearTo(one, Reflect.get(recorded, key))]));
}

test.each(packs)('%s gives the lists that were recorded when it was written', async (pack) => {
  vi.spyOn(Date, 'now').mockReturnValue(GOLDEN_NOW);
  const recorded: GoldenList[] = json(`${pack}.lists.json`);
  const made = await makeLists(bytesOf(pack), json('shop/products.json'), json('shop/histories.json'));
  expect(made.length).toBe(recorded.length);
  made.forEach((list, i) => {
    expect(nearTo(list, recorded[i]), `${list.history}, ${JSON.stringify(list.query)}`).toEqual(recorded[i]);
  });
});

test('together the golden packs of the present version hold every section and every source', () => {
  const read = packs.filter((pack) => pack.startsWith('v1/')).map((pack) => readPack(bytesOf(pack)));
  expect(new Set(read.flatMap(({ sections }) => Object.keys(sections)))).toEqual(
    new Set([
      ...['attention', 'gru4rec', 'als', 'svd', 'lightgcn', 'ease', 'autoencoder', 'rules', 'knn', 'popular'],
      ...['ranker', 'tower', 'response'],
    ]),
  );
  const tensors = read.flatMap(({ sections }) => Object.values(sections).flatMap((one) => Object.keys(one.tensors)));
  for (const form of ['items', 'fine', 'codes']) expect(tensors).toContain(form);
  expect(read.some(({ manifest }) => manifest.adaptive)).toBe(true);
});
