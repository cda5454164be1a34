import type { VitrineError } from './contract/errors.ts';
import type { createRecommender } from './index.ts';
import type { Recommender, RecommenderOptions } from './page/facade/recommender.ts';
import { startFrom } from './page/workers/blob-worker.ts';
import type { definePrivacy } from './privacy.ts';
import type { defineSearch } from './search-box.ts';
import type { defineShelf } from './shelf.ts';

/** Of the package, as the script tag loaded it beside this file. */
export interface Package {
  createRecommender: typeof createRecommender;
  defineShelf: typeof defineShelf;
  VitrineError: typeof VitrineError;
}

/** What `window.vitrine` has beside a recommender's calls. */
export interface ScriptShop extends Recommender {
  /** As the package's: for a shop with recommenders of its own making. */
  createRecommender: (options?: RecommenderOptions) => Promise<Recommender>;
  defineShelf: Package['defineShelf'];
  /** As the package's, once its file has come. Elements that the page has need no call: they bring it themselves. */
  defineSearch: (...given: Parameters<typeof defineSearch>) => Promise<void>;
  definePrivacy: (...given: Parameters<typeof definePrivacy>) => Promise<void>;
  VitrineError: Package['VitrineError'];
}

/**
 * The shop that a script tag asks for by its attributes; its shelves are filled. A wrong attribute is reported in the console,
 * and the page gets a recommender all the same.
 * @param folder address of the package's files, ending in `/`
 */
export async function startShop(
  { createRecommender, defineShelf, VitrineError }: Package,
  attributes: DOMStringMap,
  folder: string,
): Promise<ScriptShop> {
  const { products, pack, database, workers, warnings } = attributes;
  const hashes = hashesOf(document);
  const start = (name: string) => () => {
    const address = new URL(`${name}.worker.js`, new URL(workers ?? folder, document.baseURI));
    return startFrom(address, `vitrine-${name}`, hashes);
  };
  const create = (options: RecommenderOptions = {}): Promise<Recommender> =>
    createRecommender({
      ...options,
      neural: { wasmPath: folder, ...options.neural },
      workers: { engine: start('engine'), neural: start('neural'), ...options.workers },
    });
  const recommender = await create({ products, pack, database, warnings: warnings !== 'false' }).catch((error) => {
    console.error('vitrine: an attribute of the script tag is wrong', error);
    return create();
  });
  defineShelf(recommender);
  const defineSearch: ScriptShop['defineSearch'] = async (...given) =>
    (await import(/* @vite-ignore */ `${folder}search-box.js`)).defineSearch(...given);
  const definePrivacy: ScriptShop['definePrivacy'] = async (...given) =>
    (await import(/* @vite-ignore */ `${folder}privacy.js`)).definePrivacy(...given);
  for (const [name, file, define] of [
    ['vitrine-search', 'search-box.js', defineSearch],
    ['vitrine-privacy', 'privacy.js', definePrivacy],
  ] as const) {
    whenPageHas(name, () =>
      define(recommender).catch((error) => console.error(`vitrine: ${file} could not be loaded`, error)),
    );
  }
  return { ...recommender, createRecommender: create, defineShelf, defineSearch, definePrivacy, VitrineError };
}

/** Calls `use` once, when the page has an element of this name, which it may be given at any time. */
function whenPageHas(name: string, use: () => unknown): void {
  const look = (): boolean => {
    const found = document.querySelector(name) !== null;
    if (found) {
      observer.disconnect();
      use();
    }
    return found;
  };
  const observer = new MutationObserver(look);
  if (!look()) observer.observe(document, { childList: true, subtree: true });
}

/** Hashes by address, as the page's import maps give them (`integrity`). For modules the browser heeds them itself. */
function hashesOf(page: Document): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const map of page.querySelectorAll('script[type=importmap]')) {
    try {
      const { integrity = {} } = JSON.parse(map.textContent ?? '');
      for (const [address, hash] of Object.entries(integrity)) {
        hashes.set(new URL(address, page.baseURI).href, String(hash));
      }
    } catch {
      // The browser says so itself.
    }
  }
  return hashes;
}
