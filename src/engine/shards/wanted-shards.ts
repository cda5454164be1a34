import type { ShardEntry } from '../../pack/shards/shard-index.ts';

/** Shards that one list or search brings for categories: those that have most of them. */
const MOST = 4;
/** A word of a query and one of a category are the same where they begin with as many letters and the rest is an ending. */
const STEM = 4;
const LONGEST_ENDING = 3;

const plain = (name: string): string => name.trim().normalize().toLowerCase();

/** Products of a shard that are in any of these categories, whatever their case; of a product that is in two, both count. */
export function holding({ categories }: ShardEntry, names: readonly string[]): number {
  const exact = names.reduce((sum, name) => sum + (Object.hasOwn(categories, name) ? categories[name] : 0), 0);
  if (exact > 0) return exact;
  const wanted = names.map(plain);
  return Object.entries(categories).reduce((sum, [name, count]) => sum + (wanted.includes(plain(name)) ? count : 0), 0);
}

/** Numbers of the shards that have most products of these categories. */
export const shardsOfCategories = (shards: readonly ShardEntry[], names: readonly string[]): number[] =>
  mostOf(shards.map((shard) => holding(shard, names)));

/** Numbers of the shards whose categories are called by words of this text. */
export function shardsOfWords(shards: readonly ShardEntry[], text: string): number[] {
  const words = wordsOf(text);
  const known = new Map<string, number>();
  const matched = (category: string): number => {
    let count = known.get(category);
    if (count === undefined) {
      const own = wordsOf(category);
      // Some languages write no spaces: there a category is found as a whole.
      count =
        words.filter((word) => own.some((other) => sameStem(word, other))).length ||
        Number(plain(text).includes(plain(category)));
      known.set(category, count);
    }
    return count;
  };
  const best = Math.max(0, ...shards.flatMap(({ categories }) => Object.keys(categories).map(matched)));
  if (best === 0) return [];
  return mostOf(
    shards.map(({ categories }) =>
      Object.entries(categories).reduce((sum, [name, count]) => sum + (matched(name) === best ? count : 0), 0),
    ),
  );
}

function mostOf(counts: readonly number[]): number[] {
  const some = [...counts.keys()].filter((number) => counts[number] > 0);
  return some.sort((a, b) => counts[b] - counts[a] || a - b).slice(0, MOST);
}

const wordsOf = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

function sameStem(a: string, b: string): boolean {
  if (a === b) return true;
  const stem = Math.min(a.length, b.length) - (a.length === b.length ? 1 : 0);
  return stem >= STEM && Math.max(a.length, b.length) - stem <= LONGEST_ENDING && a.slice(0, stem) === b.slice(0, stem);
}
