import { Random } from '../../learning/training/random.ts';

/** Pictures as vectors of length 1: the dot product of two says how alike they are. */
export interface Seen {
  /** [count, width] */
  vectors: Float32Array;
  width: number;
}

export interface NeighbourQuality {
  /** Share of the pictures whose nearest other one is of their kind. */
  nearest: number;
  /** Share of each picture's five nearest others that are of its kind. */
  precision5: number;
}

const DEPTH = 5;
/** Draws of a few kinds, and the kinds and pictures of each in one. */
const DRAWS = 100;
const FEW_KINDS = 10;
const FEW_PICTURES = 11;

/** Of pictures whose kind has at least five others here, among all of them. */
export function amongAll(seen: Seen, kinds: readonly string[]): NeighbourQuality & { pictures: number; kinds: number } {
  const counts = countsOf(kinds);
  const asked = [...kinds.keys()].filter((i) => counts.get(kinds[i])! > DEPTH);
  const quality = qualityOf(seen, kinds, asked, [...kinds.keys()]);
  return { ...quality, pictures: asked.length, kinds: new Set(asked.map((i) => kinds[i])).size };
}

/**
 * Eleven pictures each of ten kinds, among themselves: the mean over a hundred draws of the pictures, and of the kinds where more
 * are given.
 * @param from kinds to draw from; those with fewer pictures are left out
 */
export function amongTenKinds(
  seen: Seen,
  kinds: readonly string[],
  from: readonly string[],
  seed: number,
): NeighbourQuality {
  const counts = countsOf(kinds);
  const usable = from.filter((kind) => (counts.get(kind) ?? 0) >= FEW_PICTURES);
  const random = new Random(seed);
  const sum = { nearest: 0, precision5: 0 };
  for (let draw = 0; draw < DRAWS; draw++) {
    const chosen = random.shuffle([...usable]).slice(0, FEW_KINDS);
    const pictures = chosen.flatMap((kind) =>
      random.shuffle([...kinds.keys()].filter((i) => kinds[i] === kind)).slice(0, FEW_PICTURES),
    );
    const quality = qualityOf(seen, kinds, pictures, pictures);
    sum.nearest += quality.nearest / DRAWS;
    sum.precision5 += quality.precision5 / DRAWS;
  }
  return sum;
}

/**
 * The kinds that these vectors tell apart best, as many of them as it takes for ten drawn from these to be as easy as a
 * figure that was published of ten kinds that are not named.
 * @param published share of pictures whose nearest one is of their kind
 */
export function kindsAsEasyAs(published: number, seen: Seen, kinds: readonly string[], seed: number): string[] {
  const counts = countsOf(kinds);
  const told = [...counts].flatMap(([kind, count]) => {
    if (count < FEW_PICTURES) return [];
    const own = [...kinds.keys()].filter((i) => kinds[i] === kind);
    return [{ kind, precision5: qualityOf(seen, kinds, own, [...kinds.keys()]).precision5 }];
  });
  const best = told.sort((a, b) => b.precision5 - a.precision5).map(({ kind }) => kind);
  let nearest: string[] = [];
  let distance = Number.POSITIVE_INFINITY;
  for (let count = FEW_KINDS; count <= best.length; count++) {
    const some = best.slice(0, count);
    const off = Math.abs(amongTenKinds(seen, kinds, some, seed).nearest - published);
    if (off < distance) [nearest, distance] = [some, off];
  }
  return nearest;
}

/** Share of the queries whose own picture is the first. Ties count against. @param own row of each query's own picture */
export function firstAmong(queries: Seen, own: readonly number[], all: Seen): number {
  let first = 0;
  own.forEach((row, query) => {
    const likeness = dot(queries, query, all, row);
    let isFirst = true;
    for (let other = 0; isFirst && other < all.vectors.length / all.width; other++) {
      isFirst = other === row || dot(queries, query, all, other) < likeness;
    }
    if (isFirst) first++;
  });
  return first / own.length;
}

function qualityOf(seen: Seen, kinds: readonly string[], asked: readonly number[], among: readonly number[]) {
  const quality = { nearest: 0, precision5: 0 };
  for (const query of asked) {
    const others = among
      .filter((other) => other !== query)
      .map((other) => ({ other, likeness: dot(seen, query, seen, other) }))
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, DEPTH);
    const right = others.map(({ other }) => (kinds[other] === kinds[query] ? 1 : 0));
    quality.nearest += right[0] / asked.length;
    quality.precision5 += right.reduce<number>((sum, one) => sum + one, 0) / DEPTH / asked.length;
  }
  return quality;
}

function dot(a: Seen, rowOfA: number, b: Seen, rowOfB: number): number {
  let sum = 0;
  const [fromA, fromB] = [rowOfA * a.width, rowOfB * b.width];
  for (let i = 0; i < a.width; i++) sum += a.vectors[fromA + i] * b.vectors[fromB + i];
  return sum;
}

export function countsOf(kinds: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
