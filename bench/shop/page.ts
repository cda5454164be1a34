import { SASREC_DEFAULTS, SasRec } from '../../src/models/sasrec.ts';
import { inPrecision } from '../../src/models/vector-precision.ts';
import { encoderShapes } from '../../src/pack/attention-section.ts';
import type { PackSection } from '../../src/pack/pack.ts';
import { writePack } from '../../src/pack/pack-file.ts';
import { readSafetensors } from '../../src/pack/safetensors.ts';
import { fitSessionKnn } from '../../src/retrieval/fit-knn.ts';
import { fitSequentialRules } from '../../src/retrieval/fit-rules.ts';
import { cutWindows } from '../../src/retrieval/session-windows.ts';
import { randomWeights } from '../harness/random-weights.ts';
import { type SimulatedShop, simulateShop } from './simulated-shop.ts';

export interface MadeShop {
  /** Places in the feed of the products that one more visitor views. */
  visit: number[];
  feedBytes: number;
  packBytes: number;
  /** Bytes of the pack's tensors, by section. */
  sections: Record<string, number>;
}

/** Makes a shop and leaves its feed and its pack with the server at `origin`. Answers with a visit through it. */
export async function make(origin: string, count: number, seed: number): Promise<MadeShop> {
  const shop = simulateShop(count, seed);
  const pack = packOf(shop);
  const feed = new TextEncoder().encode(JSON.stringify(shop.products));
  await put(`${origin}/made/${count}/products.json`, feed);
  await put(`${origin}/made/${count}/shop.safetensors`, pack);
  return { visit: shop.visit, feedBytes: feed.byteLength, packBytes: pack.byteLength, sections: sectionBytes(pack) };
}

function sectionBytes(pack: Uint8Array<ArrayBuffer>): Record<string, number> {
  const bytes: Record<string, number> = {};
  for (const [name, { data }] of Object.entries(readSafetensors(pack).tensors)) {
    const [section] = name.split('/');
    bytes[section] = (bytes[section] ?? 0) + data.byteLength;
  }
  return bytes;
}

async function put(address: string, body: BodyInit): Promise<void> {
  const { ok, status } = await fetch(address, { method: 'PUT', body });
  if (!ok) throw new Error(`${address}: ${status}`);
}

function packOf({ products, sequences }: SimulatedShop): Uint8Array<ArrayBuffer> {
  const items = products.length;
  const shoppers = Int32Array.from({ length: sequences.offsets.length - 1 }, (_, i) => i);
  const { windows } = cutWindows(sequences, shoppers, items, { length: 8, minShoppers: 1 });
  return writePack({
    manifest: {
      format: 'vitrine-pack',
      version: 1,
      created: '2026-01-01T00:00:00.000Z',
      unit: 'session',
      minShoppers: 1,
      weights: { attention: 1, rules: 1, knn: 1, popular: 0.1 },
      metrics: {},
    },
    productIds: products.map(({ id }) => id),
    sections: {
      rules: fitSequentialRules(sequences, shoppers, items, {
        last: 5,
        decay: 0.8,
        session: false,
        window: 5,
        backward: 0.5,
        rowPower: 0,
        distancePower: 1,
        top: 40,
        minShoppers: 1,
      }),
      knn: fitSessionKnn(windows, items, {
        last: 5,
        decay: 0.8,
        session: false,
        recent: 500,
        neighbours: 100,
        lengthPower: 0.5,
        sharpness: 1,
        distancePower: 0.5,
        backward: 0.8,
      }),
      attention: untrainedAttention(items),
      popular: popularity(sequences.items, items),
    },
  });
}

function popularity(views: Int32Array, items: number): PackSection {
  const allTime = new Uint16Array(items + 1);
  for (const item of views) allTime[item]++;
  const data = { shape: [items + 1], data: allTime };
  return { options: { recentShare: 0 }, tensors: { allTime: data, recent: data } };
}

/** The attention model with weights drawn at random: as slow as a trained one. */
function untrainedAttention(items: number): PackSection {
  const shapes = { ...encoderShapes(SASREC_DEFAULTS), items: [items + 1, SASREC_DEFAULTS.width] };
  const model = new SasRec();
  model.adopt(randomWeights(shapes, 1));
  return inPrecision(model.save(), 'int8', 1);
}
