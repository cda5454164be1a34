import { ShopperWindows } from '../../../engine/sources/shopper-windows.ts';
import { readSection } from '../../../pack/layout.ts';
import type { Pack } from '../../../pack/pack.ts';
import { RULES } from '../../../pack/sections/pairs.ts';
import { POPULAR } from '../../../pack/sections/popular.ts';

/** What a pack says of a sequence: each number is larger for one that the pack was made of, if it tells. */
export const STATISTICS = ['windows of 3', 'transitions', 'rules', 'strength of rules', 'popularity'] as const;

/** Steps between the two products of a rule, at most. */
const STEPS = 10;
/** Added to the strength of a rule, so that one that is absent counts too. */
const FLOOR = 0.01;

/** Reads a pack as an attacker does who has nothing else: its windows and its rules. */
export class PackWitness {
  /** Runs of two and of three products in the windows, by their rows. */
  readonly #runs = new Set<string>();
  /** Strength of each rule, by rows. */
  readonly #rules = new Map<number, number>();
  /** By row. */
  readonly #popularity: ArrayLike<number>;
  readonly #rowOf: ReadonlyMap<string, number>;
  readonly #items: number;

  constructor({ productIds, sections }: Pick<Pack, 'productIds' | 'sections'>) {
    this.#items = productIds.length;
    this.#rowOf = new Map(productIds.map((id, i) => [id, i + 1]));
    this.#popularity = sections.popular ? readSection(POPULAR, sections.popular, this.#items)[1].allTime : [];
    if (sections.knn) this.#readWindows(ShopperWindows.of(sections.knn, this.#items));
    if (sections.rules) {
      const [, { items, weights, offsets, scales }] = readSection(RULES, sections.rules, this.#items);
      for (let row = 1; row <= this.#items; row++) {
        for (let at = offsets[row]; at < offsets[row + 1]; at++) {
          this.#rules.set(row * (this.#items + 1) + items[at], weights[at] * scales[row]);
        }
      }
    }
  }

  #readWindows(windows: ShopperWindows): void {
    for (let window = 0; window < windows.count; window++) {
      const rows = Array.from(windows.contentOf(window));
      for (const length of [2, 3]) for (const run of runsOf(rows, length)) this.#runs.add(run.join());
    }
  }

  /** Whether these products stand one after the other in a window of the pack. */
  holds(ids: readonly string[]): boolean {
    return this.#runs.has(ids.map((id) => this.#rowOf.get(id)).join());
  }

  /** What it says of a sequence, by `STATISTICS`. */
  statisticsOf(ids: readonly string[]): number[] {
    const share = (length: number): number => {
      const runs = runsOf(ids, length);
      return runs.length === 0 ? 0 : runs.filter((run) => this.holds(run)).length / runs.length;
    };
    const rows = ids.map((id) => this.#rowOf.get(id));
    let [pairs, there, strength] = [0, 0, 0];
    rows.forEach((tail, at) => {
      for (const head of rows.slice(at + 1, at + 1 + STEPS)) {
        const rule = tail && head ? this.#rules.get(tail * (this.#items + 1) + head) : undefined;
        pairs++;
        if (rule !== undefined) there++;
        strength += Math.log(FLOOR + (rule ?? 0));
      }
    });
    const popularity = rows.reduce<number>((sum, row) => sum + Math.log1p(row ? (this.#popularity[row] ?? 0) : 0), 0);
    return [
      share(3),
      share(2),
      there / Math.max(1, pairs),
      strength / Math.max(1, pairs),
      popularity / Math.max(1, ids.length),
    ];
  }
}

/** Runs of so many, one after the other. */
export function runsOf<TItem>(list: readonly TItem[], length: number): TItem[][] {
  return Array.from({ length: Math.max(0, list.length - length + 1) }, (_, at) => list.slice(at, at + length));
}
