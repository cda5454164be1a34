import type { Catalogue, Feed } from '../../catalogue/catalogue.ts';
import type { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import { numbersOf } from '../../catalogue/filter.ts';
import { VitrineError } from '../../contract/errors.ts';
import { type Interest, interestsOf } from '../../contract/interests.ts';
import type { ProductId } from '../../contract/product.ts';
import type { ProductFilter } from '../../contract/recommendation.ts';
import type { Elsewhere, ShardsStatus } from '../../contract/shards.ts';
import { digestOf as shortDigestOf } from '../../kernels/compact/digest.ts';
import type { TextTable } from '../../kernels/compact/text-table.ts';
import { corruptPack } from '../../pack/corrupt-pack.ts';
import type { PackPart } from '../../pack/pack.ts';
import { hashOfId, pageOf, shardsIn } from '../../pack/shards/id-pages.ts';
import { joinPacks } from '../../pack/shards/join-packs.ts';
import { readShardIndex, type ShardFile, type ShardIndex } from '../../pack/shards/shard-index.ts';
import { fetchPieces, textOf } from '../intake/fetch-pieces.ts';
import type { PackFile, readPackFile } from '../intake/read-pack-file.ts';
import type { Connection } from '../storage/connection.ts';
import { ShardFiles, unpack } from './shard-files.ts';
import { ShardStore } from './shard-store.ts';
import { holding, shardsOfCategories, shardsOfWords } from './wanted-shards.ts';

/** Bytes of unpacked shards that lists are made of; beyond, those go that were needed longest ago. What serves takes about as much again. */
const MOST_AT_HAND = 6e6;
/** Latest products of the visitor whose shards a list is made with. */
const LATEST = 6;
/** Milliseconds for which what could not be had is left alone. */
const REST_MS = 10_000;
/** Rows of a feed that are read before other calls get their turn. */
const STRETCH = 2_000;
/** Bytes of an index. */
const LARGEST_INDEX = 32e6;
/** Milliseconds that the first list waits for the shards of the visitor's history. */
const OPENING_WAITS = 300;
/** Milliseconds that a search waits for shards. */
const SEARCH_WAITS = 1_000;

/** What the engine gives to this part of it. */
export interface ShardsHost {
  connection: Connection;
  /** The engine's own readers: what they make must be of its classes, and this script has others of the same names. */
  readPack: typeof readPackFile;
  builder: () => CatalogueBuilder;
  table: () => TextTable;
  /** What the visitor did before. */
  history: () => Promise<readonly Interest[]>;
  /** Makes lists of these products from then on, by what of the pack goes with them. */
  take: (feed: Feed, file: PackFile | undefined) => Promise<void>;
  catalogue: () => Catalogue;
  /** Products that were asked for came after the answer. */
  onLate: () => void;
  onProblem: (problem: VitrineError) => void;
}

/** What a list is asked for, as far as it says which products may be in it. */
export interface Asked {
  like: readonly ProductId[];
  among?: readonly ProductId[] | undefined;
  filter?: ProductFilter | undefined;
  sourceDeadline: number;
}

/** Goes into the answer. */
export interface Told {
  elsewhere?: Elsewhere;
}

/** A catalogue and its pack in shards, of which the page has those that its visitor needs. */
export interface Shards {
  forList(asked: Asked, history: readonly Interest[]): Promise<Told>;
  /** @param query as the page gave it */
  forSearch(query: unknown): Promise<Told>;
  forProducts(ids: readonly ProductId[]): Promise<void>;
  readonly status: ShardsStatus;
}

/**
 * A part of the engine that few shops need: a script of its own (workers/shards.ts). Resolves when there are products to make lists of.
 * @param url absolute address of the index
 * @throws VitrineError `pack-unreachable`, `pack-corrupt`, `pack-version`, `no-encryption`
 */
export async function openShards(url: string, host: ShardsHost): Promise<Shards> {
  if (globalThis.crypto?.subtle === undefined) {
    const remedy = 'Serve the page over HTTPS.';
    throw new VitrineError('no-encryption', 'Shards of a pack cannot be checked on this page.', { remedy });
  }
  let text = '';
  for await (const piece of textOf(fetchPieces(url, 'index of shards', 'pack-unreachable'))) {
    text += piece;
    if (text.length > LARGEST_INDEX) {
      const remedy = 'Train with fewer shards, or products with fewer categories.';
      throw new VitrineError('pack-too-large', `The index at ${url} is too large for a page.`, { remedy });
    }
  }
  const shards = new ShardedPack(url, readShardIndex(text), shortDigestOf(new TextEncoder().encode(text)), host);
  await shards.open();
  return shards;
}

interface Shard {
  pack: PackPart;
  /** Its products as JSON. */
  feed: Uint8Array;
  bytes: number;
}

class ShardedPack implements Shards {
  readonly #url: string;
  readonly #index: ShardIndex;
  readonly #digest: string;
  readonly #host: ShardsHost;
  readonly #files: ShardFiles;
  /** By number, in order of use: the first was needed longest ago. */
  readonly #atHand = new Map<number, Shard>();
  /** Numbers of those that lists are made of now. */
  #serving = '';
  readonly #coming = new Map<number, Promise<void>>();
  readonly #pages = new Map<number, Promise<ArrayBuffer>>();
  /** When what failed may be asked for again, by its digest. */
  readonly #rests = new Map<string, number>();
  #failures = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(url: string, index: ShardIndex, digest: string, host: ShardsHost) {
    this.#url = url;
    this.#index = index;
    this.#digest = digest;
    this.#host = host;
    this.#files = new ShardFiles(url, new ShardStore(host.connection));
  }

  /** With what the visitor's first list needs, where that is there soon; else with shard 0 alone. */
  async open(): Promise<void> {
    await this.#bring(async () => this.#ofProducts(latestOf(await this.#host.history())), OPENING_WAITS);
    if (this.#serving === '') await this.#load([0]);
    if (this.#serving !== '') return;
    const builder = this.#host.builder();
    for (const product of this.#index.first) builder.add(product);
    await this.#host.take(builder.feed(), undefined);
  }

  get status(): ShardsStatus {
    const { requests, bytes } = this.#files;
    return {
      url: this.#url,
      shards: this.#index.shards.length,
      atHand: this.#atHand.size,
      products: this.#index.products,
      requests,
      bytes,
      failures: this.#failures,
    };
  }

  async forList({ like, among, filter, sourceDeadline }: Asked, history: readonly Interest[]): Promise<Told> {
    const ids = among ?? [...like, ...latestOf(history)];
    const categories = among ? undefined : filter?.categories;
    await this.#bring(
      async () => [...this.#ofCategories(categories), ...(await this.#ofProducts(ids))],
      sourceDeadline,
    );
    return among ? {} : this.#told(categories);
  }

  async forSearch(query: unknown): Promise<Told> {
    // The search refuses what cannot be used.
    const { text, filter } = Object(query) as { text?: unknown; filter?: { categories?: unknown } | null };
    const categories = Array.isArray(filter?.categories) ? filter.categories.map(String) : undefined;
    const wanted = categories ? this.#ofCategories(categories) : shardsOfWords(this.#index.shards, String(text ?? ''));
    await this.#bring(async () => wanted, SEARCH_WAITS);
    return this.#told(categories);
  }

  async forProducts(ids: readonly ProductId[]): Promise<void> {
    await this.#bring(() => this.#ofProducts(ids), SEARCH_WAITS);
  }

  #ofCategories(names: readonly string[] | undefined): number[] {
    return names ? shardsOfCategories(this.#index.shards, names) : [];
  }

  /** Shards of products, each once; what no page of ids knows is in none. One that is in shard 0 has another too, of its kind. */
  async #ofProducts(ids: readonly ProductId[]): Promise<number[]> {
    const { pages, shards } = this.#index;
    const found = await Promise.all(
      ids.map(async (id) => {
        for (const [number, { pack }] of this.#atHand) if (number > 0 && pack.ids.numberOf(id) >= 0) return [number];
        const hash = hashOfId(id);
        const number = pageOf(hash, pages.length);
        const page = await this.#page(number);
        try {
          return page ? shardsIn(page, hash, shards.length) : [];
        } catch (cause) {
          this.#failed(pages[number], cause);
          return [];
        }
      }),
    );
    return [...new Set(found.flat())];
  }

  /** `undefined` where it cannot be had. */
  async #page(number: number): Promise<ArrayBuffer | undefined> {
    const file = this.#index.pages[number];
    let page = this.#pages.get(number);
    if (page === undefined) {
      if (file === undefined || this.#rest(file)) return undefined;
      page = this.#read(file);
      this.#pages.set(number, page);
    }
    return page.catch((cause) => {
      this.#pages.delete(number);
      this.#failed(file, cause);
      return undefined;
    });
  }

  /** Has these shards at hand, shard 0 besides, or goes on without those that are not there in time. */
  async #bring(wanted: () => Promise<number[]>, deadline: number): Promise<void> {
    const work = async (): Promise<boolean> => {
      const before = this.#serving;
      const numbers = [...new Set([...(await wanted()), 0])];
      await this.#load(numbers);
      return this.#serving !== before;
    };
    const brought = work();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, deadline, 'late');
    });
    if ((await Promise.race([brought, late])) === 'late')
      void brought.then((changed) => changed && this.#host.onLate());
    clearTimeout(timer);
  }

  /** Never rejects. */
  async #load(numbers: readonly number[]): Promise<void> {
    for (const number of numbers) {
      const shard = this.#atHand.get(number);
      if (shard === undefined) continue;
      this.#atHand.delete(number);
      this.#atHand.set(number, shard);
    }
    await Promise.all(
      numbers.map((number) => {
        if (this.#atHand.has(number)) return undefined;
        const coming = this.#coming.get(number) ?? this.#readShard(number).finally(() => this.#coming.delete(number));
        this.#coming.set(number, coming);
        return coming;
      }),
    );
    this.#turn = this.#turn.then(() => this.#serve(numbers)).catch((problem) => this.#tell(problem));
    await this.#turn;
  }

  async #readShard(number: number): Promise<void> {
    const entry = this.#index.shards[number];
    if (this.#rest(entry)) return;
    try {
      const bytes = await unpack(await this.#read(entry), entry.unpacked);
      const { pack } = await this.#host.readPack(bytes.slice(0, entry.pack).buffer);
      const shard = { pack, feed: bytes.subarray(entry.pack), bytes: bytes.length };
      // One that cannot be read must not keep the others from being joined.
      joinPacks([pack], this.#host.table());
      productsOf(shard);
      this.#atHand.set(number, shard);
    } catch (cause) {
      this.#failed(entry, cause);
    }
  }

  #read(file: ShardFile): Promise<ArrayBuffer> {
    return this.#files.read(file, this.#rests.has(file.digest));
  }

  /** Whether it could not be had a moment ago. */
  #rest({ digest }: ShardFile): boolean {
    return performance.now() < (this.#rests.get(digest) ?? 0);
  }

  #failed({ digest }: ShardFile, cause: unknown): void {
    this.#rests.set(digest, performance.now() + REST_MS);
    this.#failures++;
    this.#tell(cause);
  }

  #tell(cause: unknown): void {
    const { code } = VitrineError.from(cause, 'pack-unreachable');
    const message = 'A shard of the pack cannot be used; lists and searches do without its products.';
    const remedy = 'Upload all files that one run of `vitrine train --shards` wrote, the index last (docs/shards.md).';
    this.#host.onProblem(new VitrineError(code, message, { remedy, cause }));
  }

  /** Makes lists of the shards at hand, where they are others than before. @param needed those that stay */
  async #serve(needed: readonly number[]): Promise<void> {
    this.#makeRoom(needed);
    const numbers = [...this.#atHand.keys()].sort((a, b) => a - b);
    if (numbers.length === 0 || `${numbers}` === this.#serving) return;
    const shards = numbers.map((number) => this.#atHand.get(number)!);
    const builder = this.#host.builder();
    for (const shard of shards) {
      for (const product of productsOf(shard)) {
        builder.add(product);
        if (builder.size % STRETCH === 0) await new Promise((resolve) => setTimeout(resolve));
      }
    }
    const pack = joinPacks(
      shards.map((shard) => shard.pack),
      this.#host.table(),
    );
    const bytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
    await this.#host.take(builder.feed(), { pack, bytes, digest: this.#digest });
    this.#serving = `${numbers}`;
  }

  #makeRoom(needed: readonly number[]): void {
    let bytes = [...this.#atHand.values()].reduce((sum, shard) => sum + shard.bytes, 0);
    for (const [number, shard] of this.#atHand) {
      if (bytes <= MOST_AT_HAND || number === 0 || needed.includes(number)) continue;
      this.#atHand.delete(number);
      bytes -= shard.bytes;
    }
  }

  /** How many products of these categories, or of all, are in shards that are not here. */
  #told(categories?: readonly string[]): Told {
    const { shards, products } = this.#index;
    const all = categories
      ? shards.slice(1).reduce((sum, shard) => sum + Math.min(shard.products, holding(shard, categories)), 0)
      : products;
    const away = Math.max(0, all - here(this.#host.catalogue(), categories));
    if (away === 0) return {};
    const message = `${away} of ${all} products that may fit are in shards that are not in this page yet.`;
    return { elsewhere: { products: away, message } };
  }
}

/** The latest products of a visitor, newest first. */
function latestOf(history: readonly Interest[]): ProductId[] {
  const newestFirst = interestsOf(history)
    .map(({ product }) => product)
    .reverse();
  return [...new Set(newestFirst)].slice(0, LATEST);
}

/** @throws VitrineError `pack-corrupt` */
function productsOf({ feed }: Shard): readonly unknown[] {
  try {
    const products: unknown = JSON.parse(new TextDecoder().decode(feed));
    if (Array.isArray(products)) return products;
  } catch {
    // It is no JSON, and so no list.
  }
  throw corruptPack('the feed of a shard is no list');
}

/** Products of the catalogue, of these categories or of all. */
function here({ products, features }: Catalogue, names?: readonly string[]): number {
  if (names === undefined) return products;
  const numbers = names.flatMap((name) => numbersOf(features.categories, name));
  return numbers.reduce((sum, number) => sum + features.holdersOf(number), 0);
}
