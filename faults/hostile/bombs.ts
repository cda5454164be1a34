import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

/** Pieces of bytes without an end. @param piece of a running number */
function endless(piece: (n: number) => string): ReadableStream<Uint8Array> {
  let n = 0;
  const encoder = new TextEncoder();
  return new ReadableStream({ pull: (controller) => controller.enqueue(encoder.encode(piece(n++))) });
}

/** A text so many times, packed as it is written: it never lies in memory whole. */
async function archiveOf(times: number, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = Readable.from(Array(times).fill(Buffer.from(text))).pipe(createGzip({ level: 1 }));
  const pieces: Buffer[] = [];
  for await (const piece of packed) pieces.push(piece as Buffer);
  return new Uint8Array(Buffer.concat(pieces));
}

const row = (n: number): string =>
  JSON.stringify({ id: `p${n}`, title: `Product ${n}`, description: 'wool '.repeat(900) });
const rows = (n: number): string => Array.from({ length: 50 }, (_, i) => row(50 * n + i)).join(',');

export const endlessFeeds = (): Record<string, () => BodyInit | Promise<BodyInit>> => ({
  'a list of products without an end': () => endless((n) => (n === 0 ? '[' : ',') + rows(n)),
  'the same product for ever': () =>
    endless((n) => `${n === 0 ? '[' : ','}${Array(2_000).fill('{"id":"a"}').join(',')}`),
  'blanks without an end': () => endless(() => ' '.repeat(1 << 20)),
  'one entry without an end': () => endless((n) => (n === 0 ? '[{"id":"' : 'x'.repeat(1 << 20))),
  'a table row without an end': () => endless((n) => (n === 0 ? 'id,title\n' : 'x,'.repeat(1 << 19))),
  'an XML element without an end': () =>
    endless((n) => (n === 0 ? '<rss><channel><item><title>' : 'x'.repeat(1 << 20))),
  'blanks in an archive': () => archiveOf(700, ' '.repeat(1_000_000)),
  'products in an archive': () => archiveOf(700, `${row(0)}\n`.repeat(200)),
});

export const largeTexts = (): Record<string, () => string> => ({
  'a million open lists': () => '['.repeat(1_000_000),
  'a million open objects': () => '{"a":'.repeat(1_000_000),
  'a million open elements': () => `<rss>${'<item>'.repeat(1_000_000)}`,
  'a line of sixteen million units': () => `id,title\n${'x'.repeat(16_000_000)}`,
  'a million quotes': () => `id,title\n${'"'.repeat(1_000_000)}`,
  'a million cells': () => `id${',a'.repeat(1_000_000)}\n`,
  'a million references': () => `id,title\na,${'&amp;'.repeat(1_000_000)}`,
});

/** A pack's header that tells of such tensors, and nothing after it. */
function packHeader(
  tensors: Record<string, { dtype: string; shape: number[]; bytes: number }>,
  sections: object,
): ArrayBuffer {
  const manifest = {
    format: 'vitrine-pack',
    version: 2,
    created: '2026-01-01T00:00:00.000Z',
    unit: 'visitor',
    minShoppers: 1,
    weights: {},
    metrics: {},
    sections,
  };
  const header: Record<string, unknown> = { __metadata__: { vitrine: JSON.stringify(manifest) } };
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [end, end + bytes] };
    end += bytes;
  }
  const json = Buffer.from(JSON.stringify(header));
  const file = Buffer.alloc(8 + json.length);
  file.writeBigUInt64LE(BigInt(json.length));
  json.copy(file, 8);
  return new Uint8Array(file).buffer;
}

export const largePacks = (): Record<string, () => ArrayBuffer> => ({
  'a pack that tells of thirty gigabytes': () =>
    packHeader({ 'products/ids': { dtype: 'U8', shape: [30e9], bytes: 30e9 } }, {}),
  'a pack whose codes stand for two gigabytes': () =>
    packHeader({ 'svd/codes': { dtype: 'U8', shape: [4_000_000, 2], bytes: 8_000_000 } }, { svd: { width: 512 } }),
  'a header that tells of more bytes than there are': () => {
    const file = new Uint8Array(16);
    new DataView(file.buffer).setBigUint64(0, 2n ** 60n, true);
    return file.buffer;
  },
});

export const largePayloads = (): Record<string, () => unknown> => ({
  'a payload of ten million entries': () => Array(1e7),
  'a payload with a million products': () => ({
    name: 'view_item',
    items: Array.from({ length: 1e6 }, () => ({ item_id: 'a' })),
  }),
  'a payload that holds itself': () => {
    const payload: Record<string, unknown> = { name: 'view_item' };
    payload.items = [payload];
    return payload;
  },
  'a payload with a text of fifty million units': () => ({ name: 'view_item', items: [{ item_id: 'x'.repeat(5e7) }] }),
  'a payload whose fields throw': () =>
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
        has: () => true,
        ownKeys: () => {
          throw new Error('no');
        },
      },
    ),
});
