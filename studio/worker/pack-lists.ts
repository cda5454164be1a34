import type { Feed } from '../../src/catalogue/catalogue.ts';
import type { ProductId } from '../../src/contract/product.ts';
import { readPackFile } from '../../src/engine/intake/read-pack-file.ts';
import { DEFAULT_QUERY } from '../../src/engine/lists/resolve-query.ts';
import type { Serving } from '../../src/engine/serving.ts';
import { Bitset } from '../../src/kernels/scoring/bitset.ts';
import { serveLists } from '../../src/trainer/serve-lists.ts';
import type { Click, ExplainedList, ListedProduct } from '../workbench.ts';

/** The page's own ranking of a pack, for any history: the engine without its storage. */
export class PackLists {
  private constructor(
    readonly serving: Serving,
    /** Rows that may be shown: products on sale, or all of the pack where there is no feed. */
    readonly shown: Bitset,
  ) {}

  static async open(bytes: Uint8Array<ArrayBuffer>, feed: Feed | undefined): Promise<PackLists> {
    const serving = serveLists();
    if (feed) serving.takeProducts(feed);
    await serving.takePack(await readPackFile(bytes.slice().buffer));
    const { catalogue } = serving;
    if (feed) return new PackLists(serving, catalogue.available);
    const every = new Bitset(catalogue.rows);
    for (let row = 1; row < catalogue.rows; row++) every.add(row);
    return new PackLists(serving, every);
  }

  /** The list after these clicks, and what each of them does to it. */
  async explain(
    clicks: readonly Click[],
    limit: number,
    titleOf: (product: ProductId) => string,
  ): Promise<ExplainedList> {
    const items = await this.#rank(clicks, limit, titleOf);
    const weights: number[] = [];
    for (const without of clicks) {
      const rest = clicks.filter((click) => click !== without);
      // What a removed click alone kept off the list, its own product, is no sign of its weight.
      const left = (await this.#rank(rest, limit + 1, titleOf)).filter(({ product }) => product !== without.product);
      const still = new Set(left.slice(0, limit).map(({ product }) => product));
      weights.push(items.filter(({ product }) => !still.has(product)).length / Math.max(1, items.length));
    }
    return { items, weights };
  }

  async #rank(
    clicks: readonly Click[],
    limit: number,
    titleOf: (product: ProductId) => string,
  ): Promise<ListedProduct[]> {
    const { catalogue, chain } = this.serving;
    const known = clicks.flatMap(({ product, name }, place) => {
      const item = catalogue.itemOf(product);
      return item === undefined ? [] : [{ item, name, place }];
    });
    const allowed = this.shown.clone();
    for (const { item } of known) allowed.delete(item);
    const context = {
      items: Int32Array.from(known, ({ item }) => item),
      names: known.map(({ name }) => name),
      sessionStart: 0,
      allowed,
    };
    const ranked = await chain.rank(context, { ...DEFAULT_QUERY, limit });
    return ranked.map(({ item, shares, because }) => {
      const product = catalogue.idOf(item)!;
      return {
        product,
        title: titleOf(product),
        shares: shares as Record<string, number>,
        because: known[because]?.place ?? -1,
      };
    });
  }
}
