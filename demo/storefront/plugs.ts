import { createRecommender } from 'vitrine';
import './styles/main.css';
import './styles/plugs.css';
import type { Goods } from './goods.ts';
import { language, speak, writePricesLike } from './language.ts';
import { keepOffline } from './offline.ts';
import EngineWorker from './plugs/engine.worker.ts?worker';
import NeuralWorker from './plugs/neural.worker.ts?worker';
import { PlugsPage } from './plugs/plugs-page.ts';
import { DATABASE, type Plug, type PlugMessage } from './plugs/pulled.ts';
import { Shop } from './shop.ts';

const FEED = './products.json';
/** Short, so that a worker that was ended is soon missed. Milliseconds. */
const DEADLINE = 4_000;

let engine: Worker | undefined;
let pulled: readonly Plug[] = [];
const recommender = await createRecommender<Goods>({
  database: DATABASE,
  products: FEED,
  pack: './osier.safetensors',
  deadline: DEADLINE,
  workers: {
    engine: () => {
      engine = new EngineWorker({ name: JSON.stringify({ pulled } satisfies PlugMessage) });
      return engine;
    },
    neural: () => new NeuralWorker(),
  },
});
const goods = (await (await fetch(FEED)).json()) as Goods[];
const shop = new Shop({ database: DATABASE, goods }, recommender);
writePricesLike(goods.map(({ price }) => price));
speak(language());
new PlugsPage({
  shop,
  feed: FEED,
  endWorker: () => engine?.terminate(),
  setPulled: (plugs) => {
    pulled = plugs;
  },
}).show();
await keepOffline();
