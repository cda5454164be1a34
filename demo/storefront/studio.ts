import wasm from 'vitrine/tfjs-backend-wasm-simd.wasm?url';
import { openStudio } from '../../studio/page/open-studio.ts';
import { makeCatalogue } from '../catalogue/catalogue.ts';
import { openOwnShopNext } from './dropin/own-choice.ts';
import { keepOffline } from './offline.ts';
import { drawing } from './picture.ts';

/** What the shop is trained from and imagines with, beside its log. */
const FILES = ['products.json', 'osier-imagine.safetensors', 'osier-describer.safetensors'];

const range = new Map(makeCatalogue().map((product) => [product.id, product]));

async function ownFiles(): Promise<readonly File[]> {
  const files = FILES.map(async (name) => new File([await (await fetch(`./${name}`)).blob()], name));
  return [new File([await simulatedLog()], 'simulated-events.csv'), ...(await Promise.all(files))];
}

/** Made in a thread of its own: it takes seconds. */
function simulatedLog(): Promise<string> {
  const worker = new Worker(new URL('./simulated-log.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<string>((done, fail) => {
    worker.onmessage = ({ data }: MessageEvent<string>) => done(data);
    worker.onerror = ({ message }) => fail(new Error(message));
  }).finally(() => worker.terminate());
}

await openStudio({
  wasm,
  ownFiles,
  productPicture: ({ id, title }) => {
    const own = range.get(id);
    return own && own.title === title ? drawing(own) : undefined;
  },
  useInShop: (name) => {
    openOwnShopNext(name);
    location.href = './index.html';
  },
});
await keepOffline();
