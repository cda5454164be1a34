import { expect, test } from 'vitest';
import { CatalogueBuilder } from '../catalogue/catalogue-builder.ts';
import { TextTable } from '../kernels/compact/text-table.ts';
import { Bitset } from '../kernels/scoring/bitset.ts';
import { Als } from '../learning/models/als.ts';
import { fitTower } from '../learning/models/content-tower.ts';
import { DEFAULT_QUERY } from './lists/resolve-query.ts';
import { ScriptParts } from './script-parts.ts';
import { Serving } from './serving.ts';
import { readFurther } from './sources/further/read-further.ts';

const KINDS = ['tea', 'tent', 'shoe', 'lamp'];
const KNOWN = 48;
const ids = Array.from({ length: KNOWN }, (_, i) => `p${i + 1}`);

/** Product `i` is of kind `i % 4`. */
function catalogue(products: number) {
  const builder = new CatalogueBuilder();
  for (let i = 1; i <= products; i++) {
    const kind = KINDS[i % KINDS.length];
    builder.add({ id: `p${i}`, title: `${kind} number ${i}`, categories: [kind] });
  }
  return builder;
}

/** Shoppers who stay with one kind. */
async function packFile(products: number) {
  const walks = Array.from({ length: 80 }, (_, i) =>
    Array.from({ length: 5 }, (_, k) => 1 + ((i + KINDS.length * ((i * 3 + k * (1 + (i % 5))) % 12)) % KNOWN)),
  );
  const offsets = Int32Array.from({ length: walks.length + 1 }, (_, i) => i * 5);
  const model = new Als({ width: 8 });
  const sequences = { items: Int32Array.from(walks.flat()), offsets };
  for await (const _ of model.fit({ items: KNOWN, sequences }, { epochs: 6, seed: 1, patience: 9 }));
  const als = model.save();
  const tower = fitTower({ als }, catalogue(products).build(ids).features, KNOWN);
  const manifest = {
    created: '2026-01-01T00:00:00.000Z',
    unit: 'visitor' as const,
    minShoppers: 1,
    weights: { als: 1 },
    metrics: {},
  };
  return { pack: { manifest, ids: TextTable.of(ids), sections: { als, tower } }, bytes: 0, digest: '' };
}

test('a product that enters the catalogue after the training is ranked at once, by a trained model', async () => {
  const serving = new Serving(new ScriptParts({ 'further-sources': readFurther }));
  serving.takeProducts(catalogue(KNOWN).feed());
  await serving.takePack(await packFile(KNOWN));
  serving.takeProducts(catalogue(KNOWN + 8).feed());
  const allowed = new Bitset(serving.catalogue.rows);
  for (let row = KNOWN + 1; row < serving.catalogue.rows; row++) allowed.add(row);
  const context = { items: Int32Array.of(1, 5), names: ['view_item', 'view_item'] as const, sessionStart: 0, allowed };
  const list = await serving.chain.rank(context, { ...DEFAULT_QUERY, limit: 2 });
  expect(list.map(({ item }) => item % KINDS.length)).toEqual([1, 1]);
  expect(list[0].shares.als).toBeGreaterThan(0);
});

test('what places new products may arrive before the model that it places them for', async () => {
  const serving = new Serving(new ScriptParts({ 'further-sources': readFurther }));
  serving.takeProducts(catalogue(KNOWN + 8).feed());
  const file = await packFile(KNOWN);
  const { als, ...early } = file.pack.sections;
  await serving.takePart({ ...file.pack, sections: early });
  await serving.takePart({ ...file.pack, sections: { ...early, als } });
  await serving.takePack(file);
  const allowed = new Bitset(serving.catalogue.rows);
  allowed.add(KNOWN + 1);
  const context = {
    items: Int32Array.of(1, 5),
    names: ['view_item', 'view_item'] as const,
    sessionStart: 0,
    allowed,
  };
  const [{ item }] = await serving.chain.rank(context, { ...DEFAULT_QUERY, limit: 1 });
  expect(item).toBe(KNOWN + 1);
});
