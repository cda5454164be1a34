import engineScript from '#built/engine.worker.js?raw';
import neuralScript from '#built/neural.worker.js?raw';
import { VitrineError } from './contract/errors.ts';
import { startAt, startInline } from './page/blob-worker.ts';
import { startRecommender } from './page/create-recommender.ts';
import type { Setup } from './page/options.ts';
import type { Recommender, RecommenderOptions } from './page/recommender.ts';
import { defineShelf } from './shelf.ts';

/**
 * The script-tag build: one file with the workers inside, so that it runs from any origin.
 * `<script async src="vitrine.js" data-products="/feeds/products.json" data-pack="/shop.safetensors"></script>`
 * gives `window.vitrine`, a recommender, and `<vitrine-shelf>`. Further attributes: `data-database`; and `data-workers`,
 * the address of a folder with the worker files, for a page whose policy does not allow `worker-src blob:`.
 * What a page pushed to `window.vitrine = []` before this script came is tracked now.
 */
export interface VitrineGlobal extends Recommender {
  /** As the package's: for a shop with recommenders of its own making. */
  createRecommender: (options?: RecommenderOptions) => Promise<Recommender>;
  defineShelf: typeof defineShelf;
  VitrineError: typeof VitrineError;
  /** As `track`, so that a page can push from before this script is there. */
  push: Recommender['track'];
}

declare global {
  interface Window {
    vitrine?: VitrineGlobal | unknown[];
  }
}

const tag = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
const { products, pack, database, workers } = tag?.dataset ?? {};

const starter = (name: string, script: string) => (): Worker =>
  workers === undefined
    ? startInline(script, `vitrine-${name}`)
    : startAt(new URL(`${name}.worker.js`, new URL(workers, document.baseURI)).href, `vitrine-${name}`);

const setup: Setup = {
  engine: starter('engine', engineScript),
  neural: starter('neural', neuralScript),
  wasm: () => new URL('./', tag?.src || document.baseURI).href,
};

/** A wrong attribute is told in the console, and the page gets a recommender all the same. */
function startFromTag(): Recommender {
  try {
    return startRecommender({ products, pack, database }, setup);
  } catch (error) {
    console.error('vitrine: an attribute of the script tag is wrong', error);
    return startRecommender({}, setup);
  }
}

const { vitrine } = window;
if (!vitrine || Array.isArray(vitrine)) {
  const recommender = startFromTag();
  window.vitrine = {
    ...recommender,
    createRecommender: async (options = {}) => startRecommender(options, setup),
    defineShelf,
    VitrineError,
    push: recommender.track,
  };
  for (const payload of vitrine ?? []) void recommender.track(payload);
  defineShelf(recommender);
}
