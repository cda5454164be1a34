import { VitrineError } from './contract/errors.ts';
import { lateRecommender } from './page/facade/late-recommender.ts';
import type { Recommender } from './page/facade/recommender.ts';
import type { ScriptShop } from './script-shop.ts';

export type { ScriptShop } from './script-shop.ts';

/**
 * The script-tag build: the little that a page loads at once. It brings the rest from the folder that it lies in.
 * `<script async src="vitrine.js" data-products="/feeds/products.json" data-pack="/shop.safetensors"></script>`
 * gives `window.vitrine`, a recommender whose calls may follow at once, `<vitrine-shelf>`, `<vitrine-search>` and `<vitrine-privacy>`. Further attributes:
 * `data-database`; `data-warnings="false"`, which keeps problems out of the console; and `data-workers`, the address of a folder on the page's own origin that holds the worker files, for
 * a page that takes the script from another origin and whose policy does not allow `worker-src blob:`.
 * What a page pushed to `window.vitrine = []` before this script came is tracked now.
 */
export interface VitrineGlobal extends ScriptShop {
  /** As `track`, so that a page can push from before this script is there. */
  push: Recommender['track'];
}

declare global {
  interface Window {
    vitrine?: VitrineGlobal | unknown[];
  }
}

/** A module script is no `currentScript`: it is found by its address. */
const tag = (document.currentScript ??
  document.querySelector('script[type=module][src*=vitrine]')) as HTMLScriptElement | null;
const folder = new URL('./', tag?.src || document.baseURI).href;

/** The files of the rest, asked for together; the last is what `index.js` would ask for. */
const FILES = ['index.js', 'shelf.js', 'script-shop.js', 'recommender.js'];
let shop: Promise<ScriptShop> | undefined;
/** The directive of the page's policy that keeps a file of ours out. */
let blocking: string | undefined;
document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
  if (blockedURI.startsWith(folder)) blocking = effectiveDirective;
});

/** The rest; one that failed to load is asked for again by the next call. */
function load(): Promise<ScriptShop> {
  shop ??= Promise.all(FILES.map((file) => import(/* @vite-ignore */ folder + file))).then(
    ([index, shelf, { startShop }]) => startShop({ ...index, ...shelf }, { ...tag?.dataset }, folder),
    async (cause) => {
      shop = undefined;
      // The policy's report comes after the failure.
      await new Promise((resolve) => setTimeout(resolve, 99));
      const error = new VitrineError('worker-failed', `The files beside vitrine.js could not be loaded.`, {
        remedy: blocking
          ? `The page's policy blocks them: add ${new URL(folder).origin} to its \`${blocking}\`.`
          : 'Serve the package from one folder; from another origin, with CORS.',
        cause,
      });
      console.error('vitrine:', error);
      throw error;
    },
  );
  return shop;
}

const { vitrine } = window;
if (!vitrine || Array.isArray(vitrine)) {
  const late = lateRecommender(load);
  const shelves: VitrineGlobal = {
    ...late,
    createRecommender: async (options) => (await load()).createRecommender(options),
    defineShelf: (recommender) => void load().then((real) => real.defineShelf(recommender)),
    defineSearch: async (...given) => (await load()).defineSearch(...given),
    definePrivacy: async (...given) => (await load()).definePrivacy(...given),
    VitrineError,
    push: late.track,
  };
  window.vitrine = shelves;
  for (const payload of vitrine ?? []) void late.track(payload);
  load().then(
    (real) => Object.assign(shelves, real, { push: real.track }),
    () => undefined,
  );
}
