import wasm from 'vitrine/tfjs-backend-wasm-simd.wasm?url';
import { openStudio } from '../../studio/page/open-studio.ts';
import { openOwnShopNext } from './dropin/own-choice.ts';
import { keepOffline } from './offline.ts';

await openStudio({
  wasm,
  useInShop: (name) => {
    openOwnShopNext(name);
    location.href = './index.html';
  },
});
await keepOffline();
