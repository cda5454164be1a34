import { GapLists } from '../../kernels/compact/gap-lists.ts';
import { PackedRows } from '../../kernels/compact/packed-rows.ts';
import { readSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { KNN, type KnnOptions } from '../../pack/sections/knn.ts';

/**
 * The windows of other shoppers in the section `knn`, oldest first, and which of them hold an item. Several sources read
 * them: of one section there is one, and its index is counted when the first visitor with a history comes.
 */
export class ShopperWindows {
  /** Window `w` is `#rows[#offsets[w] … #offsets[w + 1])`. */
  readonly #rows: PackedRows;
  readonly #offsets: PackedRows;
  #holders: GapLists | undefined;
  readonly options: KnnOptions;

  private constructor(
    section: PackSection,
    readonly items: number,
  ) {
    const [options, windows] = readSection(KNN, section, items);
    this.options = options;
    this.#rows = new PackedRows(windows.items);
    this.#offsets = new PackedRows(windows.offsets);
  }

  static readonly #known = new WeakMap<PackSection, ShopperWindows>();

  /** @param items rows of the pack. @throws VitrineError `pack-corrupt` */
  static of(section: PackSection, items: number): ShopperWindows {
    let windows = ShopperWindows.#known.get(section);
    if (windows?.items !== items) {
      windows = new ShopperWindows(section, items);
      ShopperWindows.#known.set(section, windows);
    }
    return windows;
  }

  get count(): number {
    return this.#offsets.length - 1;
  }

  /** Items of a window, in the order in which they were met. The next call writes over them. */
  contentOf(window: number): Uint16Array | Uint32Array {
    return this.#rows.between(this.#offsets.at(window), this.#offsets.at(window + 1));
  }

  lengthOf(window: number): number {
    return this.#offsets.at(window + 1) - this.#offsets.at(window);
  }

  /** Windows that have the item, ascending; one that has it twice is listed twice. The next call overwrites them. */
  holdersOf(item: number): Uint32Array {
    this.#holders ??= this.#countHolders();
    return this.#holders.at(item);
  }

  #countHolders(): GapLists {
    const rows = this.#rows;
    const starts = new Uint32Array(this.items + 2);
    for (let i = 0; i < rows.length; i++) starts[rows.at(i) + 1]++;
    for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
    const next = starts.slice();
    const holders = new Uint32Array(rows.length);
    for (let window = 0; window < this.count; window++) {
      const end = this.#offsets.at(window + 1);
      for (let at = this.#offsets.at(window); at < end; at++) holders[next[rows.at(at)]++] = window;
    }
    return new GapLists(holders, starts);
  }
}
