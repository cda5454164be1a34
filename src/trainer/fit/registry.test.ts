import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createPackSources } from '../../engine/pack-sources.ts';
import { readFurther } from '../../engine/sources/further/read-further.ts';
import { SOURCES } from '../../engine/sources/registry.ts';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { models } from '../../learning/models/index.ts';
import type { PackSection } from '../../pack/pack.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { isTrained } from './fits-for.ts';
import { FITS } from './registry.ts';

const ITEMS = 12;
const VISITS = Array.from({ length: 24 }, (_, i) => Array.from({ length: 4 }, (_, k) => 1 + ((i * 5 + k) % ITEMS)));
const LOG: InteractionLog = {
  productIds: Array.from({ length: ITEMS }, (_, i) => `p${i}`),
  shopperIds: VISITS.map((_, i) => `s${i}`),
  shoppers: Int32Array.from(VISITS.keys()),
  sequences: {
    items: Int32Array.from(VISITS.flat()),
    offsets: Int32Array.from({ length: VISITS.length + 1 }, (_, i) => i * 4),
  },
  times: null,
  names: null,
};

beforeAll(async () => {
  await openCompute('cpu');
});

test('each section that a source reads is made by one fit, and no other is made', () => {
  const read = new Set(SOURCES.flatMap(({ section }) => section ?? []));
  expect(FITS.map(({ section }) => section).sort()).toEqual([...read].sort());
});

test('docs/pack.md describes each section and names each source', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../../docs/pack.md'), 'utf8');
  const headings = text.split('\n').filter((line) => line.startsWith('### '));
  for (const { section } of FITS)
    expect(
      headings.some((line) => line.includes(`\`${section}\``)),
      section,
    ).toBe(true);
  for (const { name } of SOURCES) expect(text, name).toContain(`\`${name}\``);
});

test('every model serves', () => {
  expect(FITS.filter(isTrained).map(({ model }) => model)).toEqual(models);
});

test.each(FITS.map((fit) => [fit.section, fit] as const))(
  '%s: what is made of a log, its sources read',
  async (name, fit) => {
    let section: PackSection;
    if (isTrained(fit)) {
      const model = fit.model.create({ width: 8 });
      const data = { items: ITEMS, sequences: LOG.sequences };
      for await (const _ of model.fit(data, { epochs: 1, seed: 1, patience: 1 }));
      section = model.save();
      model.dispose();
    } else {
      section = fit.count(LOG, fit.defaults, { items: ITEMS, minShoppers: 1, unit: 'visitor' });
    }
    const sources = createPackSources({ productIds: LOG.productIds, sections: { [name]: section } }, readFurther);
    const described = SOURCES.filter((source) => source.section === name);
    expect(sources.map((source) => source.name)).toEqual(described.map((source) => source.name));
    if (isTrained(fit)) expect(sources[0].extend !== undefined).toBe(fit.model.placesNewItems ?? false);
  },
);
