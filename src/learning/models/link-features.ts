import type { VisitorItems } from './visitor-items.ts';

/** Two visitors, by their numbers. */
export type Link = readonly [a: number, b: number];

/** What is said of two visitors, in order of the numbers of `LinkFeatures.of`. */
export const LINK_FEATURES = [
  'common-neighbours',
  'adamic-adar',
  'resource-allocation',
  'preferential-attachment',
  'paths-of-three',
  'shared-items',
  'item-cosine',
  'vector-cosine',
] as const;

/**
 * What speaks for a link between two visitors: the links they have (Liben-Nowell & Kleinberg, "The link-prediction
 * problem for social networks", 2007; Adamic & Adar 2003; Zhou, Lü & Zhang 2009), and what they like.
 */
export class LinkFeatures {
  readonly #neighbours: readonly Set<number>[];
  readonly #liked: readonly Set<number>[];
  /** How much an item that two visitors share says: less, the more visitors met it. [items + 1] */
  readonly #rarity: Float64Array;

  /**
   * @param links known ones
   * @param vectors of the visitors' tastes, [visitors, width]
   */
  constructor(
    links: readonly Link[],
    { ofVisitor, ofItem }: VisitorItems,
    private readonly vectors: Float32Array,
  ) {
    const neighbours = ofVisitor.map(() => new Set<number>());
    for (const [a, b] of links) {
      neighbours[a].add(b);
      neighbours[b].add(a);
    }
    this.#neighbours = neighbours;
    this.#liked = ofVisitor.map((items) => new Set(items));
    this.#rarity = Float64Array.from(ofItem, ({ length }) => 1 / Math.log(1 + Math.max(1, length)));
  }

  of([a, b]: Link): number[] {
    const [ofA, ofB] = [this.#neighbours[a], this.#neighbours[b]];
    const common = shared(ofA, ofB);
    const sumOver = (weight: (degree: number) => number): number =>
      common.reduce((sum, visitor) => sum + weight(this.#neighbours[visitor].size), 0);
    const items = shared(this.#liked[a], this.#liked[b]);
    const lengths = Math.sqrt(this.#liked[a].size * this.#liked[b].size);
    return [
      Math.log1p(common.length),
      Math.log1p(sumOver((degree) => 1 / Math.log(Math.max(2, degree)))),
      Math.log1p(sumOver((degree) => 1 / degree)),
      Math.log1p(ofA.size) + Math.log1p(ofB.size),
      Math.log1p(this.#pathsOfThree(a, b)),
      Math.log1p(items.reduce((sum, item) => sum + this.#rarity[item], 0)),
      lengths === 0 ? 0 : items.length / lengths,
      this.#cosine(a, b),
    ];
  }

  /** Ways from one to the other over two others. */
  #pathsOfThree(a: number, b: number): number {
    let paths = 0;
    for (const middle of this.#neighbours[a]) {
      if (middle !== b) paths += shared(this.#neighbours[middle], this.#neighbours[b]).filter((v) => v !== a).length;
    }
    return paths;
  }

  #cosine(a: number, b: number): number {
    const width = this.vectors.length / this.#liked.length;
    let [dot, squareA, squareB] = [0, 0, 0];
    for (let k = 0; k < width; k++) {
      const [x, y] = [this.vectors[a * width + k], this.vectors[b * width + k]];
      dot += x * y;
      squareA += x * x;
      squareB += y * y;
    }
    return squareA === 0 || squareB === 0 ? 0 : dot / Math.sqrt(squareA * squareB);
  }
}

function shared(a: ReadonlySet<number>, b: ReadonlySet<number>): number[] {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  return [...few].filter((value) => many.has(value));
}
