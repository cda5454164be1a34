import type { VitrineError } from '../../contract/errors.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { corruptPack, otherVersion } from '../corrupt-pack.ts';

const FORMAT = 'vitrine-shards';
const VERSION = 1;
/** Shards of an index: their numbers have two bytes (`id-pages.ts`). */
export const MOST_SHARDS = 0xffff;

/** A file beside the index, named by its digest: what a name leads to never changes, and files of two trainings cannot mix. */
export interface ShardFile {
  /** SHA-256 of the file, in hexadecimal digits. */
  digest: string;
  /** Of the file. */
  bytes: number;
}

/** One shard: a pack and the feed of its products, one after the other, compressed by gzip. */
export interface ShardEntry extends ShardFile {
  /** Bytes that it has when it is not compressed any more. */
  unpacked: number;
  /** Of these, the first are the pack; the others are the feed, a JSON list of products. */
  pack: number;
  /** Products of the feed. */
  products: number;
  /** How many of them are in each category. */
  categories: Readonly<Record<string, number>>;
}

/** What a page reads first of a pack in shards. */
export interface ShardIndex {
  /** ISO date of the training. */
  created: string;
  /** Products of all shards, each counted once. */
  products: number;
  /**
   * Shard 0 is in every page: it has the most popular products, which the other shards have too, and all that a pack has but once,
   * such as the weights of an encoder.
   */
  shards: readonly ShardEntry[];
  /** In which shard a product is, by the hash of its id: see `id-pages.ts`. */
  pages: readonly ShardFile[];
  /** Records of some of the most popular products: a list can be made of them where no shard can be had. */
  first: readonly unknown[];
}

/** The name of a file beside the index. */
export const nameOf = ({ digest }: ShardFile): string => `${digest}.shard`;

/** As an index gives it. */
export async function digestOf(bytes: ArrayBuffer): Promise<string> {
  const sha = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(sha, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const File = {
  digest: plain.check(plain.anyText, (text) => /^[0-9a-f]{64}$/.test(text), 'a SHA-256 digest'),
  bytes: plain.whole(0, 2 ** 30),
};
const Entry = plain.check(
  plain.fields({
    ...File,
    unpacked: plain.whole(1, 2 ** 30),
    pack: plain.whole(0),
    products: plain.whole(0),
    categories: plain.record(plain.whole(1)),
  }),
  ({ unpacked, pack }) => pack <= unpacked,
  'of a pack that is not longer than the shard',
);
const Form = plain.fields({ format: plain.oneOf([FORMAT]), version: plain.finite });
const Index = plain.fields({
  created: plain.date,
  products: plain.whole(0),
  shards: plain.list(Entry, 1, MOST_SHARDS),
  pages: plain.list(plain.fields(File)),
  first: plain.list(plain.anything),
});

export const writeShardIndex = (index: ShardIndex): string =>
  JSON.stringify({ format: FORMAT, version: VERSION, ...index });

/**
 * Reads an index that nobody vouches for.
 * @throws VitrineError `pack-corrupt`, `pack-version`
 */
export function readShardIndex(text: string): ShardIndex {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw corruptPack(text.trimStart().startsWith('<') ? 'its index is an HTML page' : 'its index is no JSON', cause);
  }
  const refuse = (what: string): VitrineError => corruptPack(`of its index, ${what}`);
  const { version } = plain.read(Form, json, refuse);
  if (version !== VERSION) throw otherVersion('its index', version, `${VERSION}`);
  return plain.read(Index, json, refuse);
}

/** Whether a text is the beginning of an index. */
export const startsShardIndex = (text: string): boolean => text.startsWith(`{"format":"${FORMAT}"`);
