import type { Shopper } from './event-log.ts';

/**
 * A pack of plain counts, made in the page from a visitor's own log: what is popular, and what shoppers went on to.
 * It is written from the public description of the format alone (docs/pack.md), as any other trainer would.
 */

/** Pairs up to so many steps apart count. */
const WINDOW = 5;
/** Rules kept of each product. */
const TOP = 40;
const LARGEST_POPULARITY = 65_535;
const LARGEST_WEIGHT = 255;

type Data = Float32Array | Uint32Array | Uint16Array | Uint8Array;

/** @returns the bytes of a pack with the sections `popular` and `rules` */
export function countPack(ids: readonly string[], shoppers: readonly Shopper[]): ArrayBuffer {
  const rowOf = new Map(ids.map((id, i) => [id, i + 1]));
  const counts = new Float64Array(ids.length + 1);
  const pairs = Array.from({ length: ids.length + 1 }, () => new Map<number, number>());
  for (const { events } of shoppers) {
    const rows = events.map(({ item }) => rowOf.get(item)!).filter((row, i, all) => row !== all[i - 1]);
    rows.forEach((row, i) => {
      counts[row]++;
      for (let step = 1; step <= WINDOW && i + step < rows.length; step++) {
        const next = rows[i + step];
        if (next !== row) pairs[row].set(next, (pairs[row].get(next) ?? 0) + 1 / step);
      }
    });
  }
  const popular = scaled(counts);
  return safetensors(
    { rules: { last: 5, decay: 0.7, session: false }, popular: { recentShare: 0 } },
    { ...rulesTensors(pairs, counts), 'popular/allTime': popular, 'popular/recent': popular, ...idTensors(ids) },
  );
}

/** For each product its strongest rules: their products, weights of 1…255, and the scale that gives the share back. */
function rulesTensors(pairs: readonly ReadonlyMap<number, number>[], counts: Float64Array): Record<string, Data> {
  const kept = pairs.map((rules) => [...rules].sort(([a, x], [b, y]) => y - x || a - b).slice(0, TOP));
  const offsets = new Uint32Array(pairs.length + 1);
  kept.forEach((rules, row) => {
    offsets[row + 1] = offsets[row] + rules.length;
  });
  return {
    'rules/offsets': offsets,
    'rules/items': Uint32Array.from(kept.flatMap((rules) => rules.map(([item]) => item))),
    'rules/scales': Float32Array.from(kept, (rules, row) =>
      rules.length === 0 ? 0 : rules[0][1] / LARGEST_WEIGHT / counts[row],
    ),
    'rules/weights': Uint8Array.from(
      kept.flatMap((rules) =>
        rules.map(([, weight]) => Math.max(1, Math.round((weight / rules[0][1]) * LARGEST_WEIGHT))),
      ),
    ),
  };
}

function scaled(counts: Float64Array): Uint16Array {
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  return Uint16Array.from(counts, (count) => Math.ceil((count / most) * LARGEST_POPULARITY));
}

function idTensors(ids: readonly string[]): Record<string, Data> {
  const encoder = new TextEncoder();
  const encoded = ids.map((id) => encoder.encode(id));
  const offsets = new Uint32Array(ids.length + 1);
  encoded.forEach(({ length }, i) => {
    offsets[i + 1] = offsets[i] + length;
  });
  const text = new Uint8Array(offsets[ids.length]);
  encoded.forEach((bytes, i) => {
    text.set(bytes, offsets[i]);
  });
  return { 'products/ids': text, 'products/offsets': offsets };
}

const TYPES = new Map<unknown, string>([
  [Float32Array, 'F32'],
  [Uint32Array, 'U32'],
  [Uint16Array, 'U16'],
  [Uint8Array, 'U8'],
]);

/** safetensors: the header's length in 8 bytes, a JSON header, then the tensors, those of the widest elements first. */
function safetensors(sections: Record<string, object>, tensors: Record<string, Data>): ArrayBuffer {
  const manifest = {
    format: 'vitrine-pack',
    version: 2,
    created: new Date().toISOString(),
    unit: 'visitor',
    minShoppers: 1,
    weights: { rules: 1, content: 0.35, popular: 0.1 },
    metrics: {},
    sections,
  };
  const ordered = Object.entries(tensors).sort(([, a], [, b]) => b.BYTES_PER_ELEMENT - a.BYTES_PER_ELEMENT);
  const header: Record<string, unknown> = { __metadata__: { vitrine: JSON.stringify(manifest) } };
  let end = 0;
  for (const [name, data] of ordered) {
    header[name] = {
      dtype: TYPES.get(data.constructor),
      shape: [data.length],
      data_offsets: [end, end + data.byteLength],
    };
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(0x20, 8 + json.length, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let at = start;
  for (const [, data] of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes.buffer;
}
