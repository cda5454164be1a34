import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { PACK_VERSION, readPack } from '../pack/pack-file.ts';
import { LAYOUTS } from '../pack/schema/layouts.ts';
import { type MadeList, makeLists } from '../trainer/make-lists.ts';

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

/** When the recorded lists were asked for (scripts/golden/shop.mjs): the chance of a purchase depends on it. */
const ASKED_AT = Date.parse('2026-03-10T12:00:00Z');
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

/** Sources that read a history as a whole: which click their reasons name is the engine's to find out, and not in the pack. */
const READ_WHOLE = ['attention', 'gru4rec'];

/** The list without the reasons that such a source gives. */
function withoutFoundReasons({ items, ...list }: MadeList): object {
  return {
    ...list,
    items: items.map(({ reasons, ...item }) => {
      const [strongest] = Object.entries(item.shares).sort(([, a = 0], [, b = 0]) => b - a)[0] ?? [''];
      return READ_WHOLE.includes(strongest) ? item : { ...item, reasons };
    }),
  };
}

test.each(packs)('%s gives the lists that were recorded when it was written', async (pack) => {
  vi.spyOn(Date, 'now').mockReturnValue(ASKED_AT);
  const recorded: MadeList[] = json(`${pack}.lists.json`);
  const made = await makeLists(bytesOf(pack), json('shop/products.json'), json('shop/histories.json'));
  expect(made.length).toBe(recorded.length);
  made.forEach((list, i) => {
    const wanted = withoutFoundReasons(recorded[i]);
    expect(nearTo(withoutFoundReasons(list), wanted), `${list.history}, ${JSON.stringify(list.query)}`).toEqual(wanted);
  });
});

test('together the golden packs of the present version hold every section and every source', () => {
  const read = packs.filter((pack) => pack.startsWith(`v${PACK_VERSION}/`)).map((pack) => readPack(bytesOf(pack)));
  expect(new Set(read.flatMap(({ sections }) => Object.keys(sections)))).toEqual(
    new Set(LAYOUTS.map(({ name }) => name).filter((name) => name !== 'products')),
  );
  const tensors = read.flatMap(({ sections }) => Object.values(sections).flatMap((one) => Object.keys(one.tensors)));
  for (const form of ['items', 'fine', 'codes']) expect(tensors).toContain(form);
  expect(read.some(({ manifest }) => manifest.adaptive)).toBe(true);
});
