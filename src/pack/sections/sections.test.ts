import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPackRanker, createPackSources, createPackTower } from '../../engine/pack-sources.ts';
import { createResponseModel } from '../../engine/ranking/response/response-model.ts';
import { readFurther } from '../../engine/sources/further/read-further.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { itemRows, readSection, type SectionLayout, writeSection } from '../layout.ts';
import type { PackSection, Tensor } from '../pack.ts';
import { readPack } from '../pack-file.ts';
import { ALS } from './als.ts';
import { ATTENTION } from './attention.ts';
import { AUTOENCODER } from './autoencoder.ts';
import { GRU4REC } from './gru4rec.ts';
import { KNN } from './knn.ts';
import { LIGHTGCN, readLightGcn } from './lightgcn.ts';
import { EASE, RULES } from './pairs.ts';
import { POPULAR } from './popular.ts';
import { RANKER } from './ranker.ts';
import { RESPONSE } from './response.ts';
import { SVD } from './svd.ts';
import { TOWER } from './tower.ts';
import { writeVectors } from './vectors.ts';

const golden = join(import.meta.dirname, '../golden/v1');
const packs = readdirSync(golden)
  .filter((name) => name.endsWith('.safetensors'))
  .map((name) => readPack(new Uint8Array(readFileSync(join(golden, name)))));
const ITEMS = packs[0].productIds.length;

const LAYOUTS: readonly SectionLayout<object>[] = [
  ...[ATTENTION, GRU4REC, ALS, SVD, LIGHTGCN, AUTOENCODER, RULES, EASE, KNN, POPULAR, RANKER, RESPONSE, TOWER],
];

/** Each section of the golden packs, with what else of its pack is read with it. */
const sections = packs.flatMap(({ sections }, pack) =>
  Object.keys(sections).map((name): [string, string, Readonly<Record<string, PackSection>>] => [
    `${name} of pack ${pack}`,
    name,
    sections,
  ]),
);

/** Reads a section as the engine does. */
function use(all: Readonly<Record<string, PackSection>>): void {
  const ids = TextTable.of(packs[0].productIds);
  createPackSources({ productIds: packs[0].productIds, sections: all }, readFurther);
  createPackRanker({ ids, sections: all });
  if (Object.hasOwn(all, 'response')) createResponseModel(all.response, ITEMS);
  createPackTower({ sections: all });
}

function outcome(all: Readonly<Record<string, PackSection>>): string {
  try {
    use(all);
    return 'read';
  } catch (thrown) {
    const { code, remedy } = thrown as { code?: string; remedy?: string };
    if (code === undefined) throw thrown;
    expect(remedy).not.toBe('');
    return code;
  }
}

/** What is no option or is out of any range. */
const BAD_VALUES: readonly unknown[] = [undefined, null, -1, 0.5, 1e9, Number.NaN, 'x', true, [], {}, [1], { a: -1 }];

/** The tensor with other numbers, another shape, or another type. */
const damagedTensor = ({ shape, data }: Tensor): fc.Arbitrary<Tensor | undefined> =>
  fc.oneof(
    fc.constant(undefined),
    fc.constant({ shape: [...shape, 1], data }),
    fc.constant({ shape: shape.map((size) => size + 1), data }),
    fc.constant({ shape: [data.length], data: new Int32Array(data.length).fill(-1) }),
    fc.nat(Math.max(0, data.length - 1)).map((end) => ({ shape: [end], data: data.slice(0, end) })),
    fc
      .array(fc.tuple(fc.nat(), fc.integer({ min: -(2 ** 31), max: 2 ** 32 })), { minLength: 1, maxLength: 4 })
      .map((places) => {
        const changed = data.slice();
        for (const [at, value] of places) if (changed.length > 0) changed[at % changed.length] = value;
        return { shape, data: changed };
      }),
  );

describe.each(sections)('%s', (_, name, all) => {
  const { [name]: section } = all;

  test('is read, and by a later version of its layout refused with what to do', () => {
    expect(outcome(all)).toBe('read');
    const { version = 1 } = LAYOUTS.find((layout) => layout.name === name)!;
    expect(outcome({ ...all, [name]: { ...section, version } })).toBe('read');
    expect(outcome({ ...all, [name]: { ...section, version: version + 1 } })).toBe('pack-version');
  });

  test('needs each of the options of its layout', () => {
    const { options } = LAYOUTS.find((layout) => layout.name === name)!;
    const needed = Object.keys(options(section.options, '') as object);
    expect(needed.length).toBeGreaterThan(0);
    for (const option of needed) {
      const { [option]: __, ...rest } = section.options;
      expect(outcome({ ...all, [name]: { ...section, options: rest } }), option).toBe('pack-corrupt');
    }
  });

  test('with damaged options or tensors, it is read or refused with a typed error', () => {
    // Vectors of lightgcn whose numbers were damaged may look like those without a bias.
    const outcomes = ['read', 'pack-corrupt', ...(name === 'lightgcn' ? ['pack-version'] : [])];
    const damage = fc.oneof(
      fc.record({ option: fc.constantFrom(...Object.keys(section.options)), value: fc.constantFrom(...BAD_VALUES) }),
      fc
        .constantFrom(...Object.keys(section.tensors))
        .chain((tensor) => damagedTensor(section.tensors[tensor]).map((value) => ({ tensor, value }))),
    );
    fc.assert(
      fc.property(damage, (one) => {
        const changed: PackSection = { ...section, options: { ...section.options }, tensors: { ...section.tensors } };
        if ('option' in one) changed.options[one.option] = one.value;
        else if (one.value === undefined) delete changed.tensors[one.tensor];
        else changed.tensors[one.tensor] = one.value;
        expect(outcomes).toContain(outcome({ ...all, [name]: changed }));
      }),
      { numRuns: 60 },
    );
  });

  test('written again from what its layout reads, it is the same', () => {
    const layout = LAYOUTS.find((one) => one.name === name)!;
    const [options, tensors] = readSection(layout, section, ITEMS);
    const vectors = Object.entries(section.tensors).filter(([tensor]) => !(tensor in tensors));
    const again = writeSection(layout, ITEMS, options, tensors, Object.fromEntries(vectors));
    for (const [tensor, value] of Object.entries(again.tensors)) expect(value).toEqual(section.tensors[tensor]);
    expect(section.options).toMatchObject(again.options);
    expect(again.version).toBe(layout.version ?? 1);
  });
});

test('rows of products take two bytes, and four where there are more than these can tell', () => {
  expect(itemRows([1, 65_535], 65_535)).toEqual(Uint16Array.of(1, 65_535));
  expect(itemRows([1, 65_536], 65_536)).toEqual(Uint32Array.of(1, 65_536));
});

test('what a trainer could not have read back is not written', () => {
  const empty = { allTime: new Uint16Array(ITEMS), recent: new Uint16Array(ITEMS + 1) };
  expect(() => writeSection(POPULAR, ITEMS, { recentShare: 0 }, empty)).toThrow(/popular\/allTime has 60 numbers/);
  const counts = { allTime: new Uint16Array(ITEMS + 1), recent: new Uint16Array(ITEMS + 1) };
  expect(() => writeSection(POPULAR, ITEMS, { recentShare: 2 }, counts)).toThrow(/recentShare must be/);
});

describe('a lightgcn section of an earlier build, whose vectors have no bias', () => {
  /** Its vectors at length 1 with all of their numbers, as that build wrote them. */
  const earlier = (width: number): PackSection => {
    let state = 1;
    const draw = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 31 - 1;
    };
    const vectors = Float32Array.from({ length: (ITEMS + 1) * width }, draw);
    for (let row = 0; row <= ITEMS; row++) {
      const own = vectors.subarray(row * width, (row + 1) * width);
      const length = Math.hypot(...own);
      own.forEach((value, k) => {
        own[k] = row === 0 ? 0 : value / length;
      });
    }
    const reading = { shape: [ITEMS + 1], data: new Float32Array(ITEMS + 1).fill(1) };
    return { options: { width, decay: 1 }, tensors: { ...writeVectors(vectors, width).tensors, reading } };
  };

  test.each([8, 64, 128])('of width %i it is refused, and the error says what to do', (width) => {
    expect(outcome({ lightgcn: earlier(width) })).toBe('pack-version');
    expect(() => readLightGcn(earlier(width), ITEMS)).toThrow(
      expect.objectContaining({ code: 'pack-version', remedy: expect.stringContaining('train it again') }),
    );
  });

  test('one of the first version whose vectors have a bias is read as it is', () => {
    const read = packs.filter((pack) => pack.sections.lightgcn);
    expect(read.length).toBeGreaterThan(1);
    for (const { sections } of read) {
      const [{ width }, { reading }] = readLightGcn(sections.lightgcn, ITEMS);
      expect(width).toBe(8);
      expect(reading).toHaveLength(ITEMS + 1);
    }
  });
});
