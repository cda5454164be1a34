import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextTable } from '../../kernels/compact/text-table.ts';
import type { Pack, PackPart } from '../pack.ts';
import { readPack, writePack } from '../pack-file.ts';
import { cutPack } from './cut-pack.ts';
import { hashOfId, pageOf, shardsIn, writeIdPages } from './id-pages.ts';
import { joinPacks } from './join-packs.ts';
import { MOST_SHARDS, readShardIndex, type ShardIndex, writeShardIndex } from './shard-index.ts';

const golden = resolve(import.meta.dirname, '../golden/v2');
const packs = readdirSync(golden).filter((path) => path.endsWith('.safetensors'));
const packAt = (name: string): Pack => readPack(new Uint8Array(readFileSync(resolve(golden, name))));
/** As the page reads a pack. */
const asRead = (pack: Pack): PackPart => {
  const { manifest, productIds, sections } = readPack(writePack(pack));
  return { manifest, ids: TextTable.of(productIds), sections };
};
const asPack = ({ manifest, ids, sections }: PackPart): Pack => ({ manifest, productIds: [...ids], sections });

describe.each(packs)('the golden pack %s', (name) => {
  const whole = packAt(name);
  const rows = whole.productIds.map((_, place) => place + 1);

  test('cut to all of its products is itself, and so is one shard that is joined with nothing', () => {
    const cut = cutPack(whole, { rows, common: true });
    const kept = cut.sections.knn ? withoutSingles(whole) : whole;
    expect(Buffer.compare(writePack(cut), writePack(kept))).toBe(0);
    expect(Buffer.compare(writePack(asPack(joinPacks([asRead(cut)]))), writePack(kept))).toBe(0);
  });

  test('in shards, joined, has every row, every pair and every window that no two shards share', () => {
    const pinnedRows = rows.filter((row) => row % 5 === 0);
    const pinned = new Set(pinnedRows);
    const halves = [rows.filter((row) => row <= rows.length / 2), rows.filter((row) => row > rows.length / 2)];
    const joined = joinPacks(
      [
        cutPack(whole, { rows: pinnedRows, common: true }),
        ...halves.map((half) => cutPack(whole, { rows: half, pinned, common: false })),
      ].map(asRead),
    );
    expect([...joined.ids].sort()).toEqual([...whole.productIds].sort());
    expect(Object.keys(joined.sections)).toEqual(Object.keys(whole.sections));
    const together = (a: number, b: number): boolean =>
      (pinned.has(a) && pinned.has(b)) || halves.some((half) => half.includes(a) && half.includes(b));
    const back = asPack(joined);
    for (const section of ['rules', 'ease', 'complements'].filter((known) => whole.sections[known])) {
      const expected = pairsOf(whole, section).filter(({ from, to }) => together(from, to));
      const inWords = ({ from, to, weight }: ReturnType<typeof pairsOf>[number], { productIds }: Pack) =>
        `${productIds[from - 1]} ${productIds[to - 1]} ${weight}`;
      expect(
        pairsOf(back, section)
          .map((pair) => inWords(pair, back))
          .sort(),
      ).toEqual(expected.map((pair) => inWords(pair, whole)).sort());
    }
    for (const section of ['attention', 'als', 'svd', 'gru4rec', 'lightgcn'].filter((known) => whole.sections[known])) {
      const { items, codes } = whole.sections[section].tensors;
      const vectors = (items ?? codes).data;
      const own = (joined.sections[section].tensors.items ?? joined.sections[section].tensors.codes).data;
      const width = (items ?? codes).shape[1];
      back.productIds.forEach((id, place) => {
        const row = whole.productIds.indexOf(id) + 1;
        expect(own.subarray((place + 1) * width, (place + 2) * width)).toEqual(
          vectors.subarray(row * width, (row + 1) * width),
        );
      });
    }
    // It is a pack as any other.
    expect(() => readPack(writePack(back))).not.toThrow();
  });
});

test('what only shard 0 has is missed where it is not there: the sections that need it are left out', () => {
  const whole = packAt('attention.safetensors');
  const part = cutPack(whole, { rows: [1, 2, 3], common: false });
  expect(Object.keys(joinPacks([asRead(part)]).sections)).not.toContain('attention');
});

test('a section that is not known, or that one of the shards lacks, is left out', () => {
  const whole = packAt('one-byte.safetensors');
  const [name, ...others] = Object.keys(whole.sections);
  const strange = { ...whole.sections, strange: { options: {}, tensors: {} } };
  const cut = cutPack({ ...whole, sections: strange }, { rows: [1, 2], common: true });
  expect(Object.keys(cut.sections)).toEqual(Object.keys(whole.sections));
  const one = { ...asRead(cut), sections: { ...cut.sections, strange: strange.strange } };
  const two = asRead(cutPack(whole, { rows: [3, 4], common: false }));
  expect(
    Object.keys(joinPacks([one, { ...two, sections: { ...two.sections, strange: strange.strange } }]).sections),
  ).toEqual(Object.keys(whole.sections));
  const { [name]: _, ...rest } = two.sections;
  expect(Object.keys(joinPacks([one, { ...two, sections: rest }]).sections)).toEqual(others);
});

describe('shards that do not fit together are refused', () => {
  const halvesOf = (name: string): [PackPart, PackPart] => {
    const whole = packAt(name);
    return [
      asRead(cutPack(whole, { rows: [1, 2], common: true })),
      asRead(cutPack(whole, { rows: [3, 4], common: false })),
    ];
  };
  const refusal = (words: string) =>
    expect.objectContaining({ code: 'pack-corrupt', message: expect.stringContaining(words) });

  test('by a tensor that does not fit its own section', () => {
    const [one, other] = halvesOf('one-byte.safetensors');
    const section = nameOfVectors(one);
    const { items } = other.sections[section].tensors;
    other.sections[section].tensors.items = { ...items, shape: [items.shape[0], items.shape[1] + 1] };
    expect(() => joinPacks([one, other])).toThrow(refusal('items'));
  });

  test('by vectors of another width', () => {
    const [one, other] = halvesOf('one-byte.safetensors');
    const section = nameOfVectors(one);
    const { options, tensors } = other.sections[section];
    const width = tensors.items.shape[1] - 1;
    const rows = tensors.items.shape[0];
    tensors.items = { shape: [rows, width], data: new Int8Array(rows * width) };
    options.width = width;
    expect(() => joinPacks([one, other])).toThrow(refusal('differ in tensor items'));
  });

  test('by vectors that are written in another way', () => {
    const [one, other] = halvesOf('one-byte.safetensors');
    const section = nameOfVectors(one);
    const { options, tensors } = other.sections[section];
    const rows = tensors.items.shape[0];
    const { items: _, scales: __, ...rest } = tensors;
    const width = Number(options.width);
    other.sections[section].tensors = {
      ...rest,
      codes: { shape: [rows, 1], data: new Uint8Array(rows) },
      centroids: { shape: [1, 256, width], data: new Float32Array(256 * width) },
    };
    expect(() => joinPacks([one, other])).toThrow(refusal('differ in tensor items'));
  });

  test('by lists of other elements', () => {
    const file = packs.find((path) => packAt(path).sections.ease)!;
    const [one, other] = halvesOf(file);
    const { weights } = other.sections.ease.tensors;
    other.sections.ease.tensors.weights = { ...weights, data: Uint8Array.from(weights.data) };
    expect(() => joinPacks([one, other])).toThrow(refusal('differ in tensor weights'));
  });
});

const nameOfVectors = ({ sections }: PackPart): string =>
  Object.keys(sections).find((name) => 'width' in sections[name].options)!;

function pairsOf({ sections }: Pack, name: string) {
  const { items, offsets, weights, scales } = sections[name].tensors;
  return Array.from({ length: offsets.data.length - 1 }, (_, from) =>
    Array.from(items.data.subarray(offsets.data[from], offsets.data[from + 1]), (to, i) => ({
      from,
      to,
      weight: weights.data[offsets.data[from] + i] * scales.data[from],
    })),
  ).flat();
}

/** Windows of one product say nothing of two, and are not kept. */
function withoutSingles(pack: Pack): Pack {
  return {
    ...pack,
    sections: {
      ...pack.sections,
      knn: cutPack(pack, { rows: pack.productIds.map((_, i) => i + 1), common: true }).sections.knn,
    },
  };
}

const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const count = fc.nat({ max: 1e6 });
const entry = fc
  .record({
    digest,
    bytes: count,
    unpacked: fc.integer({ min: 1, max: 1e6 }),
    pack: count,
    products: count,
    categories: fc.dictionary(fc.string(), fc.integer({ min: 1, max: 1e6 })),
  })
  .map((shard) => ({ ...shard, pack: Math.min(shard.pack, shard.unpacked) }));
const index: fc.Arbitrary<ShardIndex> = fc.record({
  created: fc.constant('2026-01-02T03:04:05.000Z'),
  products: count,
  shards: fc.array(entry, { minLength: 1, maxLength: 5 }),
  pages: fc.array(fc.record({ digest, bytes: count }), { maxLength: 5 }),
  first: fc.array(fc.record({ id: fc.string() }), { maxLength: 3 }),
});

describe('the index', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(index, (whole) => {
        const read = readShardIndex(writeShardIndex(whole));
        expect(JSON.parse(JSON.stringify(read))).toEqual(
          JSON.parse(JSON.stringify(whole), (key, value) => (key === '__proto__' ? undefined : value)),
        );
      }),
    );
  });

  test('that was damaged anywhere is read, or refused as a pack is', () => {
    fc.assert(
      fc.property(index, fc.nat(), fc.string({ maxLength: 4 }), (whole, at, put) => {
        const text = writeShardIndex(whole);
        const place = at % text.length;
        try {
          const read = readShardIndex(text.slice(0, place) + put + text.slice(place + put.length + 1));
          expect(read.shards.length).toBeGreaterThan(0);
        } catch (error) {
          expect((error as { code: string }).code).toMatch(/^pack-(corrupt|version)$/);
        }
      }),
    );
  });

  test('of anything at all is read, or refused as a pack is', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => readShardIndex(text)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
      }),
    );
  });

  test.each([
    ['an HTML page', '<!doctype html><title>Not found</title>', 'pack-corrupt', 'HTML page'],
    [
      'half of it',
      writeShardIndex({ created: '2026-01-02', products: 1, shards: [], pages: [], first: [] }).slice(0, 40),
      'pack-corrupt',
      'no JSON',
    ],
    ['a later version', '{"format":"vitrine-shards","version":2}', 'pack-version', 'version 2'],
    [
      'no shard',
      writeShardIndex({ created: '2026-01-02', products: 1, shards: [], pages: [], first: [] }),
      'pack-corrupt',
      'shards',
    ],
  ])('%s is refused, and says why', (_, text, code, words) => {
    expect(() => readShardIndex(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });
});

describe('pages of ids', () => {
  test('name the shard of every product, and next to nothing for what is none', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => `product-${i * 7}`);
    const hashes = Uint32Array.from(ids, hashOfId);
    const shards = Uint16Array.from(ids, (_, i) => i % 97);
    const pages = writeIdPages(hashes, shards);
    const shardsOf = (id: string): number[] => {
      const hash = hashOfId(id);
      return shardsIn(pages[pageOf(hash, pages.length)].buffer, hash, 97);
    };
    ids.forEach((id, i) => {
      expect(shardsOf(id)).toContain(i % 97);
    });
    expect(pages.reduce((sum, { length }) => sum + length, 0)).toBe(6 * ids.length);
    expect(Math.max(...pages.map(({ length }) => length))).toBeLessThan(16_000);
    const named = ids.filter((id) => shardsOf(`no ${id}`).length > 0);
    expect(named.length).toBeLessThan(5);
  });

  test('find an id in each of its Unicode forms', () => {
    expect(hashOfId('Gläser'.normalize('NFD'))).toBe(hashOfId('Gläser'.normalize('NFC')));
  });

  test('name each shard of products with one hash, once; a shard that there is not is refused', () => {
    const [page] = writeIdPages(Uint32Array.of(7, 9, 9, 9), Uint16Array.of(0, 2, 1, 2));
    expect(shardsIn(page.buffer, 9, 3)).toEqual([2, 1]);
    expect(shardsIn(page.buffer, 8, 3)).toEqual([]);
    expect(() => shardsIn(page.buffer, 9, 2)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
    expect(() => shardsIn(page.buffer.slice(0, 5), 9, 3)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
  });

  test('of anything at all name shards that there are, or are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 2 ** 32 - 1 }), (bytes, hash) => {
        const page = new Uint8Array(bytes).buffer;
        try {
          for (const shard of shardsIn(page, hash, MOST_SHARDS)) expect(shard).toBeLessThan(MOST_SHARDS);
        } catch (error) {
          expect(error).toMatchObject({ code: 'pack-corrupt' });
        }
      }),
    );
  });
});
