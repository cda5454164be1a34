import type { Sequences } from '../../src/contract/sequences.ts';
import { featuresOf, OTHER_FEATURES } from '../../src/engine/ranking/candidate-features.ts';
import { saveLearnedRanker } from '../../src/engine/ranking/learned-ranker.ts';
import { FUSED } from '../../src/engine/sources/source-names.ts';
import { ATTENTION_DEFAULTS, AttentionModel } from '../../src/learning/models/attention.ts';
import { Random } from '../../src/learning/training/random.ts';
import type { PackSection } from '../../src/pack/pack.ts';
import { writePack } from '../../src/pack/pack-file.ts';
import { readSafetensors } from '../../src/pack/safetensors.ts';
import { encoderShapes } from '../../src/pack/sections/attention.ts';
import { countPopularity } from '../../src/trainer/fit/count-popularity.ts';
import { fitSessionKnn } from '../../src/trainer/fit/knn.ts';
import { initialWeights } from '../../src/trainer/fit/perceptron-training.ts';
import { fitSequentialRules } from '../../src/trainer/fit/rules.ts';
import { cutWindows } from '../../src/trainer/fit/session-windows.ts';
import { randomOf } from '../harness/random.ts';
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
  await put(`${origin}/made/${count}/shop-1.safetensors`, asFormat1(pack));
  return { visit: shop.visit, feedBytes: feed.byteLength, packBytes: pack.byteLength, sections: sectionBytes(pack) };
}

/** The same pack for builds that read format 1 only: of these sections nothing but the number differs. */
function asFormat1(pack: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = pack.slice();
  const headerEnd = 8 + Number(new DataView(copy.buffer).getBigUint64(0, true));
  const header = new TextDecoder('latin1').decode(copy.subarray(0, headerEnd));
  const at = /\\"version\\":2/.exec(header);
  if (at === null) throw new Error('the manifest names its format in another way now');
  copy[at.index + at[0].length - 1] = '1'.charCodeAt(0);
  return copy;
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
      created: '2026-01-01T00:00:00.000Z',
      unit: 'session',
      minShoppers: 1,
      weights: { attention: 1, rules: 1, knn: 1, successors: 1, predecessors: 1, content: 1, popular: 0.1 },
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
      ranker: unlearnedRanker(sequences, items),
    },
  });
}

function popularity(views: Int32Array, items: number): PackSection {
  const allTime = new Uint16Array(items + 1);
  for (const item of views) allTime[item]++;
  const data = { shape: [items + 1], data: allTime };
  return { options: { recentShare: 0 }, tensors: { allTime: data, recent: data } };
}

const HIDDEN = 32;

/** The learned ranker over all that `fused` sees of a candidate, with weights drawn at random: as slow as a learned one. */
function unlearnedRanker(sequences: Sequences, items: number): PackSection {
  const features = [...FUSED.flatMap(featuresOf), ...OTHER_FEATURES];
  const weights = initialWeights(features.length, HIDDEN, new Random(1));
  return saveLearnedRanker(features, countPopularity(sequences, null, items), weights);
}

/** Standard deviation of the numbers of an item vector. */
const SPREAD = 1 / 8;

/**
 * The attention model with weights drawn at random: as slow as a trained one. Its item vectors are drawn as a pack holds
 * them: rounding a million real ones would take longer than all else.
 */
function untrainedAttention(items: number): PackSection {
  const { width } = ATTENTION_DEFAULTS;
  const model = new AttentionModel();
  model.adopt(randomWeights({ ...encoderShapes(ATTENTION_DEFAULTS), items: [1, width] }, 1));
  const { options, tensors } = model.save();
  const { fine, ...encoder } = tensors;
  const { uniform } = randomOf(1);
  const rows = items + 1;
  const vectors = new Int8Array(rows * width);
  for (let i = width; i < vectors.length; i++) vectors[i] = Math.floor(uniform() * 255) - 127;
  return {
    options,
    tensors: {
      ...encoder,
      items: { shape: [rows, width], data: vectors },
      scales: { shape: [rows], data: new Float32Array(rows).fill((SPREAD * Math.sqrt(3)) / 127) },
    },
  };
}
