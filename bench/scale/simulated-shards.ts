import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from '../../src/contract/product.ts';
import type { Sequences } from '../../src/contract/sequences.ts';
import { writeSection } from '../../src/pack/layout.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { SVD } from '../../src/pack/sections/svd.ts';
import { writeVectors } from '../../src/pack/sections/vectors.ts';
import { cutPack } from '../../src/pack/shards/cut-pack.ts';
import { knn } from '../../src/trainer/fit/knn.ts';
import { popular } from '../../src/trainer/fit/popular.ts';
import { rules } from '../../src/trainer/fit/rules.ts';
import { ShardWriter } from '../../src/trainer/shards/shard-writer.ts';
import { randomOf } from '../harness/random.ts';

/** Products of a shard; those of one category. */
const PRODUCTS_A_SHARD = 1000;
const EVENTS_A_PRODUCT = 10;
/** Of popularity over rank, within a category and over categories, as in Amazon's Beauty department (`simulated-log.ts`). */
const POPULARITY_EXPONENT = 0.65;
/** Products near which a visitor stays, and how often. */
const NEIGHBOURHOOD = 50;
const STAYS = 0.7;
/** Events of one visitor in one category. */
const VISIT = 8;
const WIDTH = 64;
/** How far products lie from the centre of their kind, in each number of a vector of length 1. */
const SPREAD = 0.1;
/** Logs that are simulated; the shards have them in turn, over products of their own. */
const LOGS = 20;
const SYLLABLES = 'am ber bir ce dar del em fjor gro ha iri ju kel lin ma nor'.split(' ');
const WORDS = SYLLABLES.length ** 3;
const WEIGHTS = { svd: 1, rules: 1, knn: 1, popular: 0.01 };

export interface SimulatedShards {
  products: number;
  shards: number;
  /** Of all files. */
  bytes: number;
  indexBytes: number;
  /** Ids of the products of twenty pages of each visit. */
  visits: string[][];
}

/**
 * Writes a shop of so many products in shards: real counts of simulated logs with heavy tails, vectors around the centres of kinds, and a
 * feed. It holds one shard at a time. The same seed gives the same shop.
 */
export async function writeSimulatedShards(
  folder: string,
  products: number,
  { visits, pages, seed }: { visits: number; pages: number; seed: number },
): Promise<SimulatedShards> {
  const random = randomOf(seed);
  const { uniform } = random;
  const ranked = (count: number): number => {
    const power = 1 - POPULARITY_EXPONENT;
    return Math.min(count, Math.floor((1 + (count ** power - 1) * uniform()) ** (1 / power))) - 1;
  };
  const logs = Array.from({ length: LOGS }, () => countsOf(logOf(ranked, uniform)));
  const shards = Math.ceil(products / PRODUCTS_A_SHARD);
  const productsOf = (shard: number) =>
    Array.from({ length: PRODUCTS_A_SHARD }, (_, place) => productOf(shard, place, random));
  let bytes = 0;
  const writer = new ShardWriter(async (name, file) => {
    bytes += file.length;
    writeFileSync(join(folder, name), file);
  });
  // The best of each category, the best categories first, make the shard that every page reads.
  const best = Array.from({ length: PRODUCTS_A_SHARD }, (_, i) =>
    productOf(i % shards, Math.floor(i / shards), random),
  );
  await writer.add(packOf(best, logs[0], random, true), best);
  for (let shard = 0; shard < shards; shard++) {
    const own = productsOf(shard);
    await writer.add(packOf(own, logs[shard % LOGS], random, false), own);
  }
  const index = await writer.end();
  writeFileSync(join(folder, 'shop.json'), index);
  const visitOf = (): string[] => {
    let category = ranked(shards);
    let centre = ranked(PRODUCTS_A_SHARD);
    return Array.from({ length: pages }, () => {
      if (uniform() >= STAYS) {
        category = ranked(shards);
        centre = ranked(PRODUCTS_A_SHARD);
      }
      return idOf(category, (centre + ranked(NEIGHBOURHOOD)) % PRODUCTS_A_SHARD);
    });
  };
  return {
    products: shards * PRODUCTS_A_SHARD,
    shards,
    bytes: bytes + index.length,
    indexBytes: index.length,
    visits: Array.from({ length: visits }, visitOf),
  };
}

const idOf = (shard: number, place: number): string => `sku-${shard * PRODUCTS_A_SHARD + place}`;

function productOf(shard: number, place: number, { uniform, normal }: ReturnType<typeof randomOf>): Product {
  const word = (): string => {
    const rank = Math.floor(WORDS ** uniform()) - 1;
    return [rank % 16, Math.floor(rank / 16) % 16, Math.floor(rank / 256)].map((at) => SYLLABLES[at]).join('');
  };
  const id = idOf(shard, place);
  return {
    id,
    title: Array.from({ length: 5 }, word).join(' '),
    categories: [`Department ${shard % 20}`, `Category ${shard}`],
    brand: `Brand ${Math.floor(uniform() * 200)}`,
    price: Math.round(Math.exp(3 + normal()) * 100) / 100,
    currency: 'EUR',
    url: `/p/${id}`,
    image: `/i/${id}.webp`,
  };
}

/** A log of the products of one category. */
function logOf(ranked: (count: number) => number, uniform: () => number): Sequences {
  const items: number[] = [];
  const offsets = [0];
  while (items.length < EVENTS_A_PRODUCT * PRODUCTS_A_SHARD) {
    const centre = ranked(PRODUCTS_A_SHARD);
    for (let step = 0; step < VISIT; step++) {
      const near = uniform() < STAYS ? centre + ranked(NEIGHBOURHOOD) : ranked(PRODUCTS_A_SHARD);
      items.push(1 + (near % PRODUCTS_A_SHARD));
    }
    offsets.push(items.length);
  }
  return { items: Int32Array.from(items), offsets: Int32Array.from(offsets) };
}

function countsOf(sequences: Sequences): Pack['sections'] {
  const shoppers = Int32Array.from({ length: sequences.offsets.length - 1 }, (_, i) => i);
  const productIds = Array.from({ length: PRODUCTS_A_SHARD }, (_, place) => String(place));
  const log = { productIds, shopperIds: [], sequences, shoppers, times: null, names: null };
  const context = { items: PRODUCTS_A_SHARD, minShoppers: 1, unit: 'visitor' } as const;
  return {
    rules: rules.count(log, rules.defaults, context),
    knn: knn.count(log, knn.defaults, context),
    popular: popular.count(log, popular.defaults, context),
  };
}

function packOf(
  products: readonly Product[],
  counts: Pack['sections'],
  { normal }: ReturnType<typeof randomOf>,
  common: boolean,
): Pack {
  const centres = Array.from({ length: PRODUCTS_A_SHARD / NEIGHBOURHOOD }, () =>
    Float32Array.from({ length: WIDTH }, () => normal() / Math.sqrt(WIDTH)),
  );
  const table = new Float32Array((products.length + 1) * WIDTH);
  products.forEach((_, place) => {
    const centre = centres[Math.floor(place / NEIGHBOURHOOD)];
    const own = table.subarray((place + 1) * WIDTH, (place + 2) * WIDTH);
    for (let k = 0; k < WIDTH; k++) own[k] = centre[k] + SPREAD * normal();
    const length = Math.hypot(...own);
    for (let k = 0; k < WIDTH; k++) own[k] /= length;
  });
  const reading = new Float32Array(products.length + 1).fill(1);
  const { fine: _, ...int8 } = writeVectors(table, WIDTH).tensors;
  const svd = writeSection(SVD, products.length, { width: WIDTH, decay: 0.8 }, { reading }, int8);
  const manifest = {
    created: '2026-01-01T00:00:00.000Z',
    unit: 'visitor',
    minShoppers: 1,
    weights: WEIGHTS,
    metrics: {},
  } as const;
  const whole = { manifest, productIds: products.map(({ id }) => id), sections: { ...counts, svd } };
  return cutPack(whole, { rows: products.map((_, place) => place + 1), common });
}
